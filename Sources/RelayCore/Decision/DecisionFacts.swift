import FoundationEssentials

/// What is known when it is decided whether the AI may speak.
package struct DecisionFacts: Sendable {
    package var thread: ConversationThread
    /// All that were fetched, oldest first.
    package var messages: [ThreadMessage]
    /// The message that would be answered.
    package var candidate: ThreadMessage
    package var sessionState: Session.State
    /// nil: for ever
    package var sessionStateSince: Date?
    /// Ids of thread items that the effect ledger knows as ours.
    package var ownMessageIDs: Set<String>

    package init(
        thread: ConversationThread, messages: [ThreadMessage], candidate: ThreadMessage,
        sessionState: Session.State = .open, sessionStateSince: Date? = nil, ownMessageIDs: Set<String> = []
    ) {
        self.thread = thread
        self.messages = messages
        self.candidate = candidate
        self.sessionState = sessionState
        self.sessionStateSince = sessionStateSince
        self.ownMessageIDs = ownMessageIDs
    }

    /// What came after the candidate, oldest first. A candidate that is not among the messages is placed by its time, and
    /// one that stands there twice (pages may overlap) by its first place.
    var later: [ThreadMessage] {
        guard let index = messages.firstIndex(where: { $0.id == candidate.id }) else {
            return messages.filter { $0.createdAt > candidate.createdAt }
        }
        return messages[(index + 1)...].filter { $0.id != candidate.id }
    }

    /// The same facts, asked about another message.
    func about(_ message: ThreadMessage) -> DecisionFacts {
        var facts = self
        facts.candidate = message
        return facts
    }
}
