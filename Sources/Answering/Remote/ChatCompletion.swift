import RelayCore

/// The body of a chat completion, as far as it is needed.
struct ChatCompletion {
    private let finishReason: String?
    private let refusal: String?
    private let content: String?

    init(_ json: JSON) throws(AnswerError) {
        guard let choice = json["choices"]?.array?.first else {
            throw AnswerError("the completion's choices are missing or empty")
        }
        guard let message = choice["message"], message.object != nil else {
            throw AnswerError("the completion's choices[0].message is missing")
        }
        finishReason = choice["finish_reason"]?.string
        refusal = message["refusal"]?.string.flatMap { $0.trimmed.isEmpty ? nil : $0 }
        // Some endpoints give parts.
        content = message["content"]?.string ?? message["content"]?.array?.compactMap { $0["text"]?.string }.joined()
    }

    func action(_ request: AnswerRequest) throws(AnswerError) -> AnswerAction {
        if refusal != nil || finishReason == "content_filter" { return Self.refused(request) }
        guard finishReason != "length" else { throw AnswerError("the answer was cut off: finish_reason is length") }
        guard let content, !content.trimmed.isEmpty else { throw AnswerError("the completion has no text") }
        guard let json = Self.object(in: content) else { throw AnswerError("the answer contains no JSON object") }
        return try AnswerDocument.action(of: json, isLenient: true)
    }

    private static func refused(_ request: AnswerRequest) -> AnswerAction {
        .handoff(
            .init(
                reason: "The AI declined to answer", summary: Summary.text(of: request), sentiment: nil,
                language: request.session.language, reply: nil))
    }

    // MARK: JSON in text

    /// How often a brace may turn out to begin no object.
    private static let attempts = 16

    /// The text as a JSON object, or else the first one in it: models put words, or a fence of code, around it, and some
    /// think aloud before it.
    static func object(in text: String) -> JSON? {
        if let json = try? JSON.parse(text), json.object != nil { return json }
        let bytes = Array(text.utf8)
        var start = Self.endOfThinking(bytes)
        for _ in 0..<attempts {
            guard let open = bytes[start...].firstIndex(of: UInt8(ascii: "{")) else { return nil }
            if let end = Self.end(of: bytes, from: open), let json = try? JSON.parse(Array(bytes[open..<end])) { return json }
            start = open + 1
        }
        return nil
    }

    private static func endOfThinking(_ bytes: [UInt8]) -> Int {
        let mark = Array("</think>".utf8)
        guard bytes.count > mark.count else { return 0 }
        let last = bytes.indices.dropLast(mark.count).last { bytes[$0] == mark[0] && bytes[$0...].starts(with: mark) }
        return last.map { $0 + mark.count } ?? 0
    }

    /// Behind the brace that closes the one at `open`; braces in strings do not count.
    private static func end(of bytes: [UInt8], from open: Int) -> Int? {
        var depth = 0
        var isString = false
        var isEscaped = false
        for index in open..<bytes.count {
            switch bytes[index] {
            case _ where isEscaped: isEscaped = false
            case UInt8(ascii: "\\") where isString: isEscaped = true
            case UInt8(ascii: "\""): isString.toggle()
            case UInt8(ascii: "{") where !isString: depth += 1
            case UInt8(ascii: "}") where !isString:
                depth -= 1
                if depth == 0 { return index + 1 }
            default: break
            }
        }
        return nil
    }
}
