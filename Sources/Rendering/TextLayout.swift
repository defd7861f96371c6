/// Builds plain text out of blocks: white space is collapsed, blocks are parted by one empty line at most, and lines of
/// quotes and lists carry their prefix.
struct TextLayout {
    private(set) var text = ""
    /// How many line ends are owed before the next word.
    private var owedLines = 0
    private var owesSpace = false
    private var prefixes: [String] = []
    /// Stands before the first line of a list item only.
    private var bullet: String?

    mutating func push(prefix: String) { prefixes.append(prefix) }

    mutating func pop() { if !prefixes.isEmpty { prefixes.removeLast() } }

    /// The next line starts with this in the place of the innermost prefix.
    mutating func mark(bullet text: String) { bullet = text }

    /// A list item is over; one that held nothing leaves no bullet behind.
    mutating func dropBullet() { bullet = nil }

    mutating func breakLine() {
        owesSpace = false
        owedLines = max(owedLines, 1)
    }

    mutating func breakParagraph() {
        owesSpace = false
        owedLines = max(owedLines, 2)
    }

    /// Running text: white space of any kind and length is one space.
    mutating func append(flowing content: String) {
        var word = ""
        for character in content {
            if character.isWhitespace, character != "\u{A0}" {
                if !word.isEmpty { append(word: word) }
                word = ""
                if !text.isEmpty { owesSpace = true }
            } else {
                word.append(character == "\u{A0}" ? " " : character)
            }
        }
        if !word.isEmpty { append(word: word) }
    }

    /// Text whose lines and spaces count.
    mutating func append(verbatim content: String) {
        for (index, line) in content.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if index > 0 { owedLines = max(owedLines, 0) + 1 }
            if !line.isEmpty { append(word: String(line)) }
        }
    }

    private mutating func append(word: String) {
        if text.isEmpty {
            text += linePrefix()
        } else if owedLines > 0 {
            let empty = prefixes.joined().trimmedEnd
            for _ in 1..<max(owedLines, 1) { text += "\n\(empty)" }
            text += "\n\(linePrefix())"
        } else if owesSpace {
            text += " "
        }
        owedLines = 0
        owesSpace = false
        text += word
    }

    private mutating func linePrefix() -> String {
        guard let bullet else { return prefixes.joined() }
        self.bullet = nil
        return prefixes.dropLast().joined() + bullet
    }
}

extension String {
    var trimmedEnd: String {
        var text = self
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
