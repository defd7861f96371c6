import RelayCore

extension SimulatedObject {
    /// - Parameter names: What was asked for, beside what always comes; empty for the default ones. A property without a
    ///   value is null.
    func json(properties names: [String]) -> JSON {
        let always = ["hs_object_id", type.createdProperty, type.modifiedProperty]
        let shown = names.isEmpty ? type.defaultProperties : names + always
        let values = shown.map { ($0, JSON.optional(properties[$0])) }
        var members: JSONObject = [
            "id": .string(id), "properties": .object(JSONObject(Dictionary(values, uniquingKeysWith: { first, _ in first }))),
            "createdAt": .string(Timestamp.rfc3339(createdAt)), "updatedAt": .string(Timestamp.rfc3339(updatedAt)),
            "archived": .bool(isArchived),
        ]
        members["archivedAt"] = archivedAt.map { .string(Timestamp.rfc3339($0)) }
        return .object(members)
    }
}
