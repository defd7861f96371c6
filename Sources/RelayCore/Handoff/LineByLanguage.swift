/// A line that customers read, as it is configured: one text for all of them, or a text for each language.
package struct LineByLanguage: Sendable, Hashable {
    private enum Words: Hashable {
        case one(String)
        /// By tag in small letters.
        case each([String: String])
    }

    /// nil where nothing is configured.
    private let words: Words?
    /// Nothing is said.
    package let isOff: Bool

    /// Whatever DeskRelay says by itself, in each language that it knows.
    package static let builtIn = LineByLanguage(words: nil)
    private static let off = LineByLanguage(words: nil, isOff: true)

    private init(words: Words?, isOff: Bool = false) {
        self.words = words
        self.isOff = isOff
    }

    /// What is configured for the language; nil where nothing is. `pt` also serves `pt-BR`.
    package func text(in language: String) -> String? {
        switch words {
        case .one(let text): text
        case .each(let texts): LanguageTag.lookups(language).lazy.compactMap { texts[$0] }.first
        case nil: nil
        }
    }

    /// What is configured for a customer of another language, or of one that is not known: the English text, else the first.
    package var textInAnyLanguage: String? {
        switch words {
        case .one(let text): text
        case .each(let texts): texts["en"] ?? texts.min { $0.key < $1.key }?.value
        case nil: nil
        }
    }
}

// MARK: - Configuration

extension LineByLanguage {
    /// Text, or a JSON object from language tags to texts.
    /// - Parameter mayBeOff: Whether `off` says nothing. Where it may not, a customer would be left without a word.
    static func parser(mayBeOff: Bool) -> ValueParser<LineByLanguage> {
        let type = "text, or JSON object by language" + (mayBeOff ? ", or off" : "")
        return ValueParser(type: type) { json throws(ValueFault) in
            if let text = json.string?.trimmed, !text.hasPrefix("{") {
                guard !text.isEmpty else { throw ValueFault("must not be empty") }
                guard text != "off" else {
                    guard mayBeOff else { throw ValueFault("must not be off: the customer would get no word") }
                    return .off
                }
                return LineByLanguage(words: .one(text))
            }
            let texts = try ValueParser<[String: String]>.texts.parse(json)
            guard !texts.isEmpty else { throw ValueFault("must name at least one language") }
            guard texts.keys.allSatisfy(LanguageTag.isValid) else {
                throw ValueFault("must have language tags as names, as en or pt-BR")
            }
            guard texts.values.allSatisfy({ !$0.trimmed.isEmpty }) else {
                throw ValueFault("must have a non-empty text for each name")
            }
            return LineByLanguage(words: .each(Dictionary(texts.map { ($0.key.lowercased(), $0.value) }) { $1 }))
        }
    }
}
