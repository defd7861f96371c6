import HubSpotAPI
import RelayCore

/// Where new tickets go.
enum PipelineCheck {
    static func lines(_ pipelines: [Pipeline], _ organization: OrganizationConfiguration) -> [CheckLine] {
        let id = organization[ConfigurationKeys.ticketPipeline]
        guard let pipeline = pipelines.first(where: { $0.id == id }) else {
            return [
                .fault(
                    "pipeline", "there is no pipeline \(id): a handoff makes no ticket",
                    fix: "Set TICKET_PIPELINE to one of: \(named(pipelines.map { ($0.id, $0.label) })).")
            ]
        }
        let stageID = organization[ConfigurationKeys.ticketStage]
        return [.ok("pipeline", "\(id) “\(pipeline.label)”"), stage(stageID, pipeline)]
            + (organization[ConfigurationKeys.closeTicket] ? [closing(pipeline)] : [])
    }

    private static func stage(_ id: String, _ pipeline: Pipeline) -> CheckLine {
        let open = named(pipeline.stages.filter { !$0.isClosed }.map { ($0.id, $0.label) })
        guard let stage = pipeline.stages.first(where: { $0.id == id }) else {
            return .fault(
                "stage", "pipeline \(pipeline.id) has no stage \(id): a handoff makes no ticket",
                fix: "Set TICKET_STAGE to one of: \(open).")
        }
        if stage.isClosed {
            return .warning(
                "stage", "\(id) “\(stage.label)” is a closed stage: new tickets are closed from the start",
                fix: "Set TICKET_STAGE to one of: \(open).")
        }
        return .ok("stage", "\(id) “\(stage.label)”")
    }

    private static func closing(_ pipeline: Pipeline) -> CheckLine {
        guard let closed = pipeline.closedStage else {
            return .warning(
                "closed stage", "pipeline \(pipeline.id) has no stage in which tickets are closed",
                fix: "Add one in HubSpot, or set CLOSE_TICKET=false.")
        }
        return .ok("closed stage", "\(closed.id) “\(closed.label)”")
    }

    private static func named(_ choices: [(String, String)]) -> String {
        choices.map { "\($0) “\($1)”" }.joined(separator: ", ")
    }
}
