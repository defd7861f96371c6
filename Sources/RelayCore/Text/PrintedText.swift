/// Text of strangers where somebody reads it line by line: characters that move the cursor, end a line or turn the direction of
/// writing may pass for something that nobody wrote.
package enum PrintedText {
    /// The text with such characters as `\uXXXX`, for a terminal.
    package static func escaped(_ text: String) -> String {
        if text.utf8.allSatisfy({ 0x20..<0x7F ~= $0 }) || isPlain(text) { return text }
        var escaped = ""
        for scalar in text.unicodeScalars {
            if isTreacherous(scalar) {
                let digits = String(scalar.value, radix: 16)
                escaped += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            } else {
                escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// JSON for a terminal, in one line. Outside of strings it has no such character, and inside of them `\uXXXX` says the same.
    package static func json(_ json: JSON) -> String { escaped(json.canonical) }

    /// The text without such characters, on one line. For names and the like; nil where nothing is left.
    package static func line(_ text: String) -> String? {
        var line = String.UnicodeScalarView()
        var owesSpace = false
        for scalar in text.unicodeScalars {
            if isTreacherous(scalar) || scalar.isWhitespace {
                // A mark of direction stands inside of words.
                owesSpace = owesSpace || !isDirection(scalar)
            } else {
                if owesSpace, !line.isEmpty { line.append(" ") }
                owesSpace = false
                line.append(scalar)
            }
        }
        return line.isEmpty ? nil : String(line)
    }

    package static func isPlain(_ text: String) -> Bool { !text.unicodeScalars.contains(where: isTreacherous) }

    private static func isTreacherous(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x20 || 0x7F...0x9F ~= scalar.value { return true }
        return scalar.value > 0x7F && (isDirection(scalar) || 0x2028...0x2029 ~= scalar.value)
    }

    /// Source: https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters
    private static func isDirection(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x061C, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
