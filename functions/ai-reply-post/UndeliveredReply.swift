import LiveFunction
import RelayCore

/// A reply that HubSpot took and could not deliver: a person takes over. The closing line of that handoff would not be
/// delivered either, so it has none.
struct UndeliveredReply {
    let threadID: String
    let messageID: String
    let inReplyTo: String?

    func handoff(cause: RelayEvent, services: OrganizationServices) -> RelayEvent {
        // Not the message's own handoff, if it has one: this says something else.
        let key = "undelivered-\(messageID)"
        var data: [String: JSON] = [
            "threadId": .string(threadID), "key": .string(key), "reason": "The reply could not be delivered",
            "summary": .string("HubSpot took the AI's reply (message \(messageID)) and could not deliver it to the customer."),
        ]
        if let inReplyTo { data["inReplyTo"] = .string(inReplyTo) }
        return RelayEvent(
            id: EventID.handoff(conversation: threadID, key: key),
            source: EventID.source(organization: services.name), type: EventType.aiHandoff, subject: threadID,
            data: .object(data), organization: cause.organization, causationID: cause.id, traceParent: cause.traceParent)
    }
}
