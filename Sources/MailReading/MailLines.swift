import RelayCore

/// A plain text cut into lines, without white space at their ends.
struct MailLines {
    let lines: [Substring]
    /// Which lines are two dashes and a space, and so the delimiter before a signature. Source: RFC 3676, section 4.3
    let delimiters: Set<Int>

    init(_ text: String) {
        let raw = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        var lines: [Substring] = []
        var delimiters: Set<Int> = []
        for (index, line) in raw.enumerated() {
            if line == "-- " { delimiters.insert(lines.count) }
            let bare = line.bare
            // “Please send one. On … wrote:” over marked lines
            if let start = MailIntroduction.start(within: bare), Self.isOverMarks(raw, index) {
                lines.append(bare[..<start].bare.withoutDashesAtEnd)
                lines.append(bare[start...])
            } else if let end = MailIntroduction.end(within: bare),
                lines.last(where: { !$0.isEmpty }).map(MailFooter.isFooter) == true
            {
                // Yahoo's program for telephones goes on behind its introduction, under its footer.
                lines += [bare[..<end], "", bare[end...].bare]
            } else {
                lines.append(bare)
            }
        }
        self.lines = lines
        self.delimiters = delimiters
    }

    private static func isOverMarks(_ raw: [Substring], _ index: Int) -> Bool {
        raw[(index + 1)...].first { !$0.bare.isEmpty }?.bare.utf8.first == UInt8(ascii: ">")
    }

    private init(lines: [Substring]) {
        self.lines = lines
        delimiters = []
    }

    /// The same without the marks of quotes.
    var unmarked: MailLines { MailLines(lines: lines.map(\.unmarked)) }

    /// All of it.
    var text: String { text(0..<lines.count) }

    /// Some of the lines, without empty lines around them.
    func text(_ range: Range<Int>) -> String {
        var range = range
        while let first = range.first, lines[first].isEmpty { range.removeFirst() }
        while let last = range.last, lines[last].isEmpty { range.removeLast() }
        return lines[range].joined(separator: "\n")
    }

    /// A line that closes the address of the line above, as `>:` and `> wrote:` do, is not.
    func isQuoted(_ index: Int) -> Bool {
        guard lines[index].utf8.first == UInt8(ascii: ">") else { return false }
        guard index > 0, lines[index].endsWithColon, let open = lines[index - 1].lastIndex(of: "<") else { return true }
        return lines[index - 1][open...].contains(">") || lines[index].utf8.count > 40
    }

    /// The next line from `index` on that is not empty.
    func next(from index: Int, before end: Int) -> Int? { (index..<max(index, end)).first { !lines[$0].isEmpty } }
}

extension Substring {
    /// Without white space, and what mail programs use as such, at both ends.
    var bare: Substring {
        var rest = self
        while let first = rest.unicodeScalars.first, first.isBlank { rest.unicodeScalars.removeFirst() }
        while let last = rest.unicodeScalars.last, last.isBlank { rest.unicodeScalars.removeLast() }
        return rest
    }
}

extension Substring {
    /// Some programs put dashes before an introduction.
    fileprivate var withoutDashesAtEnd: Substring {
        guard hasSuffix("--") else { return self }
        var rest = self
        while rest.last == "-" { rest.removeLast() }
        return rest.bare
    }
}

extension StringProtocol {
    /// The standard library's own search brings the regular expressions along.
    func holds(_ other: String) -> Bool { utf8Index(of: other) != nil }

    func utf8Index(of other: String) -> String.Index? {
        let sought = Array(other.utf8)
        guard let first = sought.first else { return startIndex }
        var index = utf8.startIndex
        while index < utf8.endIndex {
            if utf8[index] == first, utf8[index...].starts(with: sought) { return index }
            index = utf8.index(after: index)
        }
        return nil
    }

    /// Words in lower case: runs of letters, marks and apostrophes.
    var words: [String] {
        lowercased().split { !$0.isLetter && $0 != "'" && $0 != "’" }.map(String.init)
    }
}

extension Unicode.Scalar {
    /// Of the scripts of East Asia, most of which put no spaces between words.
    var isUnspaced: Bool { value >= 0x2E80 }

    /// White space, byte order marks and the invisible characters that mail programs put around text.
    fileprivate var isBlank: Bool {
        if isWhitespace { return true }
        return switch value {
        case 0x200B, 0x200E, 0x200F, 0xFEFF, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
