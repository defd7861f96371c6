import FoundationEssentials

/// `session.control`: somebody on the AI's side pauses, resumes or closes a session.
package struct SessionControlEvent: EventPayload, Hashable {
    package static let type = "session.control"

    package enum Action: String, Sendable, CaseIterable {
        case pause
        case resume
        case close

        /// Why there is nothing to do with a session in that state; nil where there is. Neither a person's conversation nor a
        /// closed one is the AI's to pause.
        package func objection(in state: Session.State) -> ReasonCode? {
            switch (self, state) {
            case (.pause, .handedOff): .sessionHandedOff
            case (.pause, .closed): .sessionClosed
            default: nil
            }
        }
    }

    package let conversation: ConversationReference
    package let action: Action
    /// Closes only a session in which nothing has happened since then.
    package let idleSince: Date?

    package init(_ action: Action, of conversation: ConversationReference, idleSince: Date? = nil) {
        self.action = action
        self.conversation = conversation
        self.idleSince = idleSince
    }

    package init(_ event: RelayEvent) throws(FieldError) {
        let reader = try event.reader()
        let conversation = try ConversationReference(reader)
        guard conversation.conversation != nil else { throw reader.error("sessionId", "is missing, and so is threadId") }
        try self.init(of: conversation, reader)
    }

    /// - Parameter conversation: Where it stands elsewhere than in the members.
    package init(of conversation: ConversationReference, _ reader: ObjectReader) throws(FieldError) {
        guard let action = Action(rawValue: try reader.string("action")) else {
            throw reader.error("action", "must be pause, resume or close")
        }
        self.init(action, of: conversation, idleSince: try reader.optionalTime("idleSince"))
    }

    package var subject: String? { conversation.conversation }

    package var data: JSON {
        let own: JSONObject = ["action": .string(action.rawValue), "idleSince": .optional(idleSince.map(Timestamp.rfc3339))]
        return .present(conversation.members.merging(own) { $1 })
    }

    package func factID(orElse unique: String) -> String {
        "control:\(conversation.conversation ?? ""):\(idleSince.map { "idle:\(Timestamp.rfc3339($0))" } ?? unique)"
    }

    package static var description: EventDescription {
        EventDescription(
            "Pause, resume or close a session.", id: "chosen by the sender",
            [
                .optional("sessionId", "id", "The session."),
                .optional("threadId", "id", "Its HubSpot thread. One of `sessionId` and `threadId` is needed."),
                .required("action", "text", "`pause`, `resume` or `close`."),
                .optional("idleSince", "time", "With `close`: only if nothing has happened in the session after that."),
            ])
    }
}
