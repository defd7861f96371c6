/// Phrases of all languages together, each found in a text by its first word: a search for every phrase takes a hundred times as long.
struct PhraseSet: Sendable {
    /// The words behind the first one.
    private var rests: [String: [[String]]] = [:]

    static let angry = PhraseSet(ConversationPhrases.all.flatMap(\.angry))
    static let negative = PhraseSet(ConversationPhrases.all.flatMap(\.negative))
    static let positive = PhraseSet(ConversationPhrases.all.flatMap(\.positive))
    static let personRequests = PhraseSet(ConversationPhrases.all.flatMap(\.personRequests))

    /// - Parameter phrases: Words with one space between them.
    init(_ phrases: [String]) {
        for phrase in phrases {
            let words = phrase.split(separator: " ").map(String.init)
            guard let first = words.first else { continue }
            rests[first, default: []].append(Array(words.dropFirst()))
        }
    }

    /// Whether one of the phrases stands in the words of a text.
    func stands(in words: [String]) -> Bool {
        words.indices.contains { index in
            rests[words[index]]?.contains { words[(index + 1)...].starts(with: $0) } ?? false
        }
    }
}
