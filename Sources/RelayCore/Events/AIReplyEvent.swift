/// `ai.reply`: the AI, or a person on the AI's side, answers the customer.
package struct AIReplyEvent: EventPayload, Hashable {
    package static let type = "ai.reply"

    /// The longest text, in bytes. Ours are far shorter; to render megabytes takes seconds and a gigabyte.
    package static let byteLimit = 256 * 1024

    package let conversation: ConversationReference
    package let reply: AnswerAction.Reply
    /// A person of the team whose reply this is, as a HubSpot user id; nil: the AI's own.
    package let senderUserID: String?
    /// Whether it is said to the team, and never to the customer.
    package let isDraft: Bool

    package init(
        _ reply: AnswerAction.Reply, in conversation: ConversationReference, senderUserID: String? = nil, isDraft: Bool = false
    ) {
        self.conversation = conversation
        self.reply = reply
        self.senderUserID = senderUserID
        self.isDraft = isDraft
    }

    package init(_ event: RelayEvent) throws(FieldError) {
        let reader = try event.reader()
        _ = try reader.optionalString("text", atMost: Self.byteLimit)
        try self.init(reader, try AnswerAction.Reply(reader))
    }

    /// Reads what somebody outside says, within the limits of an answer.
    package init(checking reader: ObjectReader) throws(FieldError) {
        try self.init(reader, try AnswerAction.Reply(checking: reader))
    }

    private init(_ reader: ObjectReader, _ reply: AnswerAction.Reply) throws(FieldError) {
        self.reply = reply
        conversation = try ConversationReference(reader)
        guard conversation.conversation != nil else { throw reader.error("threadId", "is missing, and so is sessionId") }
        senderUserID = try reader.optionalID("senderUserId").map { $0.hasPrefix("A-") ? String($0.dropFirst(2)) : $0 }
        isDraft = try reader.optionalBool(Self.draftMember) ?? false
    }

    package var subject: String? { conversation.conversation }

    package var data: JSON {
        var members = conversation.members.merging(reply.members) { $1 }
        members["senderUserId"] = .optional(senderUserID)
        if isDraft { members[Self.draftMember] = true }
        return .present(members)
    }

    package static let draftMember = "draft"

    package func factID(orElse unique: String) -> String {
        EffectKey.reply(conversation: conversation.conversation ?? "", key: conversation.inReplyTo ?? unique)
    }

    package static var description: EventDescription {
        EventDescription(
            "Post an answer on the thread.",
            id:
                "`reply:{threadId or sessionId}:{inReplyTo}`; without `inReplyTo`, the cause's id takes its place, so that each is a reply of its own",
            ConversationReference.fields + AnswerAction.Reply.fields + [
                .optional("senderUserId", "id", "The HubSpot user who wrote this reply. Without it, the reply is the AI's."),
                .optional(draftMember, "boolean", "`true`: for the team alone, whatever the mode is by then."),
            ])
    }
}
