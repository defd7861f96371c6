/// Lines that mail programs put between dashes over what they quote and forward.
enum MailSeparator {
    /// `-----Original Message-----`
    static func isOriginalMessage(_ line: Substring) -> Bool {
        guard let text = betweenDashes(line) else { return false }
        return MailPhrases.originalMessage.contains(text.lowercased())
    }

    /// `---- On Mon, 3 Nov 2025 Shop <help@shop.example> wrote ----`
    static func isIntroduction(_ line: Substring) -> Bool {
        guard let text = betweenDashes(line) else { return false }
        let words = text.words
        return words.last.map(MailPhrases.wrote.contains) == true
            || (IntroductionText(String(text)).isWhole && !words.contains(where: MailPhrases.persons.contains))
    }

    /// `---------- Forwarded message ---------`, or `Begin forwarded message:`.
    static func isForward(_ line: Substring) -> Bool {
        guard line.utf8.count <= 120, line.utf8.first == UInt8(ascii: "-") || line.endsWithColon else { return false }
        return MailPhrases.forwarded.contains(withoutDashes(line).lowercased())
    }

    /// Whether a line has nothing but dashes and the like, as programs draw above a quote.
    static func isRule(_ line: Substring) -> Bool {
        line.utf8.count > 2 && line.utf8.allSatisfy { "-_=*".utf8.contains($0) }
    }

    private static func betweenDashes(_ line: Substring) -> Substring? {
        guard line.utf8.count <= 200 else { return nil }
        let line = line.first == "*" ? line.dropFirst().dropLast() : line
        guard line.hasPrefix("--"), line.hasSuffix("--") else { return nil }
        return withoutDashes(line)
    }

    /// What stands between dashes, or before a colon.
    private static func withoutDashes(_ line: Substring) -> Substring {
        var rest = line
        while let first = rest.first, first == "-" || first.isWhitespace { rest.removeFirst() }
        while let last = rest.last, last == "-" || last == ":" || last == "：" || last.isWhitespace { rest.removeLast() }
        return rest
    }
}
