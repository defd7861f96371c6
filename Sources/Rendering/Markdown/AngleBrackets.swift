import CGumbo

/// Words in angle brackets, as in `<order number>`, told from the tags of HTML.
enum AngleBrackets {
    /// HTML in which such words are text.
    static func escapingWords(in html: String) -> String {
        var source = html
        return source.withUTF8 { bytes in
            guard bytes.contains(BracketReader.open) else { return html }
            var output: [UInt8] = []
            output.reserveCapacity(bytes.count)
            BracketReader(bytes).read { piece in
                if piece.isWords {
                    output += "&lt;".utf8
                    output += bytes[piece.range].dropFirst()
                } else {
                    output += bytes[piece.range]
                }
                return true
            }
            return String(decoding: output, as: UTF8.self)
        }
    }

    /// Whether a text begins with words in angle brackets.
    static func beginsWithWords(_ html: String) -> Bool {
        var source = html
        return source.withUTF8 { bytes in
            var isWords = false
            BracketReader(bytes).read { piece in
                guard bytes[piece.range].first == BracketReader.open else { return true }
                isWords = piece.isWords
                return false
            }
            return isWords
        }
    }
}

/// Reads HTML as tags and what stands between them.
private struct BracketReader {
    static let open = UInt8(ascii: "<")

    private let bytes: UnsafeBufferPointer<UInt8>
    /// The names of all end tags, in small letters.
    private var endNames: Set<[UInt8]> = []

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        for index in bytes.indices where bytes[index] == Self.open && byte(index + 1) == UInt8(ascii: "/") {
            endNames.insert(name(at: index + 2).map { $0 | 0x20 })
        }
    }

    /// - Parameter visit: Is given every piece in order, and says whether to go on.
    func read(_ visit: ((range: Range<Int>, isWords: Bool)) -> Bool) {
        var index = 0
        while index < bytes.count {
            let end: Int
            var isWords = false
            if bytes[index] != Self.open {
                end = bytes[index...].firstIndex(of: Self.open) ?? bytes.count
            } else if byte(index + 1) == UInt8(ascii: "!"), byte(index + 2) == UInt8(ascii: "-") {
                end = commentEnd(from: index + 4)
            } else {
                let name = name(at: index + (byte(index + 1) == UInt8(ascii: "/") ? 2 : 1))
                isWords = !name.isEmpty && isLetter(name[name.startIndex]) && !isTag(at: index, name)
                end = index + 1
            }
            guard visit((index..<end, isWords)) else { return }
            index = end
        }
    }

    private func isTag(at index: Int, _ name: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        let tag = HTMLTree.tag(named: name)
        guard tag != GUMBO_TAG_UNKNOWN, let attributes = attributes(from: name.endIndex) else { return false }
        if byte(index + 1) == UInt8(ascii: "/") || tag == GUMBO_TAG_SCRIPT || tag == GUMBO_TAG_STYLE { return true }
        // `<address line 1>`: no attribute of HTML.
        guard attributes.allSatisfy({ $0.hasValue || Self.bareAttributes.contains($0.name) }) else { return false }
        guard attributes.isEmpty else { return true }
        // `<code>`, `<link>`: what needs an end or an attribute and has none.
        return Self.bareElements.contains(tag) || endNames.contains(name.map { $0 | 0x20 })
    }

    /// The attributes of a tag; nil where it does not end.
    private func attributes(from start: Int) -> [(name: String, hasValue: Bool)]? {
        var attributes: [(name: String, hasValue: Bool)] = []
        var index = start
        while let first = byte(index) {
            if first == UInt8(ascii: ">") { return attributes }
            guard !isBlank(first), first != UInt8(ascii: "/") else {
                index += 1
                continue
            }
            let end = self.end(from: index + 1) { self.isBlank($0) || [0x2F, 0x3D, 0x3E].contains($0) }
            let name = String(decoding: bytes[index..<end], as: UTF8.self).lowercased()
            index = self.end(from: end) { !self.isBlank($0) }
            guard byte(index) == UInt8(ascii: "=") else {
                attributes.append((name, false))
                continue
            }
            attributes.append((name, true))
            index = self.end(from: index + 1) { !self.isBlank($0) }
            if let quote = byte(index), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
                index = self.end(from: index + 1) { $0 == quote } + 1
            } else {
                index = self.end(from: index) { self.isBlank($0) || $0 == UInt8(ascii: ">") }
            }
        }
        return nil
    }

    private func end(from start: Int, where isEnd: (UInt8) -> Bool) -> Int {
        var index = start
        while let byte = byte(index), !isEnd(byte) { index += 1 }
        return min(index, bytes.count)
    }

    /// Up to a space, a slash or the end of the tag.
    private func name(at start: Int) -> Slice<UnsafeBufferPointer<UInt8>> {
        guard start < bytes.count else { return bytes[bytes.count...] }
        return bytes[start..<end(from: start) { self.isBlank($0) || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ">") }]
    }

    private func commentEnd(from start: Int) -> Int {
        var index = start
        while index + 2 < bytes.count {
            if bytes[index] == UInt8(ascii: "-"), bytes[index + 1] == UInt8(ascii: "-"), bytes[index + 2] == UInt8(ascii: ">") {
                return index + 3
            }
            index += 1
        }
        return bytes.count
    }

    private func byte(_ index: Int) -> UInt8? { index < bytes.count ? bytes[index] : nil }
    private func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0C, 0x0D].contains(byte) }
    private func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) || byte >= 0x80 }

    /// Attributes that are written without a value.
    private static let bareAttributes: Set<String> = ["checked", "disabled", "hidden", "nowrap", "open", "reversed", "selected"]

    /// Elements that need neither an attribute nor an end tag.
    /// Source: https://html.spec.whatwg.org/multipage/syntax.html#optional-tags
    private static let bareElements: [GumboTag] = [
        GUMBO_TAG_BR, GUMBO_TAG_HR, GUMBO_TAG_WBR, GUMBO_TAG_P, GUMBO_TAG_LI, GUMBO_TAG_DT, GUMBO_TAG_DD, GUMBO_TAG_TR,
        GUMBO_TAG_TD, GUMBO_TAG_TH, GUMBO_TAG_THEAD, GUMBO_TAG_TBODY, GUMBO_TAG_TFOOT,
    ]
}
