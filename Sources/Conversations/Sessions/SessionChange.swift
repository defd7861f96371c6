import FoundationEssentials
import RelayCore

/// Brings a session into a state, and gives the AI the turn that waited for it.
package struct SessionChange {
    private let cause: RelayEvent
    private let services: OrganizationServices

    package init(_ cause: RelayEvent, _ services: OrganizationServices) {
        self.cause = cause
        self.services = services
    }

    /// - Parameter occurredAt: When what changed it happened; a state that was entered later stays.
    package func enter(_ state: Session.State, _ session: Session, at occurredAt: Date) async throws -> FunctionResult {
        // The session may be in the state because an earlier try of this very event brought it there, and ended before its
        // result was kept.
        let isMine = Timestamp.milliseconds(session.stateSince) == Timestamp.milliseconds(occurredAt)
        guard session.state != state || isMine else { return .skipped(.unchanged, data: data(session)) }
        let changed = try await services.sessions.update(session) { $0.enter(state, at: occurredAt) }
        guard changed.state == state else {
            return .skipped(.stale, "the session's state has changed since then", data: data(changed))
        }
        return .done(
            data(changed), events: [cause.following(SessionUpdatedEvent.state(of: changed))] + (try await waitingTurn(changed)))
    }

    /// Whoever gives a conversation back to the AI expects an answer to what the customer wrote meanwhile. A turn that stands
    /// already is not had twice: its outcome is kept.
    private func waitingTurn(_ session: Session) async throws -> [RelayEvent] {
        guard session.state == .open, let threadID = session.threadID else { return [] }
        let reading = try await ThreadReading.read(threadID, of: services)
        guard let message = reading.newestAnswerable, !reading.isAnswered(message) else { return [] }
        let turn = ConversationTurnEvent(threadID: threadID, messageID: message.id, due: services.ambient.now())
        return [cause.following(turn, isRepeat: true)]
    }

    private func data(_ session: Session) -> JSON {
        ["sessionId": .string(session.id), "threadId": .optional(session.threadID), "state": .string(session.state.rawValue)]
    }
}
