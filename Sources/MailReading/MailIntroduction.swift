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

    /// nil when the line that ends with a colon introduces no quote.
    init?(endingAt end: Int, in mail: MailLines) {
        let last = mail.lines[end]
        guard last.utf8.count <= Self.byteLimit else { return nil }
        var found: (start: Int, text: String)?
        if Self.names(String(last)) { found = (end, String(last)) }
        var text = String(last)
        for start in stride(from: end - 1, to: max(end - Self.lineLimit, -1), by: -1) {
            let line = mail.lines[start]
            guard !line.isEmpty, line.utf8.count <= Self.byteLimit, !mail.isQuoted(start), !line.endsWithColon, line.last != "?",
                line.last != "!"
            else { break }
            text = "\(line) \(text)"
            if Self.opens(line), Self.names(text) { found = (start, text) }
        }
        guard let found else { return nil }
        let hasAddress = Self.hasAddress(found.text)
        // "On Monday I wrote:" is what a person says.
        guard hasAddress || !found.text.words.contains(where: MailPhrases.persons.contains) else { return nil }
        // Nor that "your colleague Anna" wrote; but a shop may have the name My Shop.
        let outside = Self.wordsOutsideAddress(found.text)
        guard !outside.contains(where: MailPhrases.possessives.contains),
            !outside.contains(where: MailPhrases.capitalPossessives.contains)
        else { return nil }
        start = found.start
        self.end = end
        let hasDateAndTime = Self.hasDateAndTime(found.text)
        isDated = hasAddress || hasDateAndTime
        let isTold = outside.contains { word in
            word == "I" || MailPhrases.persons.contains(word) || (!hasAddress && MailPhrases.articles.contains(word))
        }
        isOfProgram = hasDateAndTime && !isTold && Self.beginsLine(found.start, in: mail)
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

    /// As they are written.
    private static func wordsOutsideAddress(_ text: String) -> [String] {
        let outside = text.prefix { $0 != "<" } + (text.lastIndex(of: ">").map { text[$0...] } ?? "")
        return outside.split { !$0.isLetter && $0 != "'" && $0 != "’" }.map(String.init)
    }

    /// A word for writing; or, as some programs leave it out, an address at the end and a date.
    private static func names(_ text: String) -> Bool {
        let words = text.words
        if words.contains(where: MailPhrases.wrote.contains) { return true }
        if MailPhrases.wroteUnspaced.contains(where: text.holds) { return true }
        return endsWithAddress(text) && hasDateAndTime(text)
    }

    /// Whether an introduction can begin so: `On …`, a weekday, or a date.
    private static func opens(_ line: Substring) -> Bool {
        guard let first = line.first else { return false }
        let hasDigit = line.utf8.contains { (0x30...0x39).contains($0) }
        if first.isNumber { return true }
        guard first.isUppercase || hasDigit, let word = line.words.first else { return false }
        return MailPhrases.openings.contains(word) || (hasDigit && MailPhrases.weekdays.contains(word))
    }

    /// An address in brackets, as programs put it behind a name.
    private static func hasAddress(_ text: String) -> Bool {
        guard let open = text.firstIndex(where: { $0 == "<" || $0 == "[" || $0 == "(" }) else { return false }
        let rest = text[open...].utf8
        guard let at = rest.firstIndex(of: UInt8(ascii: "@")) else { return false }
        return rest[at...].contains { $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "]") || $0 == UInt8(ascii: ")") }
    }

    private static func endsWithAddress(_ text: String) -> Bool {
        guard let colon = text.lastIndex(where: { $0 == ":" || $0 == "：" }) else { return false }
        let rest = text[..<colon].bare
        return rest.last == ">" && rest.lastIndex(of: "<").map { rest[$0...].utf8.contains(UInt8(ascii: "@")) } == true
    }

    /// Three numbers, and among them a time of day or a year.
    private static func hasDateAndTime(_ text: String) -> Bool {
        var numbers: [Substring.UTF8View] = []
        var hasTime = false
        let bytes = Substring(text).utf8
        for run in bytes.split(omittingEmptySubsequences: true, whereSeparator: { !(0x30...0x39).contains($0) }) {
            if let previous = numbers.last, run.count == 2, bytes.distance(from: previous.endIndex, to: run.startIndex) == 1,
                bytes[previous.endIndex] == UInt8(ascii: ":")
            {
                hasTime = true
            }
            numbers.append(run)
        }
        let hasYear = numbers.contains { $0.count == 4 && ($0.starts(with: "19".utf8) || $0.starts(with: "20".utf8)) }
        return numbers.count >= 3 && (hasTime || hasYear)
    }
}
