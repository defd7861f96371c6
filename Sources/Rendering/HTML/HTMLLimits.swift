import CGumbo

/// What libgumbo is given. Beyond that it takes seconds, or gigabytes, for a text of a few kilobytes.
///
/// Counted from above: also a `<` in a comment or in a quoted value counts as a tag.
struct HTMLLimits {
    /// Its time grows with the square of the depth, and it frees a tree by recursion: ten thousand nested lists take it a third
    /// of a second.
    static let tags = 10_000
    /// Formatting elements that are left open are repeated in every paragraph that follows, attributes and all, so that their
    /// weight times the number of tags bounds the size of the tree. Without this bound 44 KB of HTML become 2 GB of tree.
    static let repetitions = 200_000
    /// Each attribute takes fifty times the memory of the shortest one's text.
    static let attributes = 100_000
    /// It compares each attribute of a tag with all those before it: 50,000 take it ten seconds. In bytes that are looked at.
    static let comparedBytes = 500_000_000
    /// Each `<` is read to the end of its tag; tags in quoted values of tags are read more than once.
    static let rereading = 4

    private let bytes: UnsafeBufferPointer<UInt8>
    private var tags = 0
    private var formatting = 0
    private var attributes = 0
    private var comparedBytes = 0
    private var readBytes = 0

    static func allow(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var limits = HTMLLimits(bytes)
        for index in bytes.indices where bytes[index] == UInt8(ascii: "<") {
            guard limits.takeTag(at: index) else { return false }
        }
        return true
    }

    private init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    private mutating func takeTag(at index: Int) -> Bool {
        tags += 1
        let isEnd = index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "/")
        let name = HTMLTree.tagName(in: bytes, at: min(index + (isEnd ? 2 : 1), bytes.count))
        if !name.isEmpty {
            let tag = HTMLTagText(in: bytes, from: name.endIndex)
            let length = tag.end - index
            attributes += tag.attributes
            readBytes += length
            comparedBytes += tag.attributes * length
            // Without attributes no more than three of a kind are repeated.
            if tag.attributes > 0, Self.isFormatting(HTMLTree.tag(named: name)) {
                formatting += 1 + max((tag.attributes - 1) / 3, length / 256)
            }
        }
        return tags <= Self.tags && attributes <= Self.attributes && comparedBytes <= Self.comparedBytes
            && formatting * tags <= Self.repetitions && readBytes <= Self.rereading * bytes.count
    }

    /// Elements of HTML's list of active formatting elements, except `a`, of which it holds one.
    /// Source: https://html.spec.whatwg.org/multipage/parsing.html#formatting
    private static func isFormatting(_ tag: GumboTag) -> Bool {
        [
            GUMBO_TAG_B, GUMBO_TAG_BIG, GUMBO_TAG_CODE, GUMBO_TAG_EM, GUMBO_TAG_FONT, GUMBO_TAG_I, GUMBO_TAG_NOBR, GUMBO_TAG_S,
            GUMBO_TAG_SMALL, GUMBO_TAG_STRIKE, GUMBO_TAG_STRONG, GUMBO_TAG_TT, GUMBO_TAG_U,
        ].contains(tag)
    }
}

/// The text of one tag behind its name: where it ends, and how many attributes stand in it.
///
/// Source: https://html.spec.whatwg.org/multipage/parsing.html#before-attribute-name-state
struct HTMLTagText {
    private let bytes: UnsafeBufferPointer<UInt8>
    /// Behind the `>`; the end of the text where there is none.
    private(set) var end: Int
    private(set) var attributes = 0

    init(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) {
        self.bytes = bytes
        end = start
        // What follows the letters and digits of a name is part of it, up to one of these.
        skip { !Self.endsName($0) || $0 == UInt8(ascii: "=") }
        while true {
            skip { Self.isSpace($0) || $0 == UInt8(ascii: "/") }
            guard let first = take(), first != UInt8(ascii: ">") else { return }
            attributes += 1
            skip { !Self.endsName($0) }
            skip(while: Self.isSpace)
            guard byte == UInt8(ascii: "=") else { continue }
            end += 1
            skip(while: Self.isSpace)
            skipValue()
        }
    }

    private mutating func skipValue() {
        guard let quote = byte, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            return skip { !Self.isSpace($0) && $0 != UInt8(ascii: ">") }
        }
        end += 1
        skip { $0 != quote }
        _ = take()
    }

    private var byte: UInt8? { end < bytes.count ? bytes[end] : nil }

    private mutating func take() -> UInt8? {
        defer { if end < bytes.count { end += 1 } }
        return byte
    }

    private mutating func skip(while isSkipped: (UInt8) -> Bool) {
        while let byte, isSkipped(byte) { end += 1 }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0C || byte == 0x0D
    }

    private static func endsName(_ byte: UInt8) -> Bool {
        isSpace(byte) || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "=")
    }
}
