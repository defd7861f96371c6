/// Whose an event is: the conversation, the ticket and the customer that it is about. Ids alone, and nobody's words.
package struct EventSubject: Sendable, Hashable {
    /// The event's own type.
    package var type: String
    package var threadID: String?
    package var sessionID: String?
    /// The customer's message that it is about.
    package var messageID: String?
    /// Of several tickets that become one, the one that is left.
    package var ticketID: String?
    /// The tickets that became that one.
    package var mergedTicketIDs: [String]
    /// The customer's contact at HubSpot.
    package var contactID: String?
    /// A digest of the customer's address, where the event tells it.
    package var contact: String?
    /// The session of a conversation that has no thread, by its name.
    package var inlineSessionID: String?

    package init(
        type: String, threadID: String? = nil, sessionID: String? = nil, messageID: String? = nil, ticketID: String? = nil,
        mergedTicketIDs: [String] = [], contactID: String? = nil, contact: String? = nil, inlineSessionID: String? = nil
    ) {
        self.type = type
        self.threadID = threadID
        self.sessionID = sessionID
        self.messageID = messageID
        self.ticketID = ticketID
        self.mergedTicketIDs = mergedTicketIDs
        self.contactID = contactID
        self.contact = contact
        self.inlineSessionID = inlineSessionID
    }

    /// - Parameters:
    ///   - data: The event's, or those of its members that ``members`` names.
    ///   - eventID: By which a conversation is known that has neither a thread nor a name.
    ///   - organization: Whose event it is.
    package init(type: String, data: JSON, eventID: String, organization: String) {
        self.init(
            type: type, threadID: data["threadId"]?.id, sessionID: data["sessionId"]?.id,
            messageID: data["inReplyTo"]?.id ?? data["messageId"]?.id, ticketID: nil,
            contact: (data["contact"]?["email"]?.string).map { Self.digest(ofEmail: $0) })
        inlineSessionID = inlineName(data, eventID).map { SessionID.of(conversation: $0, organization: organization) }
        readObject(data)
    }

    private func inlineName(_ data: JSON, _ eventID: String) -> String? {
        if let name = data["conversationId"]?.id { return name }
        guard type == AIHandoffEvent.type, threadID == nil, sessionID == nil else { return nil }
        return RepeatedEvent.firstID(of: eventID)
    }

    /// What one of HubSpot's events is about, also where it is told as a generic `object.*`.
    private mutating func readObject(_ data: JSON) {
        guard type.hasPrefix(HubSpotEvent.prefix) else { return }
        let id = ["newObjectId", "fromObjectId", "objectId", "primaryObjectId"].lazy.compactMap { data[$0]?.id }.first
        switch WebhookObject.kind(type: String(type.dropFirst(HubSpotEvent.prefix.count)), data) {
        case "conversation": threadID = threadID ?? id
        case "contact", "object-\(ObjectTypeID.contact)": contactID = id
        case "ticket":
            ticketID = id
            let others = ["primaryObjectId", "objectId"].compactMap { data[$0]?.id }
            let merged = (data["mergedObjectIds"]?.array ?? []).compactMap(\.id)
            mergedTicketIDs = (others + merged).filter { $0 != id }
        default: break
        }
    }

    /// The members of `data` that say whose an event is.
    package static let members: Set<String> = [
        "threadId", "objectId", "sessionId", "messageId", "inReplyTo", "contact", "conversationId", "objectTypeId", "objectType",
        "fromObjectTypeId", "fromObjectId", "newObjectId", "primaryObjectId", "mergedObjectIds",
    ]

    /// Whether it is known whose it is.
    package var isSomebodys: Bool {
        [threadID, sessionID, ticketID, contactID, contact, inlineSessionID].contains { $0 != nil }
    }

    /// What stands for an address where the address itself need not be kept.
    package static func digest(ofEmail address: String) -> String {
        let bare = (try? EmailAddress(address, path: "").bare) ?? address
        return ShortHash.of(bare.lowercased(), bytes: 16)
    }
}
