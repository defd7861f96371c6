import RelayCore

extension Sequence<TimelineEntry> {
    /// The language that the customer wrote last, by its most frequent words; nil where they do not tell.
    package var guessedLanguage: String? {
        reversed().lazy.filter { $0.role == .customer }.compactMap { TextReading(String($0.text.prefix(scalars: 2000))).language }
            .first
    }
}
