import FoundationEssentials
import HubSpotAPI
import LiveFunction
import RelayCore

/// A thread's owner, status or archive flag changed, or it was deleted: the session follows.
///
/// HubSpot's events come in any order, and more than once: what the thread is *now* counts, and the event only says since
/// when.
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
        let new = Self.state(after: property, thread, session, policy)
        return try await SessionChange(event: event, services: services).enter(new, session, at: occurredAt)
    }

    /// The session's state, given what its thread is now.
    static func state(
        after property: String, _ thread: ConversationThread, _ session: Session, _ policy: DecisionPolicy
    ) -> Session.State {
        if property != "assignedTo" {
            if thread.status == "CLOSED" || thread.isArchived { return .closed }
            return session.state == .closed ? .open : session.state
        }
        if policy.mayHave(thread) { return session.state == .handedOff ? .open : session.state }
        // In assist mode the AI drafts for whoever has the thread.
        return session.state == .open && !policy.assistMode ? .handedOff : session.state
    }
}
