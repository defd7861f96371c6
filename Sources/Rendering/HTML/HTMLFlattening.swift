import CGumbo

/// HTML beyond the limits of ``HTMLTree``, without its structure: blocks become line breaks, other tags and comments go,
/// and so do scripts and styles. What is left has no depth.
enum HTMLFlattening {
    static func flatten(_ html: String) -> String {
        var source = html
        return source.withUTF8 { bytes in
            var scanner = Scanner(bytes: bytes)
            scanner.run()
            return String(decoding: scanner.output, as: UTF8.self)
        }
    }

    private struct Scanner {
        let bytes: UnsafeBufferPointer<UInt8>
        var output: [UInt8] = []
        private var index = 0

        init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

        mutating func run() {
            while index < bytes.count {
                if bytes[index] == UInt8(ascii: "<") {
                    markup()
                } else {
                    output.append(bytes[index])
                    index += 1
                }
            }
        }

        private mutating func markup() {
            let isEnd = byte(index + 1) == UInt8(ascii: "/")
            let name = HTMLTree.tagName(in: bytes, at: min(index + (isEnd ? 2 : 1), bytes.count))
            if !name.isEmpty {
                let tag = HTMLTree.tag(named: name)
                skipTag(from: name.endIndex)
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
                skipTag(from: index + 1)
            } else {
                output += "&lt;".utf8
                index += 1
            }
        }

        /// Goes behind the `>` that ends a tag; one in a quoted attribute value does not.
        private mutating func skipTag(from start: Int) {
            index = start
            var quote: UInt8?
            while let byte = byte(index) {
                index += 1
                if let open = quote {
                    if byte == open { quote = nil }
                } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                    quote = byte
                } else if byte == UInt8(ascii: ">") {
                    return
                }
            }
        }

        private mutating func skipContent(upToEndOf name: [UInt8]) {
            while index < bytes.count {
                if starts(with: "</", at: index), bytes[(index + 2)...].prefix(name.count).elementsEqual(name, by: isSameLetter) {
                    skipTag(from: index)
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
