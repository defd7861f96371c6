import LiveFunction
import RelayCore

/// The handoff that follows where an answer of the AI does not reach the customer.
struct ReplyHandoff {
    let threadID: String
    let inReplyTo: String?
    /// What it is once for, where that is not the message.
    var key: String?
    let reason: String
    let summary: String
    /// What the AI would have said.
    var reply: String?
    /// What ends the event's id, where the answer was a repeat.
    var repetition = ""

    func event(cause: RelayEvent, services: OrganizationServices) -> RelayEvent {
        let data: [String: JSON] = [
            "threadId": .string(threadID), "inReplyTo": .optional(inReplyTo), "key": .optional(key), "reason": .string(reason),
            "summary": .string(summary), "reply": .optional(reply),
        ]
        return RelayEvent(
            id: EventID.handoff(conversation: threadID, key: key ?? inReplyTo ?? cause.id) + repetition,
            source: EventID.source(organization: services.name), type: EventType.aiHandoff, subject: threadID,
            data: .object(data.filter { !$0.value.isNull }), organization: cause.organization, causationID: cause.id,
            traceParent: cause.traceParent)
    }
}
