import CGumbo

/// HTML beyond ``HTMLLimits``, without its structure: blocks become line breaks, other tags and comments go,
/// and so do scripts and styles. What is left has no depth.
enum HTMLFlattening {
    /// In pieces that end at a line break: a tree of all of it would take fifty times its size.
    private static let pieceSize = 64 * 1024

    static func flatten(_ html: String, _ take: (_ piece: String) -> Void) {
        var source = html
        source.withUTF8 { bytes in
            var scanner = Scanner(bytes: bytes)
            while !scanner.isAtEnd { take(String(decoding: scanner.next(size: pieceSize), as: UTF8.self)) }
        }
    }

    private struct Scanner {
        let bytes: UnsafeBufferPointer<UInt8>
        var output: [UInt8] = []
        private var index = 0

        init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

        var isAtEnd: Bool { index >= bytes.count }

        /// Up to a line break behind so many bytes, or to the end.
        mutating func next(size: Int) -> [UInt8] {
            output.removeAll(keepingCapacity: true)
            while index < bytes.count {
                if bytes[index] == UInt8(ascii: "<") {
                    markup()
                    if output.count >= size, output.suffix(4).elementsEqual("<br>".utf8) { break }
                } else {
                    output.append(bytes[index])
                    index += 1
                }
            }
            return output
        }

        private mutating func markup() {
            let isEnd = byte(index + 1) == UInt8(ascii: "/")
            let name = HTMLTree.tagName(in: bytes, at: min(index + (isEnd ? 2 : 1), bytes.count))
            if !name.isEmpty {
                let tag = HTMLTree.tag(named: name)
                index = HTMLTagText(in: bytes, from: name.endIndex).end
                // The end tag of a head may be left out.
                if !isEnd, HTMLTextReader.isHidden(tag), tag != GUMBO_TAG_HEAD {
                    skipContent(upToEndOf: Array(name))
                } else if HTMLTextReader.isBlock(tag) {
                    output += "<br>".utf8
                } else if tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH {
                    output.append(UInt8(ascii: " "))
                }
            } else if starts(with: "<!--", at: index) {
                index += 4
                while index < bytes.count, !starts(with: "-->", at: index) { index += 1 }
                index = min(index + 3, bytes.count)
            } else if isEnd || byte(index + 1) == UInt8(ascii: "!") || byte(index + 1) == UInt8(ascii: "?") {
                skipComment()
            } else {
                output += "&lt;".utf8
                index += 1
            }
        }

        /// `<!doctype …>`, `<?xml …>` and the like.
        private mutating func skipComment() {
            while let byte = byte(index), byte != UInt8(ascii: ">") { index += 1 }
            index = min(index + 1, bytes.count)
        }

        private mutating func skipContent(upToEndOf name: [UInt8]) {
            while index < bytes.count {
                if starts(with: "</", at: index), bytes[(index + 2)...].prefix(name.count).elementsEqual(name, by: isSameLetter) {
                    index = HTMLTagText(in: bytes, from: index + 2 + name.count).end
                    return
                }
                index += 1
            }
        }

        private func isSameLetter(_ left: UInt8, _ right: UInt8) -> Bool { left | 0x20 == right | 0x20 }

        private func byte(_ index: Int) -> UInt8? { index < bytes.count ? bytes[index] : nil }

        private func starts(with text: StaticString, at index: Int) -> Bool {
            bytes.count - index >= text.utf8CodeUnitCount
                && (0..<text.utf8CodeUnitCount).allSatisfy { bytes[index + $0] == text.utf8Start[$0] }
        }
    }
}
