import FoundationEssentials

/// Whose data was erased, for a host that keeps events: those that belong to it go too, waiting or dead.
package struct Erasure: Sendable, Hashable {
    /// The names under which the events of whose data it is may stand; the first is its own.
    package var organizations: [String]
    package var threadID: String?
    package var sessionID: String?
    package var ticketIDs: [String]
    /// The customers' contacts at HubSpot.
    package var contactIDs: [String]
    /// The customer's address; an inline conversation may name nothing else.
    package var email: String?
    /// Events that were queued up to then. What came later is a new conversation.
    package var until: Date
    /// The same of events that hold somebody's words: a worker that began earlier may have emitted them since.
    package var wordsUntil: Date

    package init(
        of organizations: [String] = [], threadID: String? = nil, sessionID: String? = nil, ticketIDs: [String] = [],
        contactIDs: [String] = [], email: String? = nil, until: Date, wordsUntil: Date
    ) {
        self.organizations = organizations
        self.threadID = threadID
        self.sessionID = sessionID
        self.ticketIDs = ticketIDs
        self.contactIDs = contactIDs
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
    ///   - organization: The name under which it stands.
    package func covers(_ event: RelayEvent, queued: Date, organization: String) -> Bool {
        let subject = EventSubject(
            type: event.type, data: event.data, eventID: event.id, organization: organizations.first ?? organization)
        return covers(subject, queued: queued)
    }

    /// - Parameter queued: When the host took the event.
    package func covers(_ subject: EventSubject, queued: Date) -> Bool {
        guard !Self.requests.contains(subject.type), queued <= (Self.ofWords.contains(subject.type) ? wordsUntil : until) else {
            return false
        }
        if let threadID, subject.threadID == threadID { return true }
        if let sessionID, subject.sessionID == sessionID || subject.inlineSessionID == sessionID { return true }
        if let ticketID = subject.ticketID, ticketIDs.contains(ticketID) { return true }
        if subject.mergedTicketIDs.contains(where: ticketIDs.contains) { return true }
        if let contactID = subject.contactID, contactIDs.contains(contactID) { return true }
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
            "organizations": Self.list(organizations), "threadId": .optional(threadID), "sessionId": .optional(sessionID),
            "ticketIds": Self.list(ticketIDs), "contactIds": Self.list(contactIDs), "email": .optional(email),
            "until": .string(Timestamp.rfc3339(until)), "wordsUntil": .string(Timestamp.rfc3339(wordsUntil)),
        ])
    }

    private static func list(_ texts: [String]) -> JSON { texts.isEmpty ? .null : .array(texts.map(JSON.string)) }

    private static func ids(_ list: JSON?) -> [String] { (list?.array ?? []).compactMap(\.id) }

    /// What a result says was erased. What cannot be read is left out.
    package static func all(in data: JSON) -> [Erasure] { (data[member]?.array ?? []).compactMap(Erasure.init) }

    /// nil for what is none.
    package init?(_ json: JSON) {
        guard let until = (json["until"]?.string).flatMap(Timestamp.parse),
            let wordsUntil = (json["wordsUntil"]?.string).flatMap(Timestamp.parse)
        else { return nil }
        self.init(
            of: Self.ids(json["organizations"]), threadID: json["threadId"]?.id, sessionID: json["sessionId"]?.id,
            ticketIDs: Self.ids(json["ticketIds"]), contactIDs: Self.ids(json["contactIds"]),
            email: json["email"]?.string, until: until, wordsUntil: wordsUntil)
    }
}
