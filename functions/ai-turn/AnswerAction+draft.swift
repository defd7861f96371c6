import RelayCore

extension AnswerAction {
    /// In assist mode somebody has the conversation already: the AI suggests, and hands nothing over.
    func asDraft(_ policy: DecisionPolicy) -> AnswerAction {
        guard policy.assistMode, case .handoff(let handoff) = self else { return self }
        let text = "**The AI would leave this to a person:** \(handoff.reason)\n\n\(handoff.summary)"
        return .reply(Reply(text: text, language: handoff.language, sentiment: handoff.sentiment))
    }
}
