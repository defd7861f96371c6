/// The two editions of HubSpot's paths.
enum Edition: String, CaseIterable, Sendable {
    case v3
    case dated = "2026-09"

    var threads: String {
        self == .v3 ? "/conversations/v3/conversations/threads" : "/conversations/conversations/2026-09/threads"
    }
    var contacts: String { self == .v3 ? "/crm/v3/objects/contacts" : "/crm/objects/2026-09/contacts" }
    var tickets: String { self == .v3 ? "/crm/v3/objects/tickets" : "/crm/objects/2026-09/tickets" }
    var owners: String { self == .v3 ? "/crm/v3/owners" : "/crm/owners/2026-09" }
    var pipelines: String { self == .v3 ? "/crm/v3/pipelines/tickets" : "/crm/pipelines/2026-09/tickets" }
    var properties: String { self == .v3 ? "/crm/v3/properties/tickets" : "/crm/properties/2026-09/tickets" }
    var account: String { self == .v3 ? "/account-info/v3/details" : "/account-info/2026-09/details" }
    var ticketsOfContact: @Sendable (String) -> String {
        { id in
            self == .v3
                ? "/crm/v4/objects/contacts/\(id)/associations/tickets"
                : "/crm/objects/2026-09/contacts/\(id)/associations/tickets"
        }
    }
}
