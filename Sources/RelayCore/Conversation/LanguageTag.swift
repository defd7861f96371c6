/// Language tags (BCP 47), by their form.
enum LanguageTag {
    /// Subtags of one to eight letters and digits, the first of two or three letters.
    static func isValid(_ tag: String) -> Bool {
        let parts = tag.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard tag.utf8.count <= 35, let first = parts.first, (2...3).contains(first.count), first.allSatisfy(isLetter) else {
            return false
        }
        return parts.allSatisfy { (1...8).contains($0.count) && $0.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) } }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

    /// The tag in small letters, then without its last part, and so on: `pt-br`, `pt`.
    /// Source: RFC 4647, section 3.4, lookup: https://www.rfc-editor.org/rfc/rfc4647#section-3.4
    static func lookups(_ tag: String) -> [String] {
        var parts = tag.lowercased().split { $0 == "-" || $0 == "_" }
        var lookups: [String] = []
        while !parts.isEmpty {
            lookups.append(parts.joined(separator: "-"))
            parts.removeLast()
        }
        return lookups
    }
}
