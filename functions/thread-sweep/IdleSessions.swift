import Conversations
import FoundationEssentials
import RelayCore

/// The AI's own conversations in which nothing was said for so long that they are over. One that a person has is theirs to close.
struct IdleSessions {
    private let services: OrganizationServices
    /// How many of one channel are looked at in one tick: those in which somebody waits must not hide those behind them.
    private static let looks = 1000
    /// How many of one channel are closed in one tick.
    private static let limit = 100
    private static let timelineLimit = 20

    init(_ services: OrganizationServices) { self.services = services }

    func closings() async throws -> [SessionControlEvent] {
        let now = services.ambient.now()
        var closings: [SessionControlEvent] = []
        for (channel, seconds) in services.configuration[ConfigurationKeys.sessionIdle] {
            let ids = try await services.store.sessionIDs(
                matching: .openAndIdle(channel, since: now - seconds), limit: Self.looks)
            var count = 0
            for id in ids {
                if count == Self.limit { break }
                guard let session = try await services.sessions.find(id: id), try await isSettled(session) else { continue }
                closings.append(
                    SessionControlEvent(
                        .close, of: ConversationReference(sessionID: id), idleSince: session.updatedAt))
                count += 1
            }
        }
        return closings
    }

    /// Whether nobody waits in it: a customer whose message the AI did not answer on purpose does not.
    private func isSettled(_ session: Session) async throws -> Bool {
        let timeline = try await services.sessions.timeline(of: session, limit: Self.timelineLimit)
        guard let last = timeline.last(where: { $0.role != .note }), last.role == .customer else { return true }
        guard let threadID = session.threadID else { return false }
        return try await services.store.turnOutcome(threadID: threadID, messageID: last.id) != nil
    }
}
