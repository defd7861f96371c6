import FoundationEssentials

/// A thread of HubSpot's conversations inbox, as far as we read it. Unknown fields and values are tolerated.
///
/// Source: https://developers.hubspot.com/docs/api-reference/conversations-conversations-inbox-&-messages-v3
package struct ConversationThread: Sendable, Hashable {
    package var id: String
    package var status: ThreadStatus
    package var inboxID: String?
    /// The owner, as an actor id (`A-…`); nil when nobody owns the thread.
    package var assignedTo: ActorID?
    /// A contact id, or a visitor id while HubSpot knows no contact: the API does not say which.
    package var associatedContactID: String?
    package var originalChannelID: String?
    package var originalChannelAccountID: String?
    package var isSpam: Bool
    package var isArchived: Bool
    /// Only when read with `association=TICKET`.
    package var ticketID: String?
    package var createdAt: Date?
    /// nil while it is open, or where HubSpot does not tell.
    package var closedAt: Date?
    /// Of the newest message, of the newest that came in, and of the newest that went out.
    package var latestMessageAt: Date?
    package var latestReceivedAt: Date?
    package var latestSentAt: Date?

    /// A thread of which nothing but its id is known.
    package init(id: String) {
        self.id = id
        status = .open
        isSpam = false
        isArchived = false
    }

    package init(json: JSON) throws(FieldError) {
        let reader = try ObjectReader(json, path: "thread")
        id = try reader.id("id")
        status = json["status"]?.string.map(ThreadStatus.init) ?? .open
        inboxID = json["inboxId"]?.id
        assignedTo = (json["assignedTo"]?.id).map(ActorID.init)
        associatedContactID = json["associatedContactId"]?.id
        originalChannelID = json["originalChannelId"]?.id
        originalChannelAccountID = json["originalChannelAccountId"]?.id
        isSpam = json["spam"]?.bool ?? false
        isArchived = json["archived"]?.bool ?? false
        ticketID = json["threadAssociations"]?["associatedTicketId"]?.id
        func time(_ name: String) -> Date? { (json[name]?.string).flatMap(Timestamp.parse) }
        createdAt = time("createdAt")
        closedAt = time("closedAt")
        latestMessageAt = time("latestMessageTimestamp")
        latestReceivedAt = time("latestMessageReceivedTimestamp")
        latestSentAt = time("latestMessageSentTimestamp")
    }
}
