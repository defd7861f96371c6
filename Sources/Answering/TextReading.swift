/// What a text says of itself, by words alone.
struct TextReading: Sendable {
    let words: [String]
    /// Words with single spaces between and around them, for phrases.
    private let joined: String

    init(_ text: String) {
        words = text.lowercased().split { !($0.isLetter || $0.isNumber || $0 == "'" || $0 == "’") }
            .map { String($0).replacing("’", with: "'") }
        joined = " \(words.joined(separator: " ")) "
    }

    func contains(_ phrases: some Sequence<String>) -> Bool { phrases.contains { joined.contains(" \($0) ") } }

    /// The language whose frequent words cover most of the text; nil when two do alike, or hardly any word is known.
    var language: String? {
        let scores = Phrases.all.map { phrases in
            (language: phrases.language, score: words.count { phrases.stopWords.contains($0) || phrases.greetings.contains($0) })
        }.sorted { $0.score > $1.score }
        guard let best = scores.first, best.score > 0, best.score > scores[1].score else { return nil }
        return best.score * 6 >= words.count ? best.language : nil
    }

    /// `angry`, `negative`, `positive` or `neutral`.
    var sentiment: String {
        if Phrases.all.contains(where: { contains($0.angry) }) { return "angry" }
        if Phrases.all.contains(where: { contains($0.negative) }) { return "negative" }
        if Phrases.all.contains(where: { contains($0.positive) }) { return "positive" }
        return "neutral"
    }

    var asksForPerson: Bool { Phrases.all.contains { contains($0.personRequests) } }

    /// Greetings and thanks, and nothing else.
    var isSmallTalk: Bool {
        !words.isEmpty && words.count <= 8 && Phrases.all.contains { phrases in words.allSatisfy(phrases.greetings.contains) }
    }

    /// The words that a search can go by, once each, at most 24.
    var searchTerms: [String] {
        let known = Phrases.all.first { $0.language == language } ?? .english
        var terms: [String] = []
        for word in words where word.count > 1 && !known.stopWords.contains(word) && !terms.contains(word) {
            terms.append(word)
        }
        return Array(terms.prefix(24))
    }
}
