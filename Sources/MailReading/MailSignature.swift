/// Finds where the signature begins at the end of a mail: a delimiter with what follows it, and the lines that mail programs
/// of telephones put under a message.
enum MailSignature {
    /// A signature is short; longer than this, in lines, the delimiter was no delimiter.
    private static let lineLimit = 12
    /// The same for two dashes that may be none.
    private static let bareLineLimit = 8

    /// The index of the signature's first line; the end of the range where there is none.
    static func start(in mail: MailLines, _ range: Range<Int>) -> Int {
        let end = MailFooter.start(in: mail, range)
        guard let delimiter = delimiter(mail, range.lowerBound..<end) else { return end }
        let start = MailFooter.start(in: mail, range.lowerBound..<delimiter)
        // Who writes under the delimiter says at most “Hello,” above it.
        let above = mail.lines[range.lowerBound..<start]
        let isMessage = MailPointing.isGreeting(above) || holdsMessage(mail.lines[delimiter..<end])
        return isMessage ? end : start
    }

    /// Whether words for the reader stand in what looks like a signature: a question, or a postscript.
    static func holdsMessage(_ lines: ArraySlice<Substring>) -> Bool {
        lines.contains { line in
            let text = line.lowercased()
            if MailPhrases.postscripts.contains(where: { text.hasPrefix($0) && text.dropFirst($0.count).first?.isLetter != true })
            {
                return true
            }
            return line.split(separator: " ").contains { word in
                word.last.map { "?？؟".contains($0) } == true && !word.holds("://")
            }
        }
    }

    // MARK: The delimiter

    /// `-- ` on a line of its own, or under quoted lines. HubSpot may take the space away; but people draw lines of two dashes, so that what follows must
    /// look like a signature then: a name of two words or more, and under it a few names, titles and ways to reach somebody. A
    /// signature that stays does less harm than an order number that goes.
    private static func delimiter(_ mail: MailLines, _ range: Range<Int>) -> Int? {
        var count = 0
        for index in range.reversed() {
            if mail.isQuoted(index) { return nil }
            if mail.lines[index] == "--" || mail.lines[index] == "—" {
                let above = mail.lines[..<index].lastIndex { !$0.isEmpty }
                let isCertain = mail.delimiters.contains(index) || above.map(mail.isQuoted) == true
                return isCertain || isSignature(mail, index + 1..<range.upperBound) ? index : nil
            }
            if !mail.lines[index].isEmpty { count += 1 }
            guard count <= lineLimit else { return nil }
        }
        return nil
    }

    private static func isSignature(_ mail: MailLines, _ range: Range<Int>) -> Bool {
        let lines = mail.lines[range].filter { !$0.isEmpty }
        guard let first = lines.first else { return true }
        guard lines.count <= bareLineLimit, lines.allSatisfy({ $0.utf8.count <= 120 }) else { return false }
        return isName(first) && first.contains(" ") && lines.dropFirst().allSatisfy { isName($0) || isContact($0) }
    }

    /// One to five words that begin as names do, and no sentence.
    private static func isName(_ line: Substring) -> Bool {
        let words = line.split { $0 == " " || $0 == "*" }
        guard (1...5).contains(words.count), let last = line.last, !"!?:;".contains(last) else { return false }
        // All in capitals it may be a sentence.
        guard line.contains(where: \.isLowercase), !line.utf8.contains(where: { (0x30...0x39).contains($0) }) else {
            return false
        }
        return words.allSatisfy { word in
            guard let first = word.first else { return false }
            if word.count == 1, "&|·,-–".contains(first) { return true }
            guard first.isLetter else { return false }
            return !first.isLowercase || MailPhrases.nameParticles.contains(String(word))
        }
    }

    /// A web or mail address, or a telephone number, and nothing but labels beside it.
    private static func isContact(_ line: Substring) -> Bool {
        let words = line.split(separator: " ")
        let hasAddress = words.contains { $0.contains("@") || $0.hasPrefix("www.") || $0.hasPrefix("http") }
        let isLabeled = words.allSatisfy { word in
            word.contains("@") || word.contains(".") || word.hasPrefix("http") || word.last == ":"
                || word.first?.isLowercase == false
        }
        if hasAddress { return isLabeled && words.count <= 6 }
        guard line.utf8.count(where: { (0x30...0x39).contains($0) }) >= 7, line.utf8.count <= 60 else { return false }
        let label = line.prefix { !$0.isNumber && $0 != "+" && $0 != "(" }.words
        let number = line.drop { $0.isLetter || $0 == "." || $0 == ":" || $0.isWhitespace }
        guard let start = number.first, !number.contains(where: \.isLetter) else { return false }
        return label.isEmpty ? "+0(".contains(start) : label.count == 1 && MailPhrases.telephones.contains(label[0])
    }
}
