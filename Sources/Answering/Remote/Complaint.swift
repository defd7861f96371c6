import RelayCore

/// What an endpoint of chat completions has against a request, by what it says: they share neither codes nor words.
enum Complaint: Equatable {
    /// The conversation is longer than the model reads.
    case tooLong
    /// A filter took offence at it.
    case filtered
    /// The model knows no messages of the system.
    case systemRole
    case quotaSpent
    /// Something about the request, perhaps its format.
    case request
    /// Nothing that another request would change.
    case other

    init(_ answer: HTTPAnswer) {
        let text = String(decoding: answer.body.prefix(16_384), as: UTF8.self).lowercased()
        func says(_ words: [String]) -> Bool { words.contains { text.contains($0) } }
        let isRefusal = [400, 403, 413, 422, 429, 500, 501].contains(answer.status)
        if isRefusal, answer.status == 413 || says(Self.lengthWords) {
            self = .tooLong
        } else if isRefusal, says(Self.filterWords) {
            self = .filtered
        } else if answer.status == 429, says(["insufficient_quota", "billing"]) {
            self = .quotaSpent
        } else if isRefusal,
            says(["system role", "role 'system'", "role \"system\"", "'system' with this model", "developer instruction"])
        {
            self = .systemRole
        } else {
            self = [400, 422, 501].contains(answer.status) ? .request : .other
        }
    }

    /// Of OpenAI, Azure, Anthropic, Gemini, Groq, Mistral, Bedrock, vLLM, llama.cpp, LM Studio.
    private static let lengthWords = [
        "context_length_exceeded", "context length", "context window", "context size", "prompt is too long", "input is too long",
        "too many tokens", "number of tokens allowed", "input token count", "request too large", "too large for model",
        "reduce the length", "string_above_max_length", "token limit",
    ]

    private static let filterWords = [
        "content_filter", "content filter", "content management policy", "content_policy_violation", "content policy",
        "responsibleaipolicyviolation", "safety_violation", "prohibited_content", "data_inspection_failed",
    ]
}
