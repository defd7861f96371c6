import Conversations
import HubSpotAPI
import RelayCore

/// A ticket was made, merged, deleted or restored, or what it is associated with changed: the links between tickets and
/// sessions follow.
///
/// HubSpot's events come in any order: but for merges, what HubSpot has *now* counts.
struct TicketMove {
    private let event: RelayEvent
    private let move: TicketMoveEvent
    private let services: OrganizationServices

    private var sessions: TicketSessions { TicketSessions(services) }

    init(_ event: RelayEvent, _ services: OrganizationServices) throws {
        self.event = event
        self.services = services
        move = try TicketMoveEvent(event)
    }

    func result() async throws -> FunctionResult {
        let id = move.ticketID
        switch move.kind {
        case .merge(let merged): return try await merge(merged, into: id)
        case .deletion, .restore: return try await follow(id)
        case .creation, .associationChange(mayConcernThreads: true): return try await refresh(id)
        case .associationChange:
            return .skipped(.nothingToDo, "the association is not with a thread", data: data(id, []))
        case .other: return .skipped(.nothingToDo, "\(event.type) needs no action")
        }
    }

    // MARK: Merged

    private func merge(_ old: [String], into id: String) async throws -> FunctionResult {
        for ticketID in old { try await carry(from: ticketID, to: id) }
        var moved: Set<String> = []
        for ticketID in old {
            for sessionID in try await sessions.linked(ticketID) {
                guard let session = try await services.sessions.find(id: sessionID) else { continue }
                try await services.linkTicket(id, to: session)
                moved.insert(sessionID)
            }
        }
        // A second try finds them moved already.
        moved.formUnion(try await sessions.ids(ticketID: id))
        return try await report(id, moved, noSession: "no session belongs to the merged tickets")
    }

    /// What was kept of a merged ticket: HubSpot gives what is left the first one's values, and of the others what it lacked.
    private func carry(from old: String, to id: String) async throws {
        let known = try await services.store.ticketProperties(ticketID: id).map(\.property)
        for entry in try await services.store.ticketProperties(ticketID: old) where !known.contains(entry.property) {
            _ = try await services.store.setTicketProperty(ticketID: id, entry: entry, now: services.ambient.now())
        }
    }

    // MARK: Deleted and restored

    private func follow(_ id: String) async throws -> FunctionResult {
        do {
            _ = try await services.hubSpot.ticket(id: id, properties: ["subject"])
        } catch {
            guard error.category == .notFound else { throw error }
            return try await forget(id)
        }
        for sessionID in try await sessions.former(id) {
            // One that got another ticket meanwhile keeps that.
            guard let session = try await services.sessions.find(id: sessionID), session.ticketID == nil else { continue }
            try await services.linkTicket(id, to: session)
        }
        return try await refresh(id)
    }

    /// A later handoff makes a new ticket.
    private func forget(_ id: String) async throws -> FunctionResult {
        let linked = Set(try await sessions.linked(id))
        for sessionID in linked {
            guard let session = try await services.sessions.find(id: sessionID) else { continue }
            try await services.sessions.unlinkTicket(id, from: session)
        }
        // Those of an earlier try, which may not have come to say so.
        return try await report(nil, linked.union(try await sessions.former(id)), noSession: "no session belonged to the ticket")
    }

    // MARK: Associated

    /// Links the sessions of the ticket's threads, and gives those whose thread went to another ticket that one.
    private func refresh(_ id: String) async throws -> FunctionResult {
        let linked = try await sessions.linked(id)
        var current = Set(try await sessions.ids(ticketID: id))
        for sessionID in linked {
            guard let session = try await services.sessions.find(id: sessionID), let threadID = session.threadID else { continue }
            guard let other = try await ticketID(ofThread: threadID), other != id else { continue }
            try await services.linkTicket(other, to: session)
            current.remove(sessionID)
        }
        return try await report(id, current, noSession: "no session belongs to the ticket")
    }

    /// nil also for a thread that is gone.
    private func ticketID(ofThread threadID: String) async throws -> String? {
        do {
            return try await services.hubSpot.thread(threadID).ticketID
        } catch {
            guard error.category == .notFound else { throw error }
            return nil
        }
    }

    // MARK: The result

    private func report(_ ticketID: String?, _ moved: Set<String>, noSession: String) async throws -> FunctionResult {
        let ids = moved.sorted()
        guard !ids.isEmpty else { return .skipped(.noSession, noSession, data: data(ticketID, [])) }
        var events: [RelayEvent] = []
        for id in ids {
            guard let session = try await services.sessions.find(id: id) else { continue }
            events.append(event.following(SessionUpdatedEvent.ticket(of: session)))
        }
        return .done(data(ticketID, ids), events: events)
    }

    private func data(_ ticketID: String?, _ sessionIDs: [String]) -> JSON {
        ["ticketId": .optional(ticketID), "sessionIds": .array(sessionIDs.map(JSON.string))]
    }
}
