/// `\n` as two characters, where an answer was escaped twice.
enum SpelledLineBreaks {
    /// Where a text has line breaks of its own, a single `\n` in it is meant; a path of Windows always is.
    static func read(_ text: String) -> String {
        guard text.contains("\\n"), !text.contains("\n") || text.contains("\\n\\n") else { return text }
        return text.changingProse { prose in
            prose.split(separator: " ", omittingEmptySubsequences: false).map { word in
                let word = String(word)
                return isPath(word)
                    ? word
                    : word.replacing("\\r\\n", with: "\n").replacing("\\n", with: "\n").replacing("\\t", with: " ")
            }.joined(separator: " ")
        }
    }

    private static func isPath(_ word: String) -> Bool {
        if word.hasPrefix("\\\\") || word.contains(":\\") { return true }
        let pieces = word.split(separator: "\\", omittingEmptySubsequences: false).dropFirst()
        return pieces.contains { piece in !["n", "r", "t"].contains(where: piece.hasPrefix) }
    }
}
