/// What a line says that may introduce a quote.
struct IntroductionText {
    private let text: String
    /// As they are written, outside of the address.
    private let outside: [String]
    /// Three numbers, and among them a time of day or a year.
    let hasDateAndTime: Bool
    /// A word for writing and a date with four numbers: nothing of it stands in the line above.
    let isWhole: Bool
    /// In brackets, as programs put it behind a name.
    let hasAddress: Bool
    /// It has a word for writing; or, as some programs leave it out, an address at the end and a date.
    let names: Bool

    init(_ text: String) {
        self.text = text
        let beside = text.prefix { $0 != "<" } + (text.lastIndex(of: ">").map { text[$0...] } ?? "")
        outside = beside.split { !$0.isLetter && $0 != "'" && $0 != "’" }.map(String.init)
        let numbers = Self.numbersOfDate(text)
        hasDateAndTime = numbers >= 3
        hasAddress = Self.hasAddress(text)
        names =
            text.words.contains(where: MailPhrases.wrote.contains) || MailPhrases.wroteUnspaced.contains(where: text.holds)
            || (hasDateAndTime && Self.endsWithAddress(text))
        isWhole = names && numbers >= 4
    }

    /// A word by which people, not programs, say who wrote.
    var hasPerson: Bool { text.words.contains(where: MailPhrases.persons.contains) }

    var hasPossessive: Bool {
        outside.contains { MailPhrases.possessives.contains($0) || MailPhrases.capitalPossessives.contains($0) }
    }

    /// A person tells that somebody wrote: “when I had asked”, “the courier wrote”.
    var isTold: Bool {
        outside.contains { word in
            word == "I" || MailPhrases.persons.contains(word) || (!hasAddress && MailPhrases.articles.contains(word))
        }
    }

    /// A sentence of four words or more ends before date and address: “Please send a new one. Shop <help@shop.example> wrote:”
    var followsSentence: Bool {
        let beginning = text.prefix { !$0.isNumber && $0 != "<" }
        var words = 1
        var previous: Character = " "
        for character in beginning {
            if character == " " {
                if ".!?…".contains(previous), words >= 4 { return true }
                words += 1
            }
            previous = character
        }
        return false
    }

    private static func hasAddress(_ text: String) -> Bool {
        guard let open = text.firstIndex(where: { $0 == "<" || $0 == "[" || $0 == "(" }) else { return false }
        let rest = text[open...].utf8
        guard let at = rest.firstIndex(of: UInt8(ascii: "@")) else { return false }
        return rest[at...].contains { $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "]") || $0 == UInt8(ascii: ")") }
    }

    /// `Shop <help@shop.example>:`, or Tuta's `3 Nov 2025, 10:00 by help@shop.example:`
    private static func endsWithAddress(_ text: String) -> Bool {
        let rest = text.prefix(upTo: text.lastIndex { $0 == ":" || $0 == "：" } ?? text.endIndex).bare
        if rest.last == ">" { return rest.lastIndex(of: "<").map { rest[$0...].utf8.contains(UInt8(ascii: "@")) } == true }
        guard rest.endIndex < text.endIndex, text.first?.isNumber == true else { return false }
        return rest.split(separator: " ").last?.utf8.contains(UInt8(ascii: "@")) == true
    }

    /// How many numbers there are; none where no time of day and no year is among them.
    private static func numbersOfDate(_ text: String) -> Int {
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
        return hasTime || hasYear ? numbers.count : 0
    }
}
