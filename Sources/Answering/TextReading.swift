/// What a text says of itself, by words alone.
struct TextReading: Sendable {
    let words: [String]

    init(_ text: String) {
        words = text.lowercased().split { !($0.isLetter || $0.isNumber || $0 == "'" || $0 == "’") }
            .map { String($0).replacing("’", with: "'") }
    }

    /// The language whose frequent words cover most of the text; nil when two do alike, or hardly any word is known.
    var language: String? {
        let scores = ConversationPhrases.all.map { phrases in
            (language: phrases.language, score: words.count { phrases.frequentWords.contains($0) || phrases.isSmallTalk($0) })
        }.sorted { $0.score > $1.score }
        guard let best = scores.first, best.score > 0, best.score > scores[1].score else { return nil }
        return best.score * 6 >= words.count ? best.language : nil
    }

    /// `angry`, `negative`, `positive` or `neutral`.
    var sentiment: String {
        if PhraseSet.angry.stands(in: words) { return "angry" }
        if PhraseSet.negative.stands(in: words) { return "negative" }
        if PhraseSet.positive.stands(in: words) { return "positive" }
        return "neutral"
    }

    var asksForPerson: Bool {
        PhraseSet.personRequests.stands(in: words)
            || ConversationPhrases.all.contains { isNear($0.speakingWords, $0.personWords) }
    }

    /// Whether a word of each set stands within five words of one of the other, in either order.
    private func isNear(_ one: Set<String>, _ other: Set<String>) -> Bool {
        let places = words.indices.filter { one.contains(words[$0]) }
        return places.contains { place in
            words[max(0, place - 5)..<min(words.count, place + 6)].contains(where: other.contains)
        }
    }

    /// The languages in which the text is greetings and thanks and nothing else.
    var smallTalk: [ConversationPhrases] {
        guard !words.isEmpty, words.count <= 8 else { return [] }
        return ConversationPhrases.all.filter { words.allSatisfy($0.isSmallTalk) }
    }

    func contains(anyOf known: Set<String>) -> Bool { words.contains(where: known.contains) }

    /// The words that a search can go by, once each, at most 24.
    var searchTerms: [String] {
        let known = ConversationPhrases.of(language)
        var terms: [String] = []
        for word in words where word.count > 1 && !known.frequentWords.contains(word) && !terms.contains(word) {
            terms.append(word)
            if terms.count == 24 { break }
        }
        return terms
    }
}

extension ConversationPhrases {
    fileprivate func isSmallTalk(_ word: String) -> Bool { greetings.contains(word) || thanks.contains(word) }
}
