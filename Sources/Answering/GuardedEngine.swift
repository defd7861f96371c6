import RelayCore

/// Keeps an engine from saying to a customer what no customer may read: our markers, and the words of internal notes.
package struct GuardedEngine: AnswerEngine {
    private let engine: any AnswerEngine

    /// How many characters in a row of a note are a leak; fewer may be chance.
    static let runLength = 40

    package init(_ engine: any AnswerEngine) { self.engine = engine }

    package func answer(_ request: AnswerRequest) async throws(AnswerError) -> AnswerAction {
        let action = try await engine.answer(request)
        for text in action.textsForCustomer {
            let said = ComparableText(text)
            guard !Self.markers.contains(where: said.contains) else {
                throw AnswerError("the answer contains one of our markers")
            }
            guard !Self.leaks(said, request) else { throw AnswerError("the answer repeats an internal note") }
        }
        return action
    }

    /// Both of the original integration's texts, by their letters.
    private static let markers = [ComparableText(Marker.aiResponse), ComparableText(Marker.handoff)]

    /// What was said in public is no secret, though it stands in a note as well. Of our own notes a draft may be said, and what
    /// a handoff suggests; what it tells the team of the customer may not.
    private static func leaks(_ said: ComparableText, _ request: AnswerRequest) -> Bool {
        let entries = request.history + request.messages
        let notes = entries.filter { $0.role == .note }.compactMap { entry in
            request.ownNoteIDs.contains(entry.id) ? toldByHandoff(entry.text) : entry.text
        }
        guard !notes.isEmpty else { return false }
        var runs = TextRuns(of: said, length: runLength)
        for entry in entries where entry.role != .note { runs.remove(runsOf: ComparableText(entry.text).spaced) }
        return notes.contains { runs.areShared(with: ComparableText($0)) }
    }

    /// A handoff comment without its suggested reply; nil for another text. The suggestion is a line: nothing else in the comment
    /// can begin one.
    private static func toldByHandoff(_ text: String) -> String? {
        guard ComparableText(text).contains(ComparableText(Marker.handoff)) else { return nil }
        guard let suggestion = text.ranges(of: "\n\(HandoffLabel.suggestedReply): ").last,
            let rest = text.ranges(of: "\n\(HandoffLabel.session): ").last
        else { return text }
        return text[..<suggestion.lowerBound] + "\n" + text[max(suggestion.upperBound, rest.lowerBound)...]
    }
}

extension AnswerAction {
    /// What the customer would read.
    var textsForCustomer: [String] {
        switch self {
        case .reply(let reply): [reply.text]
        case .handoff(let handoff): handoff.reply.map { [$0] } ?? []
        case .none, .deferred: []
        }
    }
}
