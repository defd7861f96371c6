import RelayCore

/// A session's timeline, and how far along it customers are answered.
package struct AnsweredTimeline: Sendable {
    /// Oldest first.
    package let entries: [TimelineEntry]
    /// How many of the entries, from the oldest on, are answered: what a customer wrote behind them is not.
    package let answered: Int

    /// - Parameter message: Of an entry of the AI: the id of the message that it answers; nil where it names none, and answers all
    ///   before it.
    package init(_ entries: [TimelineEntry], answeredBy message: (TimelineEntry) async throws -> String?) async rethrows {
        var answered = entries.lastIndex { $0.role == .rep }.map { $0 + 1 } ?? 0
        // The newest first: one that stands before what is answered adds nothing.
        for index in entries.indices.reversed() where entries[index].role == .ai {
            if index < answered { break }
            let named = try await message(entries[index])
            let place = named.flatMap { id in entries[..<index].lastIndex { $0.id == id } }
            answered = max(answered, (place ?? index) + 1)
        }
        self.entries = entries
        self.answered = answered
    }

    /// - Parameter threadID: Of the thread that the entries stand on.
    package static func read(
        _ entries: [TimelineEntry], threadID: String, of services: OrganizationServices
    ) async throws -> AnsweredTimeline {
        let reference = AnswerReference(threadID: threadID, services: services)
        return try await AnsweredTimeline(entries) { answer in
            let before = entries.prefix { $0.id != answer.id }.filter { $0.role == .customer }
            return try await reference.message(answeredBy: answer.id, at: answer.createdAt, among: before.map(\.id))
        }
    }

    /// What customers wrote that nobody has answered, oldest first.
    package var unanswered: [TimelineEntry] { entries[answered...].filter { $0.role == .customer } }
}
