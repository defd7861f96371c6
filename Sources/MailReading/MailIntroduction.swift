/// The line with which a mail program introduces what it quotes: `On … wrote:`, in the common languages, wrapped or not.
struct MailIntroduction {
    /// The index of its first and of its last line.
    let start: Int
    let end: Int
    /// It names an address, or a date with its time: people seldom write so.
    let isDated: Bool
    /// It is what programs write, from its beginning to its end: on lines of its own, with date and time. What stands under
    /// it may be quoted without marks.
    let isOfProgram: Bool

    private static let lineLimit = 3
    /// In UTF-8.
    private static let byteLimit = 600

    /// nil when the line introduces no quote.
    init?(endingAt end: Int, in mail: MailLines) {
        guard Self.mayEnd(at: end, in: mail), let found = Self.found(endingAt: end, in: mail) else { return nil }
        let text = IntroductionText(found.text)
        // "On Monday I wrote:" is what a person says.
        guard text.hasAddress || !text.hasPerson else { return nil }
        // Nor that "your colleague Anna" wrote; but a shop may have the name My Shop.
        guard !text.hasPossessive, !text.followsSentence else { return nil }
        start = found.start
        self.end = end
        isDated = text.hasAddress || text.hasDateAndTime
        isOfProgram = text.hasDateAndTime && !text.isTold && Self.beginsLine(found.start, in: mail)
    }

    /// Whether the line ends as introductions do: with a colon; with the word for writing; or with an address over marked lines.
    private static func mayEnd(at index: Int, in mail: MailLines) -> Bool {
        let line = mail.lines[index]
        guard line.utf8.count <= byteLimit, !mail.isQuoted(index) else { return false }
        if line.endsWithColon { return true }
        if line.last == ">", line.first?.isNumber == true { return mail.isOverMarks(index) }
        return opens(line) && line.words.last.map(MailPhrases.wrote.contains) == true && IntroductionText(String(line)).hasAddress
    }

    /// The fewest lines that name a writer and a whole date; where no line does, as many as begin as an introduction does.
    private static func found(endingAt end: Int, in mail: MailLines) -> (start: Int, text: String)? {
        var text = String(mail.lines[end])
        var joined = IntroductionText(text)
        var found: (start: Int, text: String)? = joined.names ? (end, text) : nil
        for start in stride(from: end - 1, to: max(end - lineLimit, -1), by: -1) {
            let line = mail.lines[start]
            guard !line.isEmpty, line.utf8.count <= byteLimit, !mail.isQuoted(start) else { break }
            if joined.isWhole {
                if isOnlyOpening(line) { found = (start, "\(line) \(text)") }
                break
            }
            guard let last = line.last, !":：?!".contains(last), last != "." || line.dropLast().last?.isNumber == true else {
                break
            }
            text = "\(line) \(text)"
            joined = IntroductionText(text)
            let above = IntroductionText(String(line))
            guard joined.names, !above.hasPerson, opensWithDate(line) || (joined.isWhole && above.hasAddress) else { continue }
            found = (start, text)
        }
        return found
    }

    /// Whether no sentence runs on into the line: it begins with a date, or with a name before its address.
    private static func beginsLine(_ index: Int, in mail: MailLines) -> Bool {
        let line = mail.lines[index]
        let above = index > 0 ? mail.lines[index - 1] : ""
        guard above.last != ",", above.last != ";" else { return false }
        if opens(line) { return true }
        guard above.isEmpty || above.last.map({ ".!?…>)".contains($0) }) == true else { return false }
        let name = line.prefix { $0 != "<" && $0 != "[" && $0 != "(" }
        guard name.endIndex < line.endIndex, name.split(separator: " ").count <= 5, let first = line.words.first else {
            return false
        }
        return !MailPhrases.greetings.contains(first) && !name.contains { ".!?:".contains($0) }
    }

    /// Whether an introduction can begin so: `On …`, a weekday, or a date.
    private static func opens(_ line: Substring) -> Bool {
        guard let first = line.first else { return false }
        if first.isNumber { return true }
        let hasDigit = line.utf8.contains { (0x30...0x39).contains($0) }
        guard first.isUppercase || hasDigit || !first.isCased, let word = line.words.first else { return false }
        return MailPhrases.openings.contains(word) || (hasDigit && MailPhrases.weekdays.contains(word))
    }

    /// The same, where the date stands at the line's beginning.
    private static func opensWithDate(_ line: Substring) -> Bool {
        guard opens(line) else { return false }
        return line.split(separator: " ").prefix(4).contains { word in
            word.first?.isNumber == true || word.words.first.map(MailPhrases.weekdays.contains) == true
        }
    }

    /// “On Mon,” of a line that was wrapped there.
    private static func isOnlyOpening(_ line: Substring) -> Bool {
        let words = line.words
        return (1...3).contains(words.count) && !line.contains(where: \.isNumber)
            && words.allSatisfy { MailPhrases.openings.contains($0) || MailPhrases.weekdays.contains($0) }
    }

    // MARK: Behind own words

    /// How many places of a line are looked at.
    private static let tryLimit = 8

    /// Where in a line, behind other words, an introduction begins that goes on to its end: “Please send one. On … wrote:”
    static func start(within line: Substring) -> Substring.Index? {
        guard line.endsWithColon, line.utf8.count <= byteLimit, line.first != ">" else { return nil }
        if opensWithDate(line), !IntroductionText(String(line)).isTold { return nil }
        var isBoundary = false
        var isSentenceEnd = false
        var tries = 0
        for index in line.indices {
            let character = line[index]
            let rest = line[index...]
            if isBoundary, tries < tryLimit, begins(rest, isSentenceEnd: isSentenceEnd) {
                tries += 1
                let text = IntroductionText(String(rest))
                if text.names, text.hasDateAndTime, !text.isTold, !text.hasPossessive { return index }
            }
            isBoundary = character == " " || character == "-"
            if character != " " { isSentenceEnd = ".!?…".contains(character) }
        }
        return nil
    }

    /// Where in a line an introduction ends, with writer, address and date, that other words follow.
    static func end(within line: Substring) -> Substring.Index? {
        guard !line.endsWithColon, opensWithDate(line) else { return nil }
        var tries = 0
        var end = line.startIndex
        for character in line.prefix(byteLimit) {
            end = line.index(after: end)
            guard character == ":", tries < tryLimit, line[end...].first == " " else { continue }
            tries += 1
            let text = IntroductionText(String(line[..<end]))
            if text.isWhole, text.hasAddress, !text.isTold, !text.hasPossessive { return end }
        }
        return nil
    }

    /// With `On Mon`, `On 3` or `On Nov 3`; behind the end of a sentence with a date as well.
    private static func begins(_ rest: Substring, isSentenceEnd: Bool) -> Bool {
        guard let first = rest.first else { return false }
        if first.isNumber { return isSentenceEnd }
        guard first.isUppercase else { return false }
        let words = rest.split(separator: " ", maxSplits: 4)
        guard words.count > 1, MailPhrases.openings.contains(words[0].lowercased()) else { return false }
        return words.dropFirst().prefix(3).contains { word in
            word.first?.isNumber == true || word.words.first.map(MailPhrases.weekdays.contains) == true
        }
    }
}

extension MailLines {
    /// Whether what comes next is marked as quoted.
    func isOverMarks(_ index: Int) -> Bool { next(from: index + 1, before: lines.count).map(isQuoted) ?? false }
}
