import FoundationEssentials

/// Whose data was erased, for a host that keeps events: those that belong to it go too, waiting or dead.
package struct Erasure: Sendable, Hashable {
    package var threadID: String?
    package var sessionID: String?
    package var ticketIDs: [String]
    /// The customer's address; an inline conversation may name nothing else.
    package var email: String?
    /// Events that were queued up to then. What came later is a new conversation.
    package var until: Date
    /// The same of events that hold somebody's words: a worker that began earlier may have emitted them since.
    package var wordsUntil: Date

    package init(
        threadID: String? = nil, sessionID: String? = nil, ticketIDs: [String] = [], email: String? = nil, until: Date,
        wordsUntil: Date
    ) {
        self.threadID = threadID
        self.sessionID = sessionID
        self.ticketIDs = ticketIDs
        self.email = email
        self.until = until
        self.wordsUntil = wordsUntil
    }

    /// The erasure itself is to be finished, and to be looked at again.
    private static let kept = [
        SessionDeleteEvent.type, HubSpotEvent.conversationPrivacyDeletion, HubSpotEvent.contactPrivacyDeletion,
    ]
    private static let ofWords = [
        AIReplyEvent.type, AIHandoffEvent.type, SessionUpdateEvent.type, SessionUpdatedEvent.type,
    ]

    /// - Parameters:
    ///   - queued: When the host took the event.
    ///   - organization: Whose event it is.
    package func covers(_ event: RelayEvent, queued: Date, organization: String) -> Bool {
        guard !Self.kept.contains(event.type), queued <= (Self.ofWords.contains(event.type) ? wordsUntil : until) else {
            return false
        }
        let data = event.data
        if let threadID, event.conversationID == threadID { return true }
        if let sessionID {
            if data["sessionId"]?.id == sessionID { return true }
            if let named = data["conversationId"]?.id, SessionID.of(conversation: named, organization: organization) == sessionID
            {
                return true
            }
        }
        if let ticketID = event.ticketID, ticketIDs.contains(ticketID) { return true }
        guard let email, let address = data["contact"]?["email"]?.string else { return false }
        return address.lowercased() == email.lowercased()
    }
}

extension RelayEvent {
    /// The thread that the event is about, its own or one of HubSpot's.
    fileprivate var conversationID: String? {
        data["threadId"]?.id ?? (type.hasPrefix("hubspot.conversation.") ? data["objectId"]?.id : nil)
    }

    fileprivate var ticketID: String? { type.hasPrefix("hubspot.ticket.") ? data["objectId"]?.id : nil }
}

// MARK: - JSON

extension Erasure {
    /// The name of the member of a result's data that holds erasures.
    package static let member = "erased"

    package var json: JSON {
        .present([
            "threadId": .optional(threadID), "sessionId": .optional(sessionID),
            "ticketIds": ticketIDs.isEmpty ? .null : .array(ticketIDs.map(JSON.string)), "email": .optional(email),
            "until": .string(Timestamp.rfc3339(until)), "wordsUntil": .string(Timestamp.rfc3339(wordsUntil)),
        ])
    }

    /// What a result says was erased. What cannot be read is left out.
    package static func all(in data: JSON) -> [Erasure] { (data[member]?.array ?? []).compactMap(Erasure.init) }

    private init?(_ json: JSON) {
        guard let until = (json["until"]?.string).flatMap(Timestamp.parse),
            let wordsUntil = (json["wordsUntil"]?.string).flatMap(Timestamp.parse)
        else { return nil }
        self.init(
            threadID: json["threadId"]?.id, sessionID: json["sessionId"]?.id,
            ticketIDs: (json["ticketIds"]?.array ?? []).compactMap(\.id), email: json["email"]?.string, until: until,
            wordsUntil: wordsUntil)
    }
}
