import FoundationEssentials
import HostCore
import HostDelivery
import RelayCore

/// A deliberate repeat of an event of the past: under a new id, with the former one as its cause.
package struct Replay: Sendable {
    package enum Objection: Error, Sendable, Hashable, CustomStringConvertible {
        case unknown(String)
        /// Several organizations have an event of that id.
        case several(String, organizations: [String])
        /// The same id came from several sources.
        case severalSources(String)
        /// The event is not kept any more, or never was.
        case notKept(String)

        package var description: String {
            switch self {
            case .unknown(let id): "the history knows no event \(id)"
            case .several(let id, let organizations):
                "event \(id) is not one: name one of the organizations \(organizations.joined(separator: ", "))"
            case .severalSources(let id):
                "event \(id) is not one: several sources sent an event of that id; replay it in the console, where each stands by itself"
            case .notKept(let id):
                "event \(id) is not kept: HISTORY_HOURS has passed, or it is a request or an erasure, which are not kept"
            }
        }
    }

    package let event: RelayEvent

    /// - Parameters:
    ///   - edited: `data` in the place of the event's own.
    ///   - writing: Whether what stands is written another time, where nothing but the event's id names it.
    package init(
        _ event: RelayEvent, edited: JSON? = nil, writing: RepeatedEvent.Writing = .once, ambient: Ambient
    ) {
        var again = event
        again.id = RepeatedEvent.id(of: event.id, unique: ambient.uniqueID(), writing: writing)
        again.causationID = event.id
        again.data = edited ?? event.data
        again.time = Timestamp.rfc3339(ambient.now())
        (again.attempt, again.isLastAttempt, again.waitingSince, again.notBefore) = (0, false, nil, nil)
        self.event = again
    }

    /// The newest invocation on the event of that id.
    /// - Parameters:
    ///   - organization: Whose event; nil: of the only organization that has one of that id.
    ///   - function: Of the invocation; nil: any.
    /// - Throws: ``Objection``
    package static func entry(
        _ id: String, organization: String?, function: String?, in history: any InvocationHistory
    ) async throws -> HistoryEntry {
        let filter = HistoryFilter(organization: organization, function: function, eventID: id)
        let entries = try await history.entries(filter, before: nil, limit: 1000)
        guard let newest = entries.first else { throw Objection.unknown(id) }
        let organizations = Set(entries.map(\.organization)).sorted()
        guard organizations.count == 1 else { throw Objection.several(id, organizations: organizations) }
        guard entries.allSatisfy({ $0.source == newest.source }) else { throw Objection.severalSources(id) }
        return newest
    }

    /// The last deliveries of those events that ended so the last time, the oldest first; of an event that several functions
    /// took one of them.
    package static func lastEnded(
        _ which: HistoryFilter, in history: any InvocationHistory, limit: Int
    ) async throws -> [HistoryEntry] {
        var chosen: [HistoryEntry] = []
        var events: Set<HistoryFilter> = []
        var before: Int64?
        while true {
            let page = try await history.entries(which, before: before, limit: portion)
            for entry in page where !events.contains(entry.sameEvent) {
                guard try await history.entries(entry.deliveries, before: nil, limit: 1).first?.number == entry.number else {
                    continue
                }
                events.insert(entry.sameEvent)
                chosen.append(entry)
                if chosen.count == limit { return chosen.reversed() }
            }
            guard page.count == portion else { return chosen.reversed() }
            before = page.last?.number
        }
    }

    private static let portion = 1000

    /// The event of an invocation: as it was delivered then, or else the last time.
    /// - Throws: ``Objection``
    package static func event(of entry: HistoryEntry, in history: any InvocationHistory) async throws -> RelayEvent {
        let others = try await history.entries(entry.sameEvent, before: nil, limit: 20)
        let texts = try await history.texts(of: [entry.number] + others.map(\.number))
        for entry in [entry] + others where entry.type != HTTPRequestEvent.type {
            guard let bytes = texts[entry.number]?.event, let json = try? JSON.parse(bytes),
                let event = try? RelayEvent(json: json)
            else { continue }
            return event
        }
        throw Objection.notKept(entry.eventID)
    }

    // MARK: What is not done again

    /// What stands already and is not done again, a sentence each. What else the event's function does, it does again.
    package static func standing(_ event: RelayEvent, in store: any StateStore) async throws -> [String] {
        let data = event.data
        let subject = EventSubject(type: event.type, data: data, eventID: event.id, organization: store.organization)
        guard let conversation = try await conversation(of: subject, in: store) else { return [] }
        var sentences: [String] = []
        if let threadID = subject.threadID, let messageID = subject.messageID,
            try await store.turnOutcome(threadID: threadID, messageID: messageID) != nil,
            [HubSpotEvent.newMessage, ConversationTurnEvent.type].contains(event.type)
        {
            sentences.append("The AI is not asked again about message \(messageID): its first answer stands.")
        }
        let key = subject.messageID ?? event.firstID
        if let id = try await store.effect(key: EffectKey.reply(conversation: conversation, key: key))?.hubSpotID {
            sentences.append("The customer is not written to again: message \(id) stands.")
        }
        let draft = EffectKey.draft(conversation: conversation, key: key)
        for key in [draft, EffectKey.note(draft)] {
            guard let id = try await store.effect(key: key)?.hubSpotID else { continue }
            sentences.append("The draft for the team is not written again: \(id) stands.")
        }
        guard event.type == AIHandoffEvent.type else { return sentences }
        let comment = EffectKey.comment(conversation: conversation, key: data["key"]?.id ?? key)
        for key in [comment, EffectKey.note(comment)] {
            guard let id = try await store.effect(key: key)?.hubSpotID else { continue }
            sentences.append("The colleague's comment is not written again: \(id) stands.")
        }
        let sessionID =
            subject.sessionID ?? subject.inlineSessionID
            ?? SessionID.of(threadID: conversation, organization: store.organization)
        if let id = try await store.effect(key: EffectKey.ticket(sessionID: sessionID))?.hubSpotID {
            sentences.append("No second ticket is made: ticket \(id) stands.")
        }
        return sentences
    }

    /// By what the functions name it in the keys of what they write: a session that has a thread by that.
    private static func conversation(of subject: EventSubject, in store: any StateStore) async throws -> String? {
        if let threadID = subject.threadID { return threadID }
        guard let sessionID = subject.sessionID ?? subject.inlineSessionID else { return nil }
        return try await store.session(id: sessionID)?.threadID ?? sessionID
    }
}
