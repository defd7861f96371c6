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

    /// Events that ask for an erasure: it is to be finished, and to be looked at again.
    package static let requests = [
        SessionDeleteEvent.type, HubSpotEvent.conversationPrivacyDeletion, HubSpotEvent.contactPrivacyDeletion,
    ]
    private static let ofWords = [
        AIReplyEvent.type, AIHandoffEvent.type, SessionUpdateEvent.type, SessionUpdatedEvent.type,
    ]

    /// - Parameters:
    ///   - queued: When the host took the event.
    ///   - organization: Whose event it is.
    package func covers(_ event: RelayEvent, queued: Date, organization: String) -> Bool {
        covers(EventSubject(type: event.type, data: event.data, organization: organization), queued: queued)
    }

    /// - Parameter queued: When the host took the event.
    package func covers(_ subject: EventSubject, queued: Date) -> Bool {
        guard !Self.requests.contains(subject.type), queued <= (Self.ofWords.contains(subject.type) ? wordsUntil : until) else {
            return false
        }
        if let threadID, subject.threadID == threadID { return true }
        if let sessionID, subject.sessionID == sessionID || subject.inlineSessionID == sessionID { return true }
        if let ticketID = subject.ticketID, ticketIDs.contains(ticketID) { return true }
        guard let email, let contact = subject.contact else { return false }
        return contact == EventSubject.digest(ofEmail: email)
    }
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
