import RelayCore

/// A ticket pipeline with its stages.
package struct Pipeline: Sendable, Hashable {
    package struct Stage: Sendable, Hashable {
        package let id: String
        package let label: String
        /// Whether a ticket in this stage is closed: HubSpot says so in the stage's metadata, as text.
        package let isClosed: Bool
    }

    package let id: String
    package let label: String
    /// In HubSpot's order.
    package let stages: [Stage]

    init(json: JSON) throws(FieldError) {
        let reader = try ObjectReader(json, path: "pipeline")
        id = try reader.id("id")
        label = json["label"]?.string ?? id
        var stages: [Stage] = []
        for stage in try reader.optionalObjects("stages") ?? [] {
            let stageID = try stage.id("id")
            stages.append(
                Stage(
                    id: stageID, label: try stage.optionalString("label") ?? stageID,
                    isClosed: Self.isClosed(stage.value("metadata") ?? .null)))
        }
        self.stages = stages
    }

    private static func isClosed(_ metadata: JSON) -> Bool {
        metadata["isClosed"]?.bool ?? (metadata["isClosed"]?.string == "true" || metadata["ticketState"]?.string == "CLOSED")
    }

    /// The first stage in which tickets are closed.
    package var closedStage: Stage? { stages.first(where: \.isClosed) }

    /// The first stage in which they are open.
    package var openStage: Stage? { stages.first { !$0.isClosed } }
}

extension Sequence<Pipeline> {
    /// The first stage of the pipeline in which tickets are closed; nil when there is no such pipeline or stage.
    package func closedStage(pipelineID: String) -> Pipeline.Stage? { first { $0.id == pipelineID }?.closedStage }
}
