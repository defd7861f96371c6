import RelayCore

/// Keeps from a customer what no customer may read: our markers, and the words of internal notes.
package struct AnswerGuard: Sendable {
    private let timeline: [TimelineEntry]
    private let ownNoteIDs: Set<String>

    /// How many characters in a row of a note are a leak; fewer may be chance.
    private static let runLength = 40
    /// Both of the original integration's texts, by their letters.
    private static let markers = [ComparableText(Marker.aiResponse), ComparableText(Marker.handoff)]

    /// - Parameters:
    ///   - timeline: Everything that stands in the conversation, notes among it.
    ///   - ownNoteIDs: Of our own notes a draft may be said, and what a handoff suggests; what it tells the team of the customer
    ///     may not.
    package init(timeline: [TimelineEntry], ownNoteIDs: Set<String>) {
        self.timeline = timeline
        self.ownNoteIDs = ownNoteIDs
    }

    /// Why a text of the AI must not go to a customer, as the end of a sentence that starts with it; nil where it may.
    package func objection(to text: String) -> String? {
        let said = ComparableText(text)
        if Self.markers.contains(where: said.contains) { return "holds one of our markers" }
        return leaks(said) ? "repeats an internal note" : nil
    }

    /// What was said in public is no secret, though it stands in a note as well.
    private func leaks(_ said: ComparableText) -> Bool {
        let notes = timeline.filter { $0.role == .note }.compactMap { entry in
            ownNoteIDs.contains(entry.id) ? Self.toldByHandoff(entry.text) : entry.text
        }
        guard !notes.isEmpty else { return false }
        var runs = TextRuns(of: said, length: Self.runLength)
        for entry in timeline where entry.role != .note { runs.remove(runsOf: ComparableText(entry.text).spaced) }
        return notes.contains { runs.areShared(with: ComparableText($0)) }
    }

    /// The words of a handoff by hand are ordinary ones: they count as a title alone.
    private static func isHandoff(_ text: String) -> Bool {
        ComparableText(text).contains(ComparableText(Marker.handoff))
            || ComparableText(String(text.prefix { !$0.isNewline })).scalars == ComparableText(Marker.handoffByHand).scalars
    }

    /// A handoff comment without its suggested reply; nil for another text. The suggestion is a line: nothing else in the comment
    /// can begin one.
    private static func toldByHandoff(_ text: String) -> String? {
        guard isHandoff(text) else { return nil }
        guard let suggestion = text.ranges(of: "\n\(HandoffLabel.suggestedReply): ").last,
            let rest = text.ranges(of: "\n\(HandoffLabel.session): ").last
        else { return text }
        return text[..<suggestion.lowerBound] + "\n" + text[max(suggestion.upperBound, rest.lowerBound)...]
    }
}
