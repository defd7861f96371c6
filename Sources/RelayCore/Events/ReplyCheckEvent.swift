import FoundationEssentials

/// `reply.check`: looks whether HubSpot could deliver a reply.
package struct ReplyCheckEvent: EventPayload, Hashable {
    package static let type = "reply.check"

    package let threadID: String
    /// The reply.
    package let messageID: String
    /// The customer's message that it answers.
    package let inReplyTo: String?
    package let notBefore: Date?

    package init(threadID: String, messageID: String, inReplyTo: String?, due: Date) {
        self.threadID = threadID
        self.messageID = messageID
        self.inReplyTo = inReplyTo
        notBefore = due
    }

    package init(_ event: RelayEvent) throws(FieldError) {
        let reader = try event.reader()
        threadID = try reader.id("threadId")
        messageID = try reader.id("messageId")
        inReplyTo = try reader.optionalID("inReplyTo")
        notBefore = event.notBefore
    }

    package var subject: String? { threadID }

    package var data: JSON {
        .present(["threadId": .string(threadID), "messageId": .string(messageID), "inReplyTo": .optional(inReplyTo)])
    }

    package func factID(orElse unique: String) -> String { "check:\(threadID):\(messageID)" }

    package static var description: EventDescription {
        EventDescription(
            "Check whether HubSpot delivered a reply (due after `REPLY_CHECK_DELAY`).", id: "`check:{threadId}:{messageId}`",
            [
                .required("threadId", "id", "The HubSpot thread."),
                .required("messageId", "id", "The reply."),
                .optional("inReplyTo", "id", "The customer's message that it answers."),
            ])
    }
}
