import FoundationEssentials
import LiveFunction
import RelayCore

/// Makes the events that a turn begins with and is guarded by.
struct TurnEvent {
    let services: OrganizationServices

    /// Gives the AI its turn on a message: due after the channel's delay from when the message was written, so that several
    /// quick messages become one turn.
    func event(for message: ThreadMessage, threadID: String, cause: RelayEvent) -> RelayEvent {
        let delay = services.configuration[message.channel == .email ? ConfigurationKeys.emailDelay : ConfigurationKeys.chatDelay]
        return event(
            EventID.turn(threadID: threadID, messageID: message.id), EventType.conversationTurn, threadID, message.id, cause,
            due: max(message.createdAt + delay, services.ambient.now()))
    }

    /// The turn of the newer message that carries it, where a decision says so; else none. Whoever says `superseded` makes
    /// sure that this turn exists: the newer message's own event may have been lost.
    func superseding(_ decision: Decision, in reading: ThreadReading, cause: RelayEvent) -> [RelayEvent] {
        guard decision.code == .superseded, let newer = decision.supersededBy.flatMap(reading.message) else { return [] }
        return [event(for: newer, threadID: reading.thread.id, cause: cause)]
    }

    /// Gives the turn on a message once more, because something else than the message changed: a deliberate repeat, with an
    /// id of its own.
    func repeated(for message: ThreadMessage, threadID: String, cause: RelayEvent) -> RelayEvent {
        let id = "\(EventID.turn(threadID: threadID, messageID: message.id)):\(EventID.shortHash(cause.id))"
        return event(id, EventType.conversationTurn, threadID, message.id, cause, due: services.ambient.now())
    }

    /// Looks whether an engine that answers later did so in time.
    /// - Parameter repetition: What ends the id, where the turn is a repeat.
    func timeout(threadID: String, messageID: String, repetition: String, cause: RelayEvent) -> RelayEvent {
        event(
            EventID.timeout(threadID: threadID, messageID: messageID) + repetition, EventType.aiTimeout, threadID, messageID,
            cause, due: services.ambient.now() + services.configuration[ConfigurationKeys.aiReplyTimeout])
    }

    private func event(
        _ id: String, _ type: String, _ threadID: String, _ messageID: String, _ cause: RelayEvent, due: Date
    ) -> RelayEvent {
        RelayEvent(
            id: id, source: EventID.source(organization: services.name), type: type, subject: threadID,
            data: ["threadId": .string(threadID), "messageId": .string(messageID)], organization: cause.organization,
            notBefore: due, causationID: cause.id, traceParent: cause.traceParent)
    }
}
