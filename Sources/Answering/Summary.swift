import RelayCore

/// What a person who takes over should know at a glance.
enum Summary {
    /// How much of the customer's words is quoted, in characters.
    private static let quoteLimit = 400

    static func text(of request: AnswerRequest) -> String {
        let all = request.history + request.messages
        let asked = all.count { $0.role == .customer }
        let answered = all.count { $0.role == .ai }
        let who = request.session.contactName ?? "The customer"
        var sentences = ["\(who) wrote \(count(asked, "message")); the AI answered \(answered == 0 ? "none" : "\(answered)")."]
        if let first = all.first(where: { $0.role == .customer }), first.id != request.messages.last?.id {
            sentences.append("It began with: “\(quote(first.text))”")
        }
        if let last = request.messages.last, !last.text.trimmed.isEmpty {
            sentences.append("Last message: “\(quote(last.text))”")
        }
        let files = request.messages.flatMap(\.attachmentNames).count
        if files > 0 { sentences.append("\(count(files, "file")) attached.") }
        return sentences.joined(separator: " ")
    }

    private static func count(_ number: Int, _ noun: String) -> String { number == 1 ? "1 \(noun)" : "\(number) \(noun)s" }

    private static func quote(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return line.scalarCount <= quoteLimit ? line : "\(line.prefix(scalars: quoteLimit))…"
    }
}
