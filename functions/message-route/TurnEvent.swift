import FoundationEssentials
import LiveFunction
import RelayCore

/// Makes the event that gives the AI its turn on a message.
struct TurnEvent {
    let services: OrganizationServices

    /// Due after the channel's delay from when the message was written, so that several quick messages become one turn.
    func event(for message: ThreadMessage, threadID: String, cause: RelayEvent) -> RelayEvent {
        let delay = services.configuration[message.channel == .email ? ConfigurationKeys.emailDelay : ConfigurationKeys.chatDelay]
        let due = max(message.createdAt + delay, services.ambient.now())
        return RelayEvent(
            id: EventID.turn(threadID: threadID, messageID: message.id), source: EventID.source(organization: services.name),
            type: EventType.conversationTurn, subject: threadID,
            data: ["threadId": .string(threadID), "messageId": .string(message.id)], organization: cause.organization,
            notBefore: due, causationID: cause.id, traceParent: cause.traceParent)
    }
}
