import RelayCore

/// What an AI behind an address answers: `{"action":"reply"|"handoff"|"none", …}`, checked member by member.
enum AnswerDocument {
    /// The largest answer that is read, in bytes.
    static let byteLimit = 1024 * 1024
    /// The longest reply, in characters.
    static let replyLimit = 8000
    /// The longest closing line, reason and summary, in characters.
    private static let lineLimit = 2000
    private static let reasonLimit = 500
    private static let summaryLimit = 8000

    /// - Parameter isLenient: A language or sentiment of no use is left out instead of refused: a model's answer is not worth less
    ///   for it.
    /// - Throws: ``AnswerError`` that names the member; no value stands in it.
    static func action(of json: JSON, isLenient: Bool) throws(AnswerError) -> AnswerAction {
        do throws(FieldError) {
            let reader = try ObjectReader(json, path: "")
            let language = try optional(isLenient) { () throws(FieldError) in try Self.language(reader) }
            let sentiment = try optional(isLenient) { () throws(FieldError) in try Self.sentiment(reader) }
            switch try reader.string("action") {
            case "reply":
                return .reply(text: try text(reader, "text", limit: replyLimit), language: language, sentiment: sentiment)
            case "handoff":
                return .handoff(
                    .init(
                        reason: try text(reader, "reason", limit: reasonLimit),
                        summary: try optionalText(reader, "summary", limit: summaryLimit) ?? "", sentiment: sentiment,
                        language: language, reply: try optionalText(reader, "reply", limit: lineLimit)))
            case "none":
                return .none(reason: try optionalText(reader, "reason", limit: reasonLimit) ?? "")
            default: throw reader.error("action", "must be reply, handoff or none")
            }
        } catch {
            throw AnswerError(error.path.isEmpty ? "the answer \(error.problem)" : "the answer's \(error)")
        }
    }

    private static func text(_ reader: ObjectReader, _ name: String, limit: Int) throws(FieldError) -> String {
        guard let text = try optionalText(reader, name, limit: limit) else {
            throw reader.error(name, reader.value(name) == nil ? "is missing" : "must not be empty")
        }
        return text
    }

    /// nil where it is absent or holds nothing but white space.
    private static func optionalText(_ reader: ObjectReader, _ name: String, limit: Int) throws(FieldError) -> String? {
        guard let text = try reader.optionalString(name)?.trimmed, !text.isEmpty else { return nil }
        guard text.count <= limit else { throw reader.error(name, "must not be longer than \(limit) characters") }
        return text
    }

    private static func optional(
        _ isLenient: Bool, _ read: () throws(FieldError) -> String?
    ) throws(FieldError) -> String? {
        do throws(FieldError) {
            return try read()
        } catch {
            if isLenient { return nil }
            throw error
        }
    }

    /// A BCP 47 tag by its form: subtags of one to eight letters and digits, the first of two or three letters.
    private static func language(_ reader: ObjectReader) throws(FieldError) -> String? {
        guard let language = try reader.optionalString("language")?.trimmed, !language.isEmpty else { return nil }
        let parts = language.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        let isTag =
            language.utf8.count <= 35
            && parts.allSatisfy { (1...8).contains($0.count) && $0.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) } }
            && (parts.first.map { (2...3).contains($0.count) && $0.allSatisfy(isLetter) } ?? false)
        guard isTag else { throw reader.error("language", "must be a BCP 47 tag, as en or pt-BR") }
        return language
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

    private static func sentiment(_ reader: ObjectReader) throws(FieldError) -> String? {
        guard let sentiment = try reader.optionalString("sentiment")?.trimmed, !sentiment.isEmpty else { return nil }
        guard sentiment.count <= 40, sentiment.allSatisfy({ $0.isLetter || $0 == "-" || $0 == " " }) else {
            throw reader.error("sentiment", "must be a word or two")
        }
        return sentiment.lowercased()
    }
}

extension HTTPTransport {
    /// Sends a request to an AI, and puts into words what went wrong, without what was said.
    func ask(_ call: HTTPCall) async throws(AnswerError) -> HTTPAnswer {
        let answer: HTTPAnswer
        do throws(TransportError) {
            answer = try await send(call)
        } catch {
            throw AnswerError("AI_URL gave no answer: \(error)")
        }
        guard answer.body.count <= AnswerDocument.byteLimit else {
            throw AnswerError("AI_URL gave an answer of more than \(AnswerDocument.byteLimit) bytes")
        }
        return answer
    }
}
