import FoundationEssentials

/// `ai.timeout`: looks whether an engine that said it answers later did so.
package struct AITimeoutEvent: EventPayload, Hashable {
    package static let type = "ai.timeout"

    package let threadID: String
    package let messageID: String
    package let notBefore: Date?

    package init(threadID: String, messageID: String, due: Date) {
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
    package func factID(orElse unique: String) -> String { "timeout:\(threadID):\(messageID)" }

    package static var description: EventDescription {
        EventDescription(
            "Check whether an AI that said it would answer later has answered (due after `AI_REPLY_TIMEOUT`).",
            id: "`timeout:{threadId}:{messageId}`",
            [
                .required("threadId", "id", "The HubSpot thread."),
                .required("messageId", "id", "The customer's message to answer."),
            ])
    }
}
