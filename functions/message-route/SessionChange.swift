import FoundationEssentials
import LiveFunction
import RelayCore

/// Brings a session into a state, and gives the AI the turn that waited for it.
struct SessionChange {
    let event: RelayEvent
    let services: OrganizationServices

    /// - Parameter occurredAt: When what changed it happened; a state that was entered later stays.
    func enter(_ state: Session.State, _ session: Session, at occurredAt: Date) async throws(Stop) -> FunctionResult {
        // The session may be in the state because an earlier try of this very event brought it there, and ended before its
        // result was kept.
        let isMine = Timestamp.milliseconds(session.stateSince) == Timestamp.milliseconds(occurredAt)
        guard session.state != state || isMine else { return .skipped(.unchanged, data: data(session)) }
        let changed = try await services.sessions.update(session) { $0.enter(state, at: occurredAt) }
        guard changed.state == state else {
            return .skipped(.stale, "the session's state was changed later than this", data: data(changed))
        }
        let updated = RelayEvent(
            id: EventID.sessionUpdated(sessionID: session.id, cause: event.id),
            source: EventID.source(organization: services.name), type: EventType.sessionUpdated, subject: session.id,
            data: data(changed), organization: event.organization, causationID: event.id, traceParent: event.traceParent)
        return .done(data(changed), events: [updated] + (try await waitingTurn(changed)))
    }

    /// Whoever gives a conversation back to the AI expects an answer to what the customer wrote meanwhile. A turn that stands
    /// already is not had twice: its outcome is kept.
    private func waitingTurn(_ session: Session) async throws(Stop) -> [RelayEvent] {
        guard session.state == .open, let threadID = session.threadID else { return [] }
        let reading = try await ThreadReading.read(threadID, of: services)
        guard let message = reading.newestAnswerable, !Self.isAnswered(message, reading.timeline) else { return [] }
        return [TurnEvent(services: services).repeated(for: message, threadID: threadID, cause: event)]
    }

    private static func isAnswered(_ message: ThreadMessage, _ timeline: [TimelineEntry]) -> Bool {
        timeline.contains { ($0.role == .ai || $0.role == .rep) && $0.createdAt > message.createdAt }
    }

    private func data(_ session: Session) -> JSON {
        ["sessionId": .string(session.id), "threadId": .optional(session.threadID), "state": .string(session.state.rawValue)]
    }
}
