/// Bounds how many marks (accents, vowel signs, …) follow one another in a text from outside.
///
/// Swift compares and hashes texts in their canonical form, for which it sorts each run of marks, in a time that grows with the
/// square of the run: 64 KB of accents on one letter take seconds. No language writes more than a few.
/// Source: Unicode's Stream-Safe Text Format, https://www.unicode.org/reports/tr15/#Stream_Safe_Text_Format
package enum MarkRuns {
    /// What the Stream-Safe Text Format allows.
    package static let limit = 30

    /// The text without the marks that follow ``limit`` others.
    package static func capped(_ text: String) -> String {
        var text = text
        guard let bytes = text.withUTF8(capped) else { return text }
        return String(decoding: bytes, as: UTF8.self)
    }

    package static func areBounded(_ text: String) -> Bool {
        var text = text
        return text.withUTF8(capped) == nil
    }

    /// nil where nothing is left out. Takes bytes that are UTF-8.
    static func capped(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        var kept: [UInt8]?
        var run = 0
        var index = 0
        while index < bytes.count {
            let start = index
            if bytes[index] < firstMarkByte {
                repeat { index += 1 } while index < bytes.count && bytes[index] < firstMarkByte
                run = 0
            } else {
                index = min(index + width(bytes[index]), bytes.count)
                run = isMark(bytes[start..<index]) ? run + 1 : 0
            }
            if run > limit {
                if kept == nil { kept = Array(bytes[..<start]) }
            } else {
                kept?.append(contentsOf: bytes[start..<index])
            }
        }
        return kept
    }

    /// The first byte of U+0300, before which there are no marks.
    private static let firstMarkByte: UInt8 = 0xCC

    private static func width(_ first: UInt8) -> Int {
        switch first {
        case ..<0xE0: 2
        case ..<0xF0: 3
        default: 4
        }
    }

    private static func isMark(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        var value = UInt32(bytes[bytes.startIndex]) & (bytes.count == 2 ? 0x1F : bytes.count == 3 ? 0x0F : 0x07)
        for byte in bytes.dropFirst() { value = value << 6 | UInt32(byte & 0x3F) }
        // Most of what has no marks, without a look into Unicode's tables: punctuation; Chinese, Japanese, Korean; emoji.
        switch value {
        case 0x2000...0x20CF, 0x3100...0xA66E, 0xAC00...0xD7FF, 0x1F000...0x1FFFF: return false
        default: break
        }
        switch Unicode.Scalar(value)?.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: return true
        default: return false
        }
    }
}
