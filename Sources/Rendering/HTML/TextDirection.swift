import RelayCore

/// Which way a text is read.
enum TextDirection {
    /// The share of words of a script that is read from right to left at which the whole text is: Latin names and numbers are
    /// common in such texts. The same share that Google's and ICU's estimates use.
    private static let (share, outOf) = (2, 5)

    static func isRightToLeft(_ text: String) -> Bool {
        guard text.unicodeScalars.contains(where: isRightToLeft) else { return false }
        var (rightToLeft, all) = (0, 0)
        for word in text.unicodeScalars.split(whereSeparator: \.isWhitespace) {
            guard let letter = word.first(where: \.properties.isAlphabetic) else { continue }
            all += 1
            if isRightToLeft(letter) { rightToLeft += 1 }
        }
        return rightToLeft * outOf >= all * share
    }

    /// Letters of Hebrew, Arabic, Syriac, Thaana, N'Ko and the other scripts of that direction.
    /// Source: https://www.unicode.org/Public/UCD/latest/ucd/extracted/DerivedBidiClass.txt
    private static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.properties.isAlphabetic else { return false }
        switch scalar.value {
        case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF: return true
        default: return false
        }
    }
}
