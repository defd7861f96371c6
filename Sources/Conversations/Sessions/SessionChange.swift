import FoundationEssentials
import RelayCore

/// Brings a session into a state, and gives the AI the turn that waited for it.
package struct SessionChange {
    private let cause: RelayEvent
    private let services: OrganizationServices

    /// How much of the timeline tells whether a customer waits.
    private static let timelineLimit = 50

    package init(_ cause: RelayEvent, _ services: OrganizationServices) {
        self.cause = cause
        self.services = services
    }

    /// A customer who waits gets the turn whatever the session's state was: the event that brought it there may have come before
    /// its cause, or the session never left it.
    /// - Parameter occurredAt: When what changed it happened; a state that was entered later stays.
    package func enter(_ state: Session.State, _ session: Session, at occurredAt: Date) async throws -> FunctionResult {
        // The session may be in the state because an earlier try of this very event brought it there, and ended before its
        // result was kept.
        let isMine = Timestamp.milliseconds(session.stateSince) == Timestamp.milliseconds(occurredAt)
        let changed = try await services.sessions.update(session) { $0.enter(state, at: occurredAt) }
        let turns = try await waitingTurn(changed)
        var result: FunctionResult
        if changed.state != state {
            result = .skipped(.stale, "the session's state has changed since then", data: data(changed))
        } else if session.state == state, !isMine {
            result = .skipped(.unchanged, data: data(changed))
        } else {
            result = .done(data(changed), events: [cause.following(SessionUpdatedEvent.state(of: changed))])
        }
        result.events += turns
        return result
    }

    /// Whoever gives a conversation back to the AI expects an answer to what the customer wrote meanwhile. A turn that stands
    /// already is not had twice: its outcome is kept. One that is still to come needs no other.
    private func waitingTurn(_ session: Session) async throws -> [RelayEvent] {
        guard session.state == .open, let threadID = session.threadID, try await isWaiting(session, threadID) else {
            return []
        }
        let reading = try await ThreadReading.read(threadID, of: services)
        guard let message = reading.newestAnswerable, try await !reading.isAnswered(message, of: services) else {
            return []
        }
        let now = services.ambient.now()
        let own = ConversationTurnEvent(on: message, threadID: threadID, delays: services.turnDelays, now: now)
        if let due = own.notBefore, due > now { return [] }
        return [cause.following(ConversationTurnEvent(threadID: threadID, messageID: message.id, due: now), isRepeat: true)]
    }

    /// Whether a customer waits for an answer, as far as it is written down. It saves reading the thread: what is not written
    /// down yet gets its turn when it is.
    private func isWaiting(_ session: Session, _ threadID: String) async throws -> Bool {
        let timeline = try await services.sessions.timeline(of: session, limit: Self.timelineLimit)
        return try await !AnsweredTimeline.read(timeline, threadID: threadID, of: services).unanswered.isEmpty
    }

    private func data(_ session: Session) -> JSON {
        ["sessionId": .string(session.id), "threadId": .optional(session.threadID), "state": .string(session.state.rawValue)]
    }
}
