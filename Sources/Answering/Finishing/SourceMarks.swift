/// The marks by which AIs cite what they searched: they point at nothing that a customer has.
enum SourceMarks {
    static func removed(from text: String) -> String {
        guard text.unicodeScalars.contains(where: { "[【:\u{E200}".unicodeScalars.contains($0) }) else { return text }
        let isList = hasList(text)
        return text.changingProse { prose in
            var rest = String(prose)
            for mark in [openAI, assistants, invisible, named] { rest = rest.replacing(mark, with: "") }
            return isList ? rest : rest.replacing(numbered) { $0.1 }
        }
    }

    /// Whether the text itself lists its sources by number, at the beginning of lines.
    private static func hasList(_ text: String) -> Bool {
        text.split(whereSeparator: \.isNewline).contains { $0.prefixMatch(of: /\s*[-*]?\s*\[\^?\d{1,3}\^?\]/) != nil }
    }

    // `:contentReference[oaicite:0]{index=0}` and `【4:0†source】`, both of OpenAI's.
    private static var openAI: Regex<Substring> {
        /[ ]?:?(?:contentReference)?\[oaicite:\d+\](?:\{index=\d+\})?/
    }
    private static var assistants: Regex<Substring> {
        /[ ]?【(?:[^】\n]{0,60}†[^】\n]{0,60}|\d+(?::\d+)?)】/
    }
    // `citeturn0search0` between characters of the private use area.
    private static var invisible: Regex<Substring> {
        /[ ]?\u{E200}[^\u{E201}\n]{0,200}\u{E201}/
    }
    // `[cite: 3]`, `[cite_start]`, `[doc1]`, `[source 2]`
    private static var named: Regex<Substring> {
        /[ ]?\[(?:cite|citation|cite_start|cite_end|source|sources|doc|document)[ :_]*[\d, ]*\](?![\(\[:])/.ignoresCase()
    }
    // `[1]`, `[1, 2]`, `[^1^]`, behind a word or a mark; neither a link nor the index of a constant.
    private static var numbered: Regex<(Substring, Substring)> {
        /([\s.,;:!?\)\d\p{Ll}])(?:[ ]?\[\^?\d{1,3}(?:,[ ]?\d{1,3})*\^?\])+(?![\(\[:])/
    }
}
