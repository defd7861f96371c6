import RelayCore

/// What models think aloud before they answer, between the marks that they and their endpoints use for it.
enum Thinking {
    private struct Marks {
        let start: [UInt8]
        let end: [UInt8]

        init(_ start: String, _ end: String) {
            self.start = Array(start.utf8)
            self.end = Array(end.utf8)
        }
    }

    private static let marks =
        ["think", "thinking", "thought", "reasoning", "reflection", "scratchpad", "analysis", "seed:think"].map {
            Marks("<\($0)>", "</\($0)>")
        } + [
            Marks("[think]", "[/think]"), Marks("◁think▷", "◁/think▷"), Marks("<|start_thinking|>", "<|end_thinking|>"),
            Marks("<|channel|>analysis<|message|>", "<|channel|>final<|message|>"),
        ]

    /// Whether a text begins with a thought.
    static func begins(_ text: String) -> Bool {
        let folded = folded(Array(text.trimmed.utf8))
        return marks.contains { folded.starts(with: $0.start) }
    }

    /// Without thoughts that ended, those whose beginning the endpoint has swallowed, and those that never end.
    static func removed(from text: String) -> String {
        String(decoding: marks.reduce(Array(text.utf8)) { removed($1, from: $0) }, as: UTF8.self)
    }

    private static func removed(_ marks: Marks, from bytes: [UInt8]) -> [UInt8] {
        let folded = folded(bytes)
        var output: [UInt8] = []
        var isThought = false
        var index = 0
        while index < bytes.count {
            if folded[index] == marks.end[0], folded[index...].starts(with: marks.end) {
                if !isThought { output = [] }
                isThought = false
                index += marks.end.count
            } else if folded[index] == marks.start[0], folded[index...].starts(with: marks.start) {
                isThought = true
                index += marks.start.count
            } else {
                if !isThought { output.append(bytes[index]) }
                index += 1
            }
        }
        return output
    }

    /// In small letters, as far as the marks have letters.
    private static func folded(_ bytes: [UInt8]) -> [UInt8] { bytes.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 } }
}
