import RelayCore

/// Sets apart what others wrote from what we say to a model: between delimiters that nobody can guess, because they hold a name
/// made for this request alone.
struct DataFence {
    private let id: String

    /// - Parameter id: Made for this request; nobody else knows it.
    init(id: String) { self.id = id.filter { $0.isASCII && ($0.isLetter || $0.isNumber) } }

    var opening: String { "[[DATA-\(id)" }
    var closing: String { "[[END-\(id)]]" }

    /// - Parameter kind: One of our words for what it is, never text of others.
    func enclose(_ text: String, kind: String) -> String { "\(opening) \(kind)]]\n\(neutral(text))\n\(closing)" }

    /// Whether a text holds the name of the fence: a model that repeats it repeats what it was told.
    func isRepeated(in text: String) -> Bool { !id.isEmpty && text.lowercased().contains(id.lowercased()) }

    /// Delimiters in the text lose their brackets, in whatever spelling; so does the name itself.
    func neutral(_ text: String) -> String {
        var safe = text
        if isRepeated(in: safe) { safe = Self.replacing(id, in: safe, with: "…") }
        for word in ["[[DATA", "[[END"] { safe = Self.replacing(word, in: safe, with: "[ [\(word.dropFirst(2))") }
        return safe
    }

    /// Letters are compared without case.
    private static func replacing(_ sought: String, in text: String, with replacement: String) -> String {
        let pattern = Array(sought.unicodeScalars.map(folded))
        let scalars = Array(text.unicodeScalars)
        guard let first = pattern.first, scalars.count >= pattern.count else { return text }
        var output = String.UnicodeScalarView()
        var index = 0
        while index < scalars.count {
            let end = index + pattern.count
            if folded(scalars[index]) == first, end <= scalars.count,
                zip(scalars[index..<end], pattern).allSatisfy({ folded($0) == $1 })
            {
                output.append(contentsOf: replacement.unicodeScalars)
                index = end
            } else {
                output.append(scalars[index])
                index += 1
            }
        }
        return String(output)
    }

    /// Full-width letters and brackets are read as the plain ones: a model reads them so.
    private static func folded(_ scalar: Unicode.Scalar) -> UInt32 {
        let value = (0xFF01...0xFF5E).contains(scalar.value) ? scalar.value - 0xFEE0 : scalar.value
        return (0x41...0x5A).contains(value) ? value + 0x20 : value
    }
}
