import RelayCore

extension AIUsage {
    /// What a chat completion says that it used; 0 where it does not say.
    /// - Parameter model: The one that was asked for.
    init(completion: JSON, model: String) {
        let usage = completion["usage"]
        func tokens(_ name: String) -> Int { max(0, usage?[name]?.int ?? 0) }
        self.init(
            model: model, inputTokens: tokens("prompt_tokens"), outputTokens: tokens("completion_tokens"),
            finishReason: completion["choices"]?.array?.first?["finish_reason"]?.string)
    }
}
