import FoundationEssentials
import RelayCore

/// A contact, a ticket, a company, a deal or a note.
package struct SimulatedObject: Sendable, Hashable {
    package let id: String
    package let type: ObjectType
    /// Values are text on the wire; a property without a value is absent here.
    package var properties: [String: String]
    package let createdAt: Date
    package var updatedAt: Date
    /// nil while it is not archived.
    package var archivedAt: Date?

    init(id: String, type: ObjectType, properties: [String: String], at instant: Date) {
        self.id = id
        self.type = type
        createdAt = instant
        updatedAt = instant
        self.properties = properties
        self.properties["hs_object_id"] = id
        self.properties[type.createdProperty] = Timestamp.rfc3339(instant)
        self.properties[type.modifiedProperty] = Timestamp.rfc3339(instant)
    }

    package var isArchived: Bool { archivedAt != nil }
    var reference: ObjectReference { ObjectReference(type, id) }

    mutating func touch(at instant: Date) {
        updatedAt = instant
        properties[type.modifiedProperty] = Timestamp.rfc3339(instant)
    }

    /// All addresses of a contact, in lower case.
    var emails: [String] {
        let all = [properties["email"] ?? ""] + (properties["hs_additional_emails"] ?? "").split(separator: ";").map(String.init)
        return all.filter { !$0.isEmpty }.map { $0.lowercased() }
    }

    /// - Parameter names: What was asked for, beside what always comes; empty for the default ones. A property without a
    ///   value is null.
    func json(properties names: [String]) -> JSON {
        let always = ["hs_object_id", type.createdProperty, type.modifiedProperty]
        let shown = names.isEmpty ? type.defaultProperties : names + always
        let values = shown.map { ($0, JSON.optional(properties[$0])) }
        var members: [String: JSON] = [
            "id": .string(id), "properties": .object(Dictionary(values, uniquingKeysWith: { first, _ in first })),
            "createdAt": .string(Timestamp.rfc3339(createdAt)), "updatedAt": .string(Timestamp.rfc3339(updatedAt)),
            "archived": .bool(isArchived),
        ]
        members["archivedAt"] = archivedAt.map { .string(Timestamp.rfc3339($0)) }
        return .object(members)
    }
}
