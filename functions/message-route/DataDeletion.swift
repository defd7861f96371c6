import FoundationEssentials
import HubSpotAPI
import LiveFunction
import RelayCore

/// Customer data is deleted: of one thread, session, contact or address, or of every session in which nothing has happened
/// for so many days. HubSpot's privacy deletions ask for the same.
///
/// One delivery does a bounded part, and emits the event that does the next. A conversation that was meant is looked at once
/// more later: a worker that was at it meanwhile may have written something down.
struct DataDeletion {
    let event: RelayEvent
    let services: OrganizationServices

    /// The most sessions of one delivery.
    static let sessionLimit = 50
    private static let leaseSeconds: Double = 60
    /// How long after an erasure no worker is left that began before it, in seconds.
    private static let secondLook = Once.claimSeconds + Once.margin

    func result() async throws(Stop) -> FunctionResult {
        let request = try DataDeletionRequest(event, now: services.ambient.now())
        switch request.what {
        case .thread(let id):
            return try await one(EventID.session(organization: services.name, threadID: id), threadID: id)
        case .session(let id):
            if let erasedAt = request.erasedAt { return try await again(id, request.threadID, erasedAt) }
            return try await one(id, threadID: nil)
        case .contact(let id): return try await several([.contact(id: id)])
        case .email(let address): return try await several(try await filters(address))
        case .olderThan(let days): return try await idle(since: services.ambient.now() - Double(days) * 86_400)
        }
    }

    private func one(_ sessionID: String, threadID: String?) async throws(Stop) -> FunctionResult {
        let now = services.ambient.now()
        let session = try await services.sessions.find(id: sessionID)
        let threadID = threadID ?? session?.threadID
        let counts = try await erase(sessionID, threadID: threadID, at: now)
        return report(counts, events: [secondLook(sessionID, threadID: threadID, erasedAt: now)])
    }

    /// A chat does not tell the address of who writes: HubSpot knows whose it is.
    private func filters(_ address: String) async throws(Stop) -> [SessionFilter] {
        let contact = try await asked { () throws(HubSpotError) in try await services.hubSpot.contact(email: address) }
        return [.email(address)] + (contact.map { [.contact(id: $0.id)] } ?? [])
    }

    private func several(_ filters: [SessionFilter]) async throws(Stop) -> FunctionResult {
        let now = services.ambient.now()
        let ids = try await sessionIDs(filters)
        var counts = SessionErasure.Counts()
        var events: [RelayEvent] = []
        for id in ids.prefix(Self.sessionLimit) {
            let threadID = try await services.sessions.find(id: id)?.threadID
            counts = counts + (try await erase(id, threadID: threadID, at: now))
            events.append(secondLook(id, threadID: threadID, erasedAt: now))
        }
        if ids.count > Self.sessionLimit { events.append(next) }
        return report(counts, events: events)
    }

    /// Retention: the sessions in which nothing has happened since then.
    private func idle(since cutOff: Date) async throws(Stop) -> FunctionResult {
        let ids = try await sessionIDs([.idleSince(cutOff)])
        var counts = SessionErasure.Counts()
        for id in ids.prefix(Self.sessionLimit) { counts = counts + (try await retire(id, idleSince: cutOff)) }
        guard ids.count <= Self.sessionLimit else { return report(counts, events: [next]) }
        counts.ticketProperties += try await stored { () throws(StoreError) in
            try await SessionErasure(store: services.store, organization: services.name).eraseKept(before: cutOff)
        }
        return report(counts, events: [])
    }

    /// Erases a session if it is still idle, up to then: a message that was written since, and whose webhook may be under
    /// way, begins a new conversation.
    func retire(_ sessionID: String, idleSince cutOff: Date) async throws(Stop) -> SessionErasure.Counts {
        let threadID = try await services.sessions.find(id: sessionID)?.threadID
        return try await erase(sessionID, threadID: threadID, at: cutOff, idleSince: cutOff)
    }

    /// One more than the limit where there are more.
    private func sessionIDs(_ filters: [SessionFilter]) async throws(Stop) -> [String] {
        var ids: [String] = []
        for filter in filters {
            let found = try await stored { () throws(StoreError) in
                try await services.store.sessionIDs(
                    organization: services.name, matching: filter, limit: Self.sessionLimit + 1)
            }
            ids += found.filter { !ids.contains($0) }
        }
        return ids
    }

    /// The second look. What was said on the thread since is a new conversation, and stays.
    private func again(_ sessionID: String, _ threadID: String?, _ erasedAt: Date) async throws(Stop) -> FunctionResult {
        let newest = try await stored { () throws(StoreError) in
            try await services.store.timeline(organization: services.name, sessionID: sessionID, limit: 1).last
        }
        if let newest, newest.createdAt > erasedAt {
            return .skipped(.nothingToDo, "a new conversation began on the thread", data: ["sessionId": .string(sessionID)])
        }
        return report(try await erase(sessionID, threadID: threadID, at: erasedAt), events: [])
    }

    /// Whoever is at work on the conversation ends first.
    /// - Parameter idleSince: Only if nothing has happened in the session since then.
    private func erase(
        _ sessionID: String, threadID: String?, at date: Date, idleSince: Date? = nil
    ) async throws(Stop) -> SessionErasure.Counts {
        let lease = threadID ?? sessionID
        return try await ThreadLease.hold(.turn, threadID: lease, seconds: Self.leaseSeconds, of: services) { _ throws(Stop) in
            try await ThreadLease.hold(.post, threadID: lease, seconds: Self.leaseSeconds, of: services) { _ throws(Stop) in
                if let idleSince, let session = try await services.sessions.find(id: sessionID), session.updatedAt >= idleSince {
                    return SessionErasure.Counts()
                }
                return try await stored { () throws(StoreError) in
                    try await SessionErasure(store: services.store, organization: services.name).erase(
                        sessionID: sessionID, threadID: threadID, at: date)
                }
            }
        }
    }

    // MARK: What follows

    private func report(_ counts: SessionErasure.Counts, events: [RelayEvent]) -> FunctionResult {
        .done(["deleted": counts.json, "isComplete": .bool(!events.contains { $0.notBefore == nil })], events: events)
    }

    private func secondLook(_ sessionID: String, threadID: String?, erasedAt: Date) -> RelayEvent {
        deletion(
            part: sessionID,
            [
                "sessionId": .string(sessionID), "leaseThreadId": .optional(threadID),
                "erasedAt": .string(Timestamp.rfc3339(erasedAt)),
            ], notBefore: services.ambient.now() + Self.secondLook)
    }

    /// The same again, for the sessions that are left.
    private var next: RelayEvent { deletion(part: "next", event.data, notBefore: nil) }

    private func deletion(part: String, _ data: JSON, notBefore: Date?) -> RelayEvent {
        // A privacy deletion of HubSpot's goes on as one of ours.
        let data =
            event.type == EventType.contactPrivacyDeletion && notBefore == nil
            ? ["contactId": data["objectId"] ?? .null] : data
        return RelayEvent(
            id: EventID.erasure(cause: event.id, part: part), source: EventID.source(organization: services.name),
            type: EventType.sessionDelete, data: data, organization: event.organization, notBefore: notBefore,
            causationID: event.id, traceParent: event.traceParent)
    }
}
