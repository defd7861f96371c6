/// A domain name in the form in which two of them can be compared: lower-case, ASCII (Punycode), without the dot at the end.
///
/// Unicode labels are lower-cased and encoded; no further mapping of UTS 46 is done.
package struct DomainName: Sendable, Hashable {
    package let ascii: String

    /// - Throws: ``FieldError`` at `path` that says what is wrong.
    package init(_ text: String, path: String) throws(FieldError) {
        func wrong(_ problem: String) -> FieldError { FieldError(path: path, problem: problem) }
        var name = text.lowercased()
        // The ideographic full stops of IDNA count as dots.
        name = String(name.map { "\u{3002}\u{FF0E}\u{FF61}".contains($0) ? "." : $0 })
        if name.hasSuffix(".") { name.removeLast() }
        guard !name.isEmpty else { throw wrong("is no domain: it is empty") }
        var labels: [String] = []
        for label in name.split(separator: ".", omittingEmptySubsequences: false) {
            guard !label.isEmpty else { throw wrong("is no domain: two dots follow each other, or one comes first") }
            // Punycode never shortens a label, and its time grows with the square of the length.
            guard label.unicodeScalars.count <= 63 else { throw wrong("is no domain: a label is longer than 63 characters") }
            guard let encoded = Self.encode(label) else { throw wrong("is no domain: a label holds what no domain may hold") }
            guard encoded.utf8.count <= 63 else { throw wrong("is no domain: a label is longer than 63 characters") }
            labels.append(encoded)
        }
        ascii = labels.joined(separator: ".")
        guard ascii.utf8.count <= 253 else { throw wrong("is no domain: it is longer than 253 characters") }
    }

    /// A label as it is compared; nil where it holds what no label may hold.
    private static func encode(_ label: Substring) -> String? {
        guard !label.hasPrefix("-"), !label.hasSuffix("-") else { return nil }
        let scalars = Array(label.unicodeScalars)
        if scalars.allSatisfy(\.isASCII) {
            let isValid = label.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F
            }
            return isValid ? String(label) : nil
        }
        let isValid = scalars.allSatisfy { scalar in
            scalar.isASCII
                ? ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) || scalar == "-"
                : !scalar.isWhitespace && scalar.properties.generalCategory != .control
        }
        guard isValid else { return nil }
        return Punycode.encode(scalars).map { "xn--\($0)" }
    }
}
