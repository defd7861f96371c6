import CGumbo

/// HTML beyond ``HTMLLimits``, without its structure: blocks become line breaks, other tags and comments go,
/// and so do scripts and styles. What is left has no depth.
enum HTMLFlattening {
    enum Part {
        /// With its entities, and with no tags: a `<` is a character.
        case text(String)
        /// No more than two follow each other: more say nothing else.
        case lineBreak
    }

    static func flatten(_ html: String, _ take: (Part) -> Void) {
        var source = html
        source.withUTF8 { bytes in
            var scanner = Scanner(bytes: bytes)
            while let part = scanner.next() { take(part) }
        }
    }

    private struct Scanner {
        let bytes: UnsafeBufferPointer<UInt8>
        private var text: [UInt8] = []
        private var index = 0
        private var owesBreak = false
        /// How many were given since the last text.
        private var breaks = 0

        init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

        mutating func next() -> Part? {
            while true {
                if owesBreak {
                    owesBreak = false
                    guard breaks < 2 else { continue }
                    breaks += 1
                    return .lineBreak
                }
                text.removeAll(keepingCapacity: true)
                while index < bytes.count, !owesBreak {
                    if bytes[index] == UInt8(ascii: "<") {
                        markup()
                    } else {
                        let end = bytes[index...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
                        text += bytes[index..<end]
                        index = end
                    }
                }
                if text.contains(where: { $0 > 0x20 }) {
                    breaks = 0
                    return .text(String(decoding: text, as: UTF8.self))
                }
                if !owesBreak { return nil }
            }
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
                    owesBreak = true
                } else if tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH {
                    text.append(UInt8(ascii: " "))
                }
            } else if starts(with: "<!--", at: index) {
                index += 4
                while index < bytes.count, !starts(with: "-->", at: index) { index += 1 }
                index = min(index + 3, bytes.count)
            } else if isEnd || byte(index + 1) == UInt8(ascii: "!") || byte(index + 1) == UInt8(ascii: "?") {
                skipComment()
            } else {
                text.append(UInt8(ascii: "<"))
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
