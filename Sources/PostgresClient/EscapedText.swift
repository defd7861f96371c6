/// Every text of ours in a text of PostgreSQL's, which holds all of Unicode but U+0000.
///
/// U+0000 stands as a character that is none (U+10FFFF) and `0`; that character itself as itself and `1`. Any other text stands as it is,
/// readable for whoever looks into a table.
enum EscapedText {
    private static let mark: Unicode.Scalar = "\u{10FFFF}"

    static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0 || $0 == 0xF4 }) else { return text }
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\u{0}": escaped.append(contentsOf: [mark, "0"])
            case mark: escaped.append(contentsOf: [mark, "1"])
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }

    static func unescaped(_ text: String) -> String {
        // The first byte of the mark in UTF-8.
        guard text.utf8.contains(0xF4) else { return text }
        var plain = String.UnicodeScalarView()
        var isMarked = false
        for scalar in text.unicodeScalars {
            if isMarked {
                plain.append(scalar == "0" ? "\u{0}" : mark)
                isMarked = false
            } else if scalar == mark {
                isMarked = true
            } else {
                plain.append(scalar)
            }
        }
        return String(plain)
    }
}
