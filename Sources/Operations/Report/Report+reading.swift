import FoundationEssentials
import HostDelivery
import RelayCore

extension Report {
    /// - Parameter reasons: Of how many of the newest unanswered questions the AI's words on why it handed them over are read.
    package static func of(
        _ history: any InvocationHistory, since: Date, now: Date, reasons: Int = 0
    ) async throws -> Report {
        let outcomes = try await history.outcomes(
            of: types, effects: effects, since: since, closedBy: Session.State.closed.rawValue)
        var report = Report(since: since, until: now, outcomes: outcomes)
        try await report.addReasons(history, reasons)
        return report
    }

    /// Of the newest questions only.
    private mutating func addReasons(_ history: any InvocationHistory, _ limit: Int) async throws {
        guard limit > 0 else { return }
        let texts = try await history.texts(of: unanswered.prefix(limit).compactMap(\.handoff))
        for index in unanswered.indices.prefix(limit) {
            guard let number = unanswered[index].handoff, let text = texts[number] else { continue }
            unanswered[index].reason = (try? JSON.parse(text.event))?["data"]?["reason"]?.string
        }
    }
}
