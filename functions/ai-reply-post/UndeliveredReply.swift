import RelayCore

/// A reply that HubSpot took and could not deliver: a person takes over. The closing line of that handoff would not be
/// delivered either, so it has none.
struct UndeliveredReply {
    let threadID: String
    let messageID: String
    let inReplyTo: String?

    /// The key is not the message's: its own handoff, if it has one, says something else.
    var handoff: AIHandoffEvent {
        AIHandoffEvent(
            .init(
                reason: "The reply could not be delivered",
                summary: "HubSpot took the AI's reply (message \(messageID)) and could not deliver it to the customer."),
            in: ConversationReference(threadID: threadID, inReplyTo: inReplyTo), key: "undelivered-\(messageID)")
    }
}
