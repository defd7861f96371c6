import Phrases

/// What the articles engine knows of a language. Words are matched whole.
struct ConversationPhrases: Sendable {
    /// BCP 47
    let language: String
    /// By which the language is guessed, and which ask for nothing.
    let frequentWords: Set<String>
    /// A text that consists of these and of ``thanks`` asks for nothing.
    let greetings: Set<String>
    let thanks: Set<String>
    /// What one does with a person, and whom one means: the two close together ask for a person.
    let speakingWords: Set<String>
    let personWords: Set<String>
    /// What asks for a person by itself.
    let personRequests: [String]
    let angry: [String]
    let negative: [String]
    let positive: [String]
    let greetingLine: String
    let thanksLine: String
    let closingLine: String
    /// Before the name of the article that an answer is from; nil where it is said in English.
    let sourceLine: String?

    /// nil for a language whose file lacks a topic of conversations.
    init?(_ known: Language) {
        guard let greetingLine = known[.greetingLine].first, let thanksLine = known[.thanksLine].first,
            let closingLine = known[.closingLine].first,
            Self.lists.allSatisfy({ !known[$0].isEmpty })
        else { return nil }
        language = known.tag
        frequentWords = Set(known[.frequentWords])
        greetings = Set(known[.chatGreetings])
        thanks = Set(known[.chatThanks])
        speakingWords = Set(known[.speakingWords])
        personWords = Set(known[.personWords])
        personRequests = known[.asksForPerson]
        angry = known[.angry]
        negative = known[.negative]
        positive = known[.positive]
        self.greetingLine = greetingLine
        self.thanksLine = thanksLine
        self.closingLine = closingLine
        sourceLine = known[.sourceLine].first
    }

    private static let lists: [Topic] = [
        .frequentWords, .chatGreetings, .chatThanks, .speakingWords, .personWords, .asksForPerson, .angry, .negative, .positive,
    ]
}

// MARK: - All of them

extension ConversationPhrases {
    /// English first.
    static let all = Language.all.compactMap(ConversationPhrases.init)

    static let english = all[0]

    /// The phrases of a language; English where there are none.
    static func of(_ language: String?) -> ConversationPhrases { all.first { $0.language == language } ?? english }
}
