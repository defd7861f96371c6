/// `ai.handoff`: a person takes the conversation over.
package struct AIHandoffEvent: EventPayload, Hashable {
    package static let type = "ai.handoff"

    package let conversation: ConversationReference
    package let handoff: AnswerAction.Handoff
    /// What the handoff is once for, where that is not the message.
    package let key: String?
    /// Whether a person of the team decided it, and not the AI.
    package let isByHand: Bool
    /// What the caller knows of the customer, and of a conversation that HubSpot has no thread of.
    package let inline: InlineConversation

    package init(
        _ handoff: AnswerAction.Handoff, in conversation: ConversationReference, key: String? = nil, isByHand: Bool = false,
        inline: InlineConversation = InlineConversation()
    ) {
        self.conversation = conversation
        self.handoff = handoff
        self.key = key
        self.isByHand = isByHand
        self.inline = inline
    }

    package init(_ event: RelayEvent) throws(FieldError) {
        let reader = try event.reader()
        try self.init(reader, try AnswerAction.Handoff(reader))
    }

    /// Reads what somebody outside says, within the limits of an answer.
    package init(checking reader: ObjectReader) throws(FieldError) {
        try self.init(reader, try AnswerAction.Handoff(checking: reader))
    }

    private init(_ reader: ObjectReader, _ handoff: AnswerAction.Handoff) throws(FieldError) {
        self.handoff = handoff
        conversation = try ConversationReference(reader)
        inline = try InlineConversation(reader)
        guard conversation.conversation != nil || inline.isGiven else {
            throw reader.error("threadId", "is missing, and so are sessionId and an inline conversation")
        }
        if conversation.threadID != nil { try inline.refuse(reader) }
        key = try reader.optionalName("key")
        isByHand = try reader.optionalBool("byHand") ?? false
    }

    package var subject: String? { conversation.conversation ?? inline.conversationID }

    package var data: JSON {
        var members = conversation.members.merging(handoff.members) { $1 }.merging(inline.members) { $1 }
        members["key"] = .optional(key)
        if isByHand { members["byHand"] = true }
        return .present(members)
    }

    package func factID(orElse unique: String) -> String {
        "handoff:\(subject ?? ""):\(key ?? conversation.inReplyTo ?? unique)"
    }

    package static var description: EventDescription {
        EventDescription(
            "Hand the conversation over to a person.",
            id:
                "`handoff:{threadId, sessionId or conversationId}:{key or inReplyTo}`; without both, the cause's id takes their place",
            ConversationReference.fields + AnswerAction.Handoff.fields + [
                .optional("key", "id", "A key for which the handoff is done once, instead of `inReplyTo`."),
                .optional("byHand", "boolean", "`true`: a person decided it, and not the AI."),
            ] + InlineConversation.fields)
    }
}
