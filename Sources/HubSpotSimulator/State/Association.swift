/// What a new ticket is to be associated with.
struct Association: Sendable, Hashable {
    enum Target: Sendable { case contact, thread }

    var target: Target
    var id: String

    /// HubSpot's own association types, ticket to contact and ticket to thread.
    /// Source: https://developers.hubspot.com/docs/api-reference/crm-associations-v4/guide
    static let ticketToContact = 16
    static let ticketToThread = 32
    static let contactToTicket = 15
}
