import RelayCore

extension StringProtocol {
    /// On one line, cut to a length in characters.
    package func onOneLine(limit: Int) -> String {
        let words = split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return words.count <= limit ? words : words.prefix(limit - 1).trimmed + "…"
    }
}
