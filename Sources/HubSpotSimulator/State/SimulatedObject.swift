import FoundationEssentials
import RelayCore

/// The kinds of CRM objects that the simulator keeps.
package enum ObjectType: String, Sendable, CaseIterable {
    case contact = "contacts"
    case ticket = "tickets"

    /// As in `contact.creation`.
    var singular: String { self == .contact ? "contact" : "ticket" }
    /// As in the webhooks for all kinds of objects.
    var typeID: String { self == .contact ? "0-1" : "0-5" }
    var modifiedProperty: String { self == .contact ? "lastmodifieddate" : "hs_lastmodifieddate" }

    /// What an answer holds when no properties are asked for.
    var defaultProperties: [String] {
        switch self {
        case .contact: ["createdate", "email", "firstname", "hs_object_id", "lastmodifieddate", "lastname"]
        case .ticket:
            [
                "content", "createdate", "hs_lastmodifieddate", "hs_object_id", "hs_pipeline", "hs_pipeline_stage",
                "hs_ticket_category", "hs_ticket_priority", "subject",
            ]
        }
    }
}

/// A contact or a ticket.
package struct SimulatedObject: Sendable, Hashable {
    package let id: String
    package let type: ObjectType
    /// Values are text on the wire; a property without a value is absent here.
    package var properties: [String: String]
    package let createdAt: Date
    package var updatedAt: Date

    init(id: String, type: ObjectType, properties: [String: String], at instant: Date) {
        self.id = id
        self.type = type
        createdAt = instant
        updatedAt = instant
        self.properties = properties
        self.properties["hs_object_id"] = id
        self.properties["createdate"] = Timestamp.rfc3339(instant)
        self.properties[type.modifiedProperty] = Timestamp.rfc3339(instant)
    }

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
        let shown = names.isEmpty ? type.defaultProperties : names + ["hs_object_id", "createdate", type.modifiedProperty]
        let values = shown.map { ($0, JSON.optional(properties[$0])) }
        return [
            "id": .string(id), "properties": .object(Dictionary(values, uniquingKeysWith: { first, _ in first })),
            "createdAt": .string(Timestamp.rfc3339(createdAt)), "updatedAt": .string(Timestamp.rfc3339(updatedAt)),
            "archived": false,
        ]
    }
}
