/// The marks by which AIs cite what they searched: they point at nothing that a customer has.
enum SourceMarks {
    static func removed(from text: String) -> String {
        guard text.unicodeScalars.contains(where: { "[【:\u{E200}".unicodeScalars.contains($0) }) else { return text }
        let isList = hasList(text)
        return text.changingProse { prose in
            var rest = String(prose)
            for (sign, mark) in marks where rest.unicodeScalars.contains(sign) { rest = rest.replacing(mark, with: "") }
            return isList ? rest : rest.replacing(numbered) { $0.1 }
        }
    }

    /// Whether the text itself lists its sources by number, at the beginning of lines.
    private static func hasList(_ text: String) -> Bool {
        text.split(whereSeparator: \.isNewline).contains { $0.prefixMatch(of: listed) != nil }
    }

    // Reading a regular expression takes longer than finding it in an answer, so each is read once. Unsafe only for the compiler: these
    // run no code of ours, and nothing changes them.

    /// Each with a sign that stands in it.
    nonisolated(unsafe) private static let marks: [(Unicode.Scalar, Regex<Substring>)] = [
        // `:contentReference[oaicite:0]{index=0}` and `【4:0†source】`, both of OpenAI's.
        ("[", /[ ]?:?(?:contentReference)?\[oaicite:\d+\](?:\{index=\d+\})?/),
        ("【", /[ ]?【(?:[^】\n]{0,60}†[^】\n]{0,60}|\d+(?::\d+)?)】/),
        // `citeturn0search0` between characters of the private use area.
        ("\u{E200}", /[ ]?\u{E200}[^\u{E201}\n]{0,200}\u{E201}/),
        // `[cite: 3]`, `[cite_start]`, `[doc1]`, `[source 2]`
        (
            "[",
            /[ ]?\[(?:cite|citation|cite_start|cite_end|source|sources|doc|document)[ :_]*[\d, ]*\](?![\(\[:])/.ignoresCase()
        ),
    ]
    // `[1]`, `[1, 2]`, `[^1^]`, behind a word or a mark; neither a link nor the index of a constant.
    nonisolated(unsafe) private static let numbered =
        /([\s.,;:!?\)\d\p{Ll}])(?:[ ]?\[\^?\d{1,3}(?:,[ ]?\d{1,3})*\^?\])+(?![\(\[:])/
    nonisolated(unsafe) private static let listed = /\s*[-*]?\s*\[\^?\d{1,3}\^?\]/
}
