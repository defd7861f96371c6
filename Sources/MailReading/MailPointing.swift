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
        if MailPhrases.seeBelowUnspaced.contains(where: text.holds) { return true }
        // A sentence may go on in the next line, and not over an empty one.
        let all = padded(text)
        if MailPhrases.seeBelow.contains(where: { all.holds(" \($0) ") }) { return true }
        let sentences = lines.map { $0.isEmpty ? "." : $0 }.joined(separator: " ").split { ".!?…".contains($0) }
        return sentences.contains { MailAnnouncement.stands(in: $0) }
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

    /// The longest thanks, in words.
    private static let thanksLimit = 12

    /// Whether the lines say nothing but “Thanks for your message.” or “OK.”, with a greeting before it or without.
    static func isThanks(_ lines: ArraySlice<Substring>) -> Bool {
        var said = lines.filter { !$0.isEmpty }
        if said.count > 1, isGreeting(said.prefix(1)) { said.removeFirst() }
        guard let first = said.first, said.count <= 3 else { return false }
        // “Hello, thank you.”
        if let comma = first.firstIndex(of: ","), first.words.first.map(MailPhrases.greetings.contains) == true {
            let rest = first[first.index(after: comma)...]
            if !rest.isEmpty, isGreeting([first[...comma]]) { said[0] = rest }
        }
        if said.contains(where: { $0.contains { $0.isNumber || $0 == "?" } }) { return false }
        let words = said.flatMap(\.words)
        guard words.count <= thanksLimit else { return false }
        return words.contains { MailPhrases.thanks.contains($0) || MailPhrases.okay.contains($0) }
            && words.allSatisfy { MailPhrases.thanks.contains($0) || MailPhrases.besideThanks.contains($0) }
    }
}
