import FoundationEssentials
import RelayCore

extension SimulatedPipeline {
    /// - Parameter instant: When it was made.
    func json(displayOrder: Int, at instant: Date) -> JSON {
        let time = JSON.string(Timestamp.rfc3339(instant))
        let stages = stages.enumerated().map { order, stage in
            // The metadata's booleans are strings in HubSpot's answers.
            let metadata: JSON = [
                "ticketState": stage.isClosed ? "CLOSED" : "OPEN", "isClosed": stage.isClosed ? "true" : "false",
            ]
            return JSON.object([
                "id": .string(stage.id), "label": .string(stage.label), "displayOrder": .number(JSONNumber(order)),
                "metadata": metadata, "createdAt": time, "updatedAt": time, "archived": false,
            ])
        }
        return [
            "id": .string(id), "label": .string(label), "displayOrder": .number(JSONNumber(displayOrder)),
            "stages": .array(stages), "createdAt": time, "updatedAt": time, "archived": false,
        ]
    }
}
