import FoundationEssentials
import HostCore
import HostDelivery
import RelayCore

/// A deliberate repeat of an event of the past: under a new id, with the former one as its cause.
package struct Replay: Sendable {
    package enum Objection: Error, Sendable, Hashable, CustomStringConvertible {
        case unknown(String)
        /// The event is not kept any more, or never was.
        case notKept(String)

        package var description: String {
            switch self {
            case .unknown(let id): "the history knows no event \(id)"
            case .notKept(let id):
                "event \(id) is not kept: HISTORY_HOURS has passed, or it is a request or an erasure, which are not kept"
            }
        }
    }

    package let event: RelayEvent

    /// - Parameter edited: `data` in the place of the event's own.
    package init(_ event: RelayEvent, edited: JSON? = nil, ambient: Ambient) {
        var again = event
        again.id = "\(event.id):again-\(ShortHash.of(ambient.uniqueID()))"
        again.causationID = event.id
        again.data = edited ?? event.data
        again.time = Timestamp.rfc3339(ambient.now())
        (again.attempt, again.isLastAttempt, again.waitingSince, again.notBefore) = (0, false, nil, nil)
        self.event = again
    }

    /// The event of that id, as it was delivered last.
    /// - Throws: ``Objection``
    package static func event(_ id: String, in history: any InvocationHistory) async throws -> RelayEvent {
        let entries = try await history.entries(HistoryFilter(eventID: id), before: nil, limit: 20)
        guard !entries.isEmpty else { throw Objection.unknown(id) }
        let texts = try await history.texts(of: entries.map(\.number))
        for entry in entries where entry.type != HTTPRequestEvent.type {
            guard let bytes = texts[entry.number]?.event, let json = try? JSON.parse(bytes),
                let event = try? RelayEvent(json: json)
            else { continue }
            return event
        }
        throw Objection.notKept(id)
    }

    // MARK: What is not done again

    /// What stands already and is not done again, a sentence each. What else the event's function does, it does again.
    package static func standing(_ event: RelayEvent, in store: any StateStore) async throws -> [String] {
        let data = event.data
        let subject = EventSubject(type: event.type, data: data, organization: store.organization)
        guard let conversation = subject.threadID ?? subject.sessionID else { return [] }
        var sentences: [String] = []
        if let threadID = subject.threadID, let messageID = subject.messageID,
            try await store.turnOutcome(threadID: threadID, messageID: messageID) != nil,
            [HubSpotEvent.newMessage, ConversationTurnEvent.type].contains(event.type)
        {
            sentences.append("The AI is not asked again about message \(messageID): its first answer stands.")
        }
        let key = subject.messageID ?? event.id
        if let id = try await store.effect(key: EffectKey.reply(conversation: conversation, key: key))?.hubSpotID {
            sentences.append("The customer is not written to again: message \(id) stands.")
        }
        guard event.type == AIHandoffEvent.type else { return sentences }
        let comment = "comment:\(conversation):\(data["key"]?.id ?? key)"
        for key in [comment, EffectKey.note(comment)] {
            guard let id = try await store.effect(key: key)?.hubSpotID else { continue }
            sentences.append("The colleague's comment is not written again: \(id) stands.")
        }
        let sessionID = subject.sessionID ?? SessionID.of(threadID: conversation, organization: store.organization)
        if let id = try await store.effect(key: EffectKey.ticket(sessionID: sessionID))?.hubSpotID {
            sentences.append("No second ticket is made: ticket \(id) stands.")
        }
        return sentences
    }
}
