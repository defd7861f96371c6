import RelayCore

extension StringProtocol {
    /// On one line, cut to a length in characters.
    package func onOneLine(limit: Int) -> String {
        let words = split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return words.scalarCount <= limit ? words : words.prefix(scalars: limit - 1).trimmed + "…"
    }
}
