/// The kinds of CRM objects that the simulator keeps.
package enum ObjectType: String, Sendable, CaseIterable {
    case contact = "contacts"
    case ticket = "tickets"
    case company = "companies"
    case deal = "deals"
    case note = "notes"

    /// Reads any of HubSpot's names of a kind: `tickets`, `ticket`, `Ticket` or `0-5`.
    package init?(named name: String) {
        let name = name.lowercased()
        guard let type = Self.allCases.first(where: { [$0.rawValue, $0.singular, $0.typeID].contains(name) }) else { return nil }
        self = type
    }

    /// As in `contact.creation`.
    package var singular: String {
        switch self {
        case .contact: "contact"
        case .ticket: "ticket"
        case .company: "company"
        case .deal: "deal"
        case .note: "note"
        }
    }

    /// As in the webhooks for all kinds of objects.
    package var typeID: String {
        switch self {
        case .contact: "0-1"
        case .company: "0-2"
        case .deal: "0-3"
        case .ticket: "0-5"
        case .note: "0-46"
        }
    }

    var createdProperty: String { self == .note ? "hs_createdate" : "createdate" }
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
        case .company: ["createdate", "domain", "hs_lastmodifieddate", "hs_object_id", "name"]
        case .deal:
            ["amount", "closedate", "createdate", "dealname", "dealstage", "hs_lastmodifieddate", "hs_object_id", "pipeline"]
        case .note: ["hs_createdate", "hs_lastmodifieddate", "hs_object_id"]
        }
    }

    /// What must be set when one is created.
    var requiredProperties: [String] {
        switch self {
        case .ticket: ["hs_pipeline_stage", "subject"]
        case .note: ["hs_timestamp"]
        case .contact, .company, .deal: []
        }
    }

    /// Where HubSpot's own properties of the kind are sorted in.
    var standardGroup: String { self == .note ? "engagement" : "\(singular)information" }
}

/// One object, as an association names it.
package struct ObjectReference: Sendable, Hashable {
    package var type: ObjectType
    package var id: String

    package init(_ type: ObjectType, _ id: String) {
        self.type = type
        self.id = id
    }
}
