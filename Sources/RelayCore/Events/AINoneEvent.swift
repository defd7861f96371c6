/// `ai.none`: an engine that took the turn and answers later chose not to answer.
package struct AINoneEvent: EventPayload, Hashable {
    package static let type = "ai.none"

    package let threadID: String
    /// The customer's message whose turn this was.
    package let inReplyTo: String
    /// Why, in words for people.
    package let reason: String

    package init(threadID: String, inReplyTo: String, reason: String) {
        self.threadID = threadID
        self.inReplyTo = inReplyTo
        self.reason = reason
    }

    package init(_ event: RelayEvent) throws(FieldError) {
        let reader = try event.reader()
        try self.init(reader, reason: try reader.optionalString("reason"))
    }

    /// Reads what somebody outside says, within the limits of an answer.
    package init(checking reader: ObjectReader) throws(FieldError) {
        try self.init(reader, reason: try AnswerAction.reason(checking: reader))
    }

    private init(_ reader: ObjectReader, reason: String?) throws(FieldError) {
        threadID = try reader.id("threadId")
        inReplyTo = try reader.id("inReplyTo")
        self.reason = reason ?? ""
    }

    package var subject: String? { threadID }

    package var data: JSON {
        .object(
            AnswerAction.none(reason: reason).members.merging([
                "threadId": .string(threadID), "inReplyTo": .string(inReplyTo),
            ]) { $1 })
    }

    package func factID(orElse unique: String) -> String { "none:\(threadID):\(inReplyTo)" }

    package static var description: EventDescription {
        EventDescription(
            "The AI said that it would answer later, and now chooses not to.", id: "`none:{threadId}:{inReplyTo}`",
            [
                .required("threadId", "id", "The HubSpot thread."),
                .required("inReplyTo", "id", "The customer's message that stays unanswered."),
                .optional("action", "text", "`none`"),
                .optional("reason", "text", "The reason, for people."),
            ])
    }
}
