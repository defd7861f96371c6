/// `message.missed`: a customer's message that no webhook told of was found.
package struct MissedMessageEvent: EventPayload, Hashable {
    package static let type = "message.missed"

    package let threadID: String
    package let messageID: String

    package init(threadID: String, messageID: String) {
        self.threadID = threadID
        self.messageID = messageID
    }

    package init(_ event: RelayEvent) throws(FieldError) {
        let reader = try event.reader()
        threadID = try reader.id("threadId")
        messageID = try reader.id("messageId")
    }

    package var subject: String? { threadID }
    package var data: JSON { ["threadId": .string(threadID), "messageId": .string(messageID)] }
    package func factID(orElse unique: String) -> String { "missed:\(threadID):\(messageID)" }

    package static var description: EventDescription {
        EventDescription(
            "A customer's message that no webhook told of was found: it is recorded and gets its turn, as if one had.",
            id: "`missed:{threadId}:{messageId}`",
            [
                .required("threadId", "id", "The HubSpot thread."),
                .required("messageId", "id", "The customer's message."),
            ])
    }
}
