import FoundationEssentials
import RelayCore

/// A contact, a ticket, a company, a deal or a note.
package struct SimulatedObject: Sendable, Hashable {
    package let id: String
    package let type: ObjectType
    /// Values are text; a property without a value is absent here.
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
}
