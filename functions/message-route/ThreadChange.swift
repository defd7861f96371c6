import Conversations
import FoundationEssentials
import HubSpotAPI
import RelayCore

/// A thread's owner, status or archive flag changed, or it was deleted: the session follows.
///
/// HubSpot's events come in any order, and more than once: what the thread is *now* counts, and the event only says since
/// when. With `REOPEN` off one thing more counts: that it was closed. HubSpot opens a thread by itself when the customer
/// writes, and neither thread nor event shows who did it; so no event opens a closed session then, a rep's neither.
struct ThreadChange {
    private let event: RelayEvent
    private let change: ThreadChangeEvent
    private let services: OrganizationServices

    init(_ event: RelayEvent, _ services: OrganizationServices) throws {
        self.event = event
        self.services = services
        change = try ThreadChangeEvent(event)
    }

    func result() async throws -> FunctionResult {
        if let property = change.property, !["assignedTo", "status", "isArchived"].contains(property) {
            return .skipped(.nothingToDo, "the property has no effect")
        }
        guard let session = try await services.sessions.find(threadID: change.threadID) else {
            return .skipped(.noSession, "the thread has no session", data: ["threadId": .string(change.threadID)])
        }
        // An archived thread is not shown any more.
        guard let property = change.property, let thread = try await thread() else {
            return try await SessionChange(event, services).enter(.closed, session, at: change.occurredAt)
        }
        let policy = await services.policy()
        let new = Self.state(after: property, wasClosed: change.isClosing, thread, session, policy)
        if session.state == .closed, new == .open, !policy.reopens {
            return .skipped(
                .sessionClosed, "an opened thread does not reopen the session (REOPEN); session.control does",
                data: ["sessionId": .string(session.id), "threadId": .string(change.threadID)])
        }
        return try await SessionChange(event, services).enter(new, session, at: change.occurredAt)
    }

    /// nil where HubSpot does not show it.
    private func thread() async throws -> ConversationThread? {
        do {
            return try await services.hubSpot.thread(change.threadID)
        } catch {
            guard error.category == .notFound else { throw error }
            return nil
        }
    }

    /// The session's state, given what its thread is now.
    /// - Parameter wasClosed: Whether the event tells that the thread was closed. The customer may have written since.
    static func state(
        after property: String, wasClosed: Bool, _ thread: ConversationThread, _ session: Session, _ policy: DecisionPolicy
    ) -> Session.State {
        if property != "assignedTo" {
            if thread.status == .closed || thread.isArchived || (wasClosed && !policy.reopens) { return .closed }
            return session.state == .closed ? .open : session.state
        }
        if policy.mayHave(thread) {
            // Of a thread that the customer opened again the event may not have come yet.
            let isOpen = thread.status != .closed && !thread.isArchived
            let isReopened = session.state == .closed && isOpen && policy.reopens
            return session.state == .handedOff || isReopened ? .open : session.state
        }
        // In assist mode the AI drafts for whoever has the thread.
        return session.state == .open && !policy.assistMode ? .handedOff : session.state
    }
}
