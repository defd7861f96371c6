import RelayCore

extension AnswerAction.Handoff {
    /// In assist mode somebody has the conversation already: the AI suggests, and hands nothing over.
    var draft: AnswerAction.Reply {
        AnswerAction.Reply(
            text: "**The AI would leave this to a person:** \(reason)\n\n\(summary)", language: language, sentiment: sentiment)
    }
}
