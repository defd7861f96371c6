import FoundationEssentials
import RelayCore

extension SimulatedPipeline {
    /// - Parameters:
    ///   - instant: When it was made.
    ///   - tellsPermissions: Whether stages say who may move tickets into them.
    func json(displayOrder: Int, at instant: Date, tellsPermissions: Bool = false) -> JSON {
        let time = JSON.string(Timestamp.rfc3339(instant))
        let stages = stages.enumerated().map { order, stage in
            // The metadata's booleans are strings in HubSpot's answers.
            let metadata: JSON = [
                "ticketState": stage.isClosed ? "CLOSED" : "OPEN", "isClosed": stage.isClosed ? "true" : "false",
            ]
            var members: JSONObject = [
                "id": .string(stage.id), "label": .string(stage.label), "displayOrder": .number(JSONNumber(order)),
                "metadata": metadata, "createdAt": time, "updatedAt": time, "archived": false,
            ]
            // Required in the dated editions, unknown in v3.
            if tellsPermissions { members["writePermissions"] = "CRM_PERMISSIONS_ENFORCEMENT" }
            return JSON.object(members)
        }
        return [
            "id": .string(id), "label": .string(label), "displayOrder": .number(JSONNumber(displayOrder)),
            "stages": .array(stages), "createdAt": time, "updatedAt": time, "archived": false,
        ]
    }
}
