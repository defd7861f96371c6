import RelayCore

/// The body of a chat completion, as far as it is needed.
struct ChatCompletion {
    private let finishReason: String?
    private let refusal: String?
    private let content: String?
    private let calls: [ToolCall]

    init(_ json: JSON) throws(AnswerError) {
        guard let choice = json["choices"]?.array?.first else {
            throw AnswerError("the completion's choices are missing or empty")
        }
        guard let message = choice["message"], message.object != nil else {
            throw AnswerError("the completion's choices[0].message is missing")
        }
        finishReason = choice["finish_reason"]?.string?.lowercased()
        refusal = message["refusal"]?.string.flatMap { $0.trimmed.isEmpty ? nil : $0 }
        content = message["content"]?.string ?? message["content"]?.array.map(Self.text)
        calls = ToolCall.all(of: message)
    }

    /// Some endpoints give parts. Those of other types hold what the model thinks.
    private static func text(of parts: [JSON]) -> String {
        parts.filter { ["text", "output_text", nil].contains($0["type"]?.string) }.compactMap { $0["text"]?.string }.joined()
    }

    func action(_ request: AnswerRequest) throws(AnswerError) -> AnswerAction {
        if refusal != nil || Self.refusals.contains(finishReason ?? "") { return AnswerAction.refused(request) }
        guard finishReason != "length" else { throw AnswerError("the answer was cut off: finish_reason is length") }
        // What is called as a function is the answer; what stands beside it is talk.
        if let action = calls.compactMap(\.action).last { return action }
        let said = content ?? calls.last?.arguments ?? ""
        guard !said.trimmed.isEmpty else { throw AnswerError("the completion has no text") }
        return try AnswerSearch.action(in: said)
    }

    /// What endpoints say when they, or their filter, declined.
    private static let refusals: Set<String> = [
        "content_filter", "refusal", "safety", "prohibited_content", "blocklist", "recitation", "spii",
    ]
}

extension AnswerAction {
    /// The AI, or a filter around it, declined: a person answers.
    static func refused(_ request: AnswerRequest) -> AnswerAction {
        .handoff(
            .init(
                reason: "The AI declined to answer", summary: Summary.text(of: request), sentiment: nil,
                language: request.session.language, reply: nil))
    }
}
