extension AnswerAction {
    /// The longest reply, and the longest summary of a handoff, in characters.
    package static let replyLimit = 8000
    package static let summaryLimit = 8000
    /// The longest closing line, in characters.
    package static let lineLimit = 2000
    /// The longest reason, in characters.
    package static let reasonLimit = 500

    /// Reads what an AI behind an address says, and checks it member by member.
    /// - Parameter isLenient: A language or sentiment of no use is left out instead of refused: a model's answer is not worth
    ///   less for it.
    /// - Throws: ``FieldError`` that names the member; no value stands in it.
    package init(checking reader: ObjectReader, isLenient: Bool = false) throws(FieldError) {
        switch try reader.string("action") {
        case "reply": self = .reply(try Reply(checking: reader, isLenient: isLenient))
        case "handoff": self = .handoff(try Handoff(checking: reader, isLenient: isLenient))
        case "none": self = .none(reason: try Self.reason(checking: reader) ?? "")
        default: throw reader.error("action", "must be reply, handoff or none")
        }
    }

    /// Why it is silent, for people; may be left out.
    package static func reason(checking reader: ObjectReader) throws(FieldError) -> String? {
        try reader.line("reason", limit: reasonLimit)
    }
}

extension AnswerAction.Reply {
    package init(checking reader: ObjectReader, isLenient: Bool = false) throws(FieldError) {
        self.init(
            text: try reader.neededLine("text", limit: AnswerAction.replyLimit), language: try reader.language(isLenient),
            sentiment: try reader.sentiment(isLenient))
    }
}

extension AnswerAction.Handoff {
    package init(checking reader: ObjectReader, isLenient: Bool = false) throws(FieldError) {
        self.init(
            reason: try reader.neededLine("reason", limit: AnswerAction.reasonLimit),
            summary: try reader.line("summary", limit: AnswerAction.summaryLimit) ?? "",
            sentiment: try reader.sentiment(isLenient), language: try reader.language(isLenient),
            reply: try reader.line("reply", limit: AnswerAction.lineLimit),
            suggestion: try reader.line("suggestion", limit: AnswerAction.replyLimit))
    }
}

extension ObjectReader {
    fileprivate func neededLine(_ name: String, limit: Int) throws(FieldError) -> String {
        guard let text = try line(name, limit: limit) else {
            throw error(name, value(name) == nil ? "is missing" : "must not be empty")
        }
        return text
    }

    /// Text without white space at its ends; nil where it is absent or holds nothing else.
    fileprivate func line(_ name: String, limit: Int) throws(FieldError) -> String? {
        guard let text = try optionalString(name)?.trimmed, !text.isEmpty else { return nil }
        guard text.scalarCount <= limit else { throw error(name, "must not be longer than \(limit) characters") }
        return text
    }

    /// A BCP 47 tag by its form.
    fileprivate func language(_ isLenient: Bool) throws(FieldError) -> String? {
        if isLenient, value("language")?.string == nil { return nil }
        guard let language = try optionalString("language")?.trimmed, !language.isEmpty else { return nil }
        if LanguageTag.isValid(language) { return language }
        if isLenient { return nil }
        throw error("language", "must be a BCP 47 tag, as en or pt-BR")
    }

    fileprivate func sentiment(_ isLenient: Bool) throws(FieldError) -> String? {
        if isLenient, value("sentiment")?.string == nil { return nil }
        guard let sentiment = try optionalString("sentiment")?.trimmed, !sentiment.isEmpty else { return nil }
        if sentiment.scalarCount <= 40, sentiment.allSatisfy({ $0.isLetter || $0 == "-" || $0 == " " }) {
            return sentiment.lowercased()
        }
        if isLenient { return nil }
        throw error("sentiment", "must be a word or two")
    }
}
