import Phrases
import RelayCore

/// What DeskRelay itself says to customers: as it is configured for their language, else in that language as we know it, else
/// as it is configured for others, else in English.
extension OrganizationServices {
    /// What a customer reads whom the AI could not answer.
    /// - Parameter language: The customer's, as BCP 47; nil where it is not known.
    package func fallbackLine(in language: String?) -> String {
        Self.line(configuration[ConfigurationKeys.aiFallbackLine], .fallbackLine, language)
    }

    /// What a customer reads who is handed over without a word of the AI's; nil where nothing is to be said.
    package func handoffLine(in language: String?) -> String? {
        let line = configuration[ConfigurationKeys.handoffLine]
        return line.isOff ? nil : Self.line(line, .closingLine, language)
    }

    /// What the AI's first message of a conversation says of who writes; nil where nothing is to be said.
    func disclosureLine(on channel: ChannelKind, in language: String?) -> String? {
        let line = configuration[ConfigurationKeys.aiDisclosure].line(on: channel)
        return line.isOff ? nil : Self.line(line, .disclosureLine, language)
    }

    private static func line(_ line: LineByLanguage, _ topic: Topic, _ language: String?) -> String {
        let known = language.flatMap { line.text(in: $0) ?? Language.sentence(topic, in: $0) }
        return known ?? line.textInAnyLanguage ?? Language.englishSentence(topic)
    }
}
