/// What the words above a quote say about it.
enum MailPointing {
    /// What somebody says about the quote stands in a few lines; a long text is not searched to its end.
    private static let lineLimit = 40
    /// In UTF-8.
    private static let lineLengthLimit = 2000
    /// The longest greeting, in words: `Dear customer service team of the shop`.
    private static let greetingLimit = 8

    /// "See below", "my answers in red": then what stands below belongs to the message. Phrases may be wrapped.
    static func pointsDown(_ lines: ArraySlice<Substring>) -> Bool {
        let lines = lines.suffix(lineLimit).filter { $0.utf8.count <= lineLengthLimit }
        let text = lines.joined(separator: "\n")
        if MailPhrases.pointingDownUnspaced.contains(where: text.holds) { return true }
        // A sentence may go on in the next line, and not over an empty one.
        let all = padded(text)
        if MailPhrases.pointingDown.contains(where: { all.holds(" \($0) ") }) { return true }
        let sentences = lines.map { $0.isEmpty ? "." : $0 }.joined(separator: " ").split { ".!?…".contains($0) }
        return sentences.contains { sentence in
            let words = sentence.words
            let isOfAnswers = words.contains { word in
                MailPhrases.answering.contains { $0.count > 4 ? word.hasPrefix($0) : word == $0 }
            }
            guard isOfAnswers else { return false }
            let padded = padded(sentence)
            return MailPhrases.answerPlaces.contains { padded.holds(" \($0) ") }
        }
    }

    private static func padded(_ text: some StringProtocol) -> String { " \(text.words.joined(separator: " ")) " }

    /// Whether the lines say nothing but “Hello,”: who leaves it at that wrote elsewhere.
    static func isGreeting(_ lines: ArraySlice<Substring>) -> Bool {
        var said = lines.filter { !$0.isEmpty }
        guard let line = said.popLast(), said.isEmpty, let first = line.words.first else { return false }
        guard line.words.count <= greetingLimit, let end = line.last else { return false }
        if end == "," || end == "，" || end == "、" { return true }
        return !".?".contains(end) && !line.dropLast().contains { ".?!".contains($0) } && MailPhrases.greetings.contains(first)
            && line.words.count <= greetingLimit / 2
    }
}
