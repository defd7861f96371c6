import FoundationEssentials

/// `conversation.turn`: the AI has its turn on a customer's message.
package struct ConversationTurnEvent: EventPayload, Hashable {
    package static let type = "conversation.turn"

    package let threadID: String
    package let messageID: String
    package let notBefore: Date?

    /// How long a customer's messages wait before the AI's turn, so that several quick ones become one turn; in seconds.
    package struct Delays: Sendable {
        package let email: Double
        package let chat: Double

        package init(email: Double, chat: Double) {
            self.email = email
            self.chat = chat
        }
    }

    /// The turn on a message: due after the channel's delay from when the message was written.
    package init(on message: ThreadMessage, threadID: String, delays: Delays, now: Date) {
        let delay = message.channel == .email ? delays.email : delays.chat
        self.init(threadID: threadID, messageID: message.id, due: max(message.createdAt + delay, now))
    }

    /// The turn on a message, due then: for who asks for it by name.
    package init(threadID: String, messageID: String, due: Date?) {
        self.threadID = threadID
        self.messageID = messageID
        notBefore = due
    }

    package init(_ event: RelayEvent) throws(FieldError) {
        let reader = try event.reader()
        threadID = try reader.id("threadId")
        messageID = try reader.id("messageId")
        notBefore = event.notBefore
    }

    package var subject: String? { threadID }
    package var data: JSON { ["threadId": .string(threadID), "messageId": .string(messageID)] }
    package func factID(orElse unique: String) -> String { "turn:\(threadID):\(messageID)" }

    package static var description: EventDescription {
        EventDescription(
            "Give the AI its turn to answer a customer's message.", id: "`turn:{threadId}:{messageId}`",
            [
                .required("threadId", "id", "The HubSpot thread."),
                .required("messageId", "id", "The customer's message to answer."),
            ])
    }
}
