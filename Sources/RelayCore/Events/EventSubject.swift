/// Whose an event is: the conversation, the ticket and the customer that it is about. Ids alone, and nobody's words.
package struct EventSubject: Sendable, Hashable {
    /// The event's own type.
    package var type: String
    package var threadID: String?
    package var sessionID: String?
    /// The customer's message that it is about.
    package var messageID: String?
    package var ticketID: String?
    /// A digest of the customer's address, where the event tells it.
    package var contact: String?
    /// The session of a conversation that has no thread, by its name.
    package var inlineSessionID: String?

    package init(
        type: String, threadID: String? = nil, sessionID: String? = nil, messageID: String? = nil, ticketID: String? = nil,
        contact: String? = nil
    ) {
        self.type = type
        self.threadID = threadID
        self.sessionID = sessionID
        self.messageID = messageID
        self.ticketID = ticketID
        self.contact = contact
    }

    /// - Parameters:
    ///   - data: The event's, or those of its members that ``members`` names.
    ///   - organization: Whose event it is.
    package init(type: String, data: JSON, organization: String) {
        self.init(
            type: type,
            threadID: data["threadId"]?.id ?? (type.hasPrefix("hubspot.conversation.") ? data["objectId"]?.id : nil),
            sessionID: data["sessionId"]?.id, messageID: data["inReplyTo"]?.id ?? data["messageId"]?.id,
            ticketID: type.hasPrefix("hubspot.ticket.") ? data["objectId"]?.id : nil,
            contact: (data["contact"]?["email"]?.string).map { Self.digest(ofEmail: $0) })
        inlineSessionID = (data["conversationId"]?.id).map { SessionID.of(conversation: $0, organization: organization) }
    }

    /// The members of `data` that say whose an event is.
    package static let members: Set<String> = [
        "threadId", "objectId", "sessionId", "messageId", "inReplyTo", "contact", "conversationId",
    ]

    /// What stands for an address where the address itself need not be kept.
    package static func digest(ofEmail address: String) -> String { ShortHash.of(address.lowercased(), bytes: 16) }
}
