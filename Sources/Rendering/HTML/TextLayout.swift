import RelayCore

/// Builds plain text out of blocks: white space is collapsed, blocks are parted by one empty line at most, and lines of
/// quotes and lists carry their prefix.
struct TextLayout {
    /// Quotes and lists nested deeper than this are laid out as if they were at this depth: a prefix as long as the text on
    /// every line would make the text grow with the square of its length.
    static let prefixLimit = 30

    private(set) var text = ""
    /// How many line ends are owed before the next word.
    private var owedLines = 0
    private var owesSpace = false
    /// How many of the prefixes the lines before and behind an owed empty line share.
    private var sharedPrefixes = Int.max
    private var prefixes: [String] = []
    /// How many prefixes beyond the limit are open.
    private var unshownPrefixes = 0
    /// Stands before the first line of a list item only.
    private var bullet: String?
}

// MARK: - Blocks

extension TextLayout {
    mutating func push(prefix: String) {
        if prefixes.count < Self.prefixLimit {
            prefixes.append(prefix)
        } else {
            unshownPrefixes += 1
        }
    }

    mutating func pop() {
        if unshownPrefixes > 0 {
            unshownPrefixes -= 1
        } else if !prefixes.isEmpty {
            prefixes.removeLast()
        }
        sharedPrefixes = min(sharedPrefixes, prefixes.count)
    }

    /// A list item starts, with a number or with a dash.
    mutating func openItem(number: Int?) {
        let mark = number.map { "\($0). " } ?? "- "
        breakLine()
        push(prefix: String(repeating: " ", count: mark.count))
        if unshownPrefixes == 0 { bullet = mark }
    }

    /// A list item is over; one that held nothing leaves no bullet behind.
    mutating func closeItem() {
        bullet = nil
        pop()
        breakLine()
    }

    /// What follows starts a line.
    mutating func breakLine() { owe(lines: max(owedLines, 1)) }

    /// What follows starts a paragraph.
    mutating func breakParagraph() { owe(lines: max(owedLines, 2)) }

    /// A line break in the text itself: two in a row leave an empty line, more leave no more.
    mutating func addLineBreak() { owe(lines: min(owedLines + 1, max(owedLines, 2))) }

    private mutating func owe(lines: Int) {
        owesSpace = false
        owedLines = lines
        sharedPrefixes = min(sharedPrefixes, prefixes.count)
    }

    /// A line across the text.
    mutating func appendRule() {
        breakParagraph()
        append(verbatim: "---")
        breakParagraph()
    }
}

// MARK: - Text

extension TextLayout {
    /// Running text: white space of any kind and length is one space.
    mutating func append(flowing content: String) {
        var rest = content[...].unicodeScalars
        while !rest.isEmpty {
            let word = rest.prefix { !Self.partsWords($0) }
            if !word.isEmpty { append(word: Self.spaced(word)) }
            rest = rest[word.endIndex...]
            let space = rest.prefix(while: Self.partsWords)
            if !space.isEmpty, !text.isEmpty { owesSpace = true }
            rest = rest[space.endIndex...]
        }
    }

    private static func partsWords(_ scalar: Unicode.Scalar) -> Bool { scalar.isWhitespace && scalar != noBreakSpace }

    /// Its no-break spaces part no words, and are spaces to who reads it.
    private static func spaced(_ word: Substring.UnicodeScalarView) -> Substring {
        guard word.contains(noBreakSpace) else { return Substring(word) }
        var scalars = Substring.UnicodeScalarView()
        scalars.append(contentsOf: word.lazy.map { $0 == noBreakSpace ? " " : $0 })
        return Substring(scalars)
    }

    private static let noBreakSpace: Unicode.Scalar = "\u{A0}"

    /// Text whose lines and spaces count.
    mutating func append(verbatim content: String) {
        for (index, line) in content.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            if index > 0 { owe(lines: owedLines + 1) }
            if !line.isEmpty { append(word: line) }
        }
    }

    /// The target of the link whose text came just before, unless the text says it already. Only targets that a reader can
    /// use are shown: web addresses, and the address or the number of `mailto:` and `tel:`.
    mutating func append(target: String) {
        var shown = target
        switch LinkTarget.scheme(of: target) {
        case "http", "https": if text.hasSuffix(PercentEncoding.decoded(shown)) { return }
        case "mailto", "tel": shown = String(target.drop { $0 != ":" }.dropFirst().prefix { $0 != "?" })
        default: return
        }
        if !shown.isEmpty, !text.utf8.reversed().starts(with: shown.utf8.reversed()) { append(flowing: " (\(shown))") }
    }

    private mutating func append(word: Substring) {
        if text.isEmpty {
            text += linePrefix()
        } else if owedLines > 0 {
            if owedLines > 1 {
                let empty = prefixes.prefix(sharedPrefixes).joined().trimmedEnd
                for _ in 1..<owedLines { text += "\n\(empty)" }
            }
            text += "\n"
            text += linePrefix()
        } else if owesSpace {
            text += " "
        }
        owedLines = 0
        owesSpace = false
        sharedPrefixes = Int.max
        text += word
    }

    private mutating func linePrefix() -> String {
        guard let bullet else { return prefixes.isEmpty ? "" : prefixes.joined() }
        self.bullet = nil
        return prefixes.dropLast().joined() + bullet
    }
}

extension StringProtocol {
    /// Without white space at the end.
    var trimmedEnd: String {
        var rest = self[...]
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
