import FoundationEssentials
import HubSpotAPI
import LiveFunction
import RelayCore

/// A thread's owner, status or archive flag changed, or it was deleted: the session follows.
///
/// HubSpot's events come in any order, and more than once: what the thread is *now* counts, and the event only says since
/// when. With `REOPEN` off one thing more counts: that it was closed. HubSpot opens a thread by itself when the customer
/// writes, and neither thread nor event shows who did it; so no event opens a closed session then, a rep's neither.
struct ThreadChange {
    let event: RelayEvent
    let services: OrganizationServices

    func result() async throws(Stop) -> FunctionResult {
        let threadID: String
        /// nil: the thread was deleted.
        let property: String?
        let occurredAt: Date
        do throws(FieldError) {
            let reader = try ObjectReader(event.data, path: "data")
            threadID = try reader.id("objectId")
            property = event.type == EventType.conversationDeletion ? nil : try reader.string("propertyName")
            occurredAt = try reader.milliseconds("occurredAt")
        } catch {
            throw Stop(error)
        }
        if let property, !["assignedTo", "status", "isArchived"].contains(property) {
            return .skipped(.nothingToDo, "the property decides nothing")
        }
        guard let session = try await services.sessions.find(threadID: threadID) else {
            return .skipped(.noSession, "the AI has no session of the thread", data: ["threadId": .string(threadID)])
        }
        guard let property else {
            return try await SessionChange(event: event, services: services).enter(.closed, session, at: occurredAt)
        }
        let thread: ConversationThread
        do throws(HubSpotError) {
            thread = try await services.hubSpot.thread(threadID)
        } catch {
            // An archived thread is not shown any more.
            guard error.category == .notFound else { throw Stop(error.result) }
            return try await SessionChange(event: event, services: services).enter(.closed, session, at: occurredAt)
        }
        let policy = await services.policy()
        let wasClosed = property == "status" && event.data["propertyValue"]?.string == "CLOSED"
        let new = Self.state(after: property, wasClosed: wasClosed, thread, session, policy)
        if session.state == .closed, new == .open, !policy.reopens {
            return .skipped(
                .sessionClosed, "a thread that is opened opens no session (REOPEN); session.control resumes it",
                data: ["sessionId": .string(session.id), "threadId": .string(threadID)])
        }
        return try await SessionChange(event: event, services: services).enter(new, session, at: occurredAt)
    }

    /// The session's state, given what its thread is now.
    /// - Parameter wasClosed: Whether the event tells that the thread was closed. The customer may have written since.
    static func state(
        after property: String, wasClosed: Bool, _ thread: ConversationThread, _ session: Session, _ policy: DecisionPolicy
    ) -> Session.State {
        if property != "assignedTo" {
            if thread.status == "CLOSED" || thread.isArchived || (wasClosed && !policy.reopens) { return .closed }
            return session.state == .closed ? .open : session.state
        }
        if policy.mayHave(thread) { return session.state == .handedOff ? .open : session.state }
        // In assist mode the AI drafts for whoever has the thread.
        return session.state == .open && !policy.assistMode ? .handedOff : session.state
    }
}
