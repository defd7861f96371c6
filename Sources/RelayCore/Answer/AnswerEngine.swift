import FoundationEssentials

/// What an AI engine is given for one turn.
package struct AnswerRequest: Sendable {
    package var organization: String
    package var session: Session
    /// Of the customer's e-mail; nil on other channels.
    package var subject: String?
    package var customData: [CustomDataEntry]
    /// Everything before this turn, oldest first.
    package var history: [TimelineEntry]
    /// The customer's messages of this turn, oldest first.
    package var messages: [TimelineEntry]
    /// The message that carries the turn: the newest one, unless one came in since.
    package var messageID: String?
    /// Which of the notes are ours: drafts and handoff comments hold what the AI said, nothing that it must not repeat.
    package var ownNoteIDs: Set<String>
    /// By when the answer must be there; nil: the engine's own time counts.
    package var end: Date?
    /// Where asking stands in the trace.
    package var place: TraceContext?
    /// Gets to know what the engine says it used.
    package var trace: InvocationTrace?

    package init(
        organization: String, session: Session, subject: String? = nil, customData: [CustomDataEntry],
        history: [TimelineEntry],
        messages: [TimelineEntry], messageID: String? = nil, ownNoteIDs: Set<String> = []
    ) {
        self.organization = organization
        self.session = session
        self.subject = subject
        self.customData = customData
        self.history = history
        self.messages = messages
        self.messageID = messageID ?? messages.last?.id
        self.ownNoteIDs = ownNoteIDs
    }
}

/// An engine that gave no usable answer; says how, without customer text.
package struct AnswerError: Error, Sendable, CustomStringConvertible {
    package let description: String
    /// Whether asking again at once would be in vain.
    package let isFinal: Bool

    package init(_ description: String, isFinal: Bool = false) {
        self.description = description
        self.isFinal = isFinal
    }
}

/// The AI side, whatever it is.
package protocol AnswerEngine: Sendable {
    func answer(_ request: AnswerRequest) async throws(AnswerError) -> AnswerAction
}
