import FoundationEssentials
import RelayCore
import Synchronization

/// A store that is read from and not written to: what would be written stands in memory, for the reading that follows.
final class DryRunStore: StateStore, StateStores {
    private struct Written {
        var sessions: [String: Session] = [:]
        var timelines: [String: [TimelineEntry]] = [:]
    }

    private let store: any StateStore
    private let written = Mutex(Written())

    init(_ store: any StateStore) { self.store = store }

    var organization: String { store.organization }

    func store(of organization: String) -> any StateStore { self }

    // MARK: Sessions and timelines

    func session(id: String) async throws(StoreError) -> Session? {
        if let session = written.withLock({ $0.sessions[id] }) { return session }
        return try await store.session(id: id)
    }

    func createSession(_ session: Session) async throws(StoreError) -> Session {
        if let standing = try await self.session(id: session.id) { return standing }
        written.withLock { $0.sessions[session.id] = session }
        return session
    }

    func updateSession(_ session: Session) async throws(StoreError) -> Bool {
        written.withLock { written in
            written.sessions[session.id] = session
            written.sessions[session.id]?.version += 1
        }
        return true
    }

    func appendTimeline(sessionID: String, entry: TimelineEntry) async throws(StoreError) -> Bool {
        let standing = try await timeline(sessionID: sessionID, limit: 1000)
        guard !standing.contains(where: { $0.id == entry.id }) else { return false }
        written.withLock { $0.timelines[sessionID, default: []].append(entry) }
        return true
    }

    func timeline(sessionID: String, limit: Int) async throws(StoreError) -> [TimelineEntry] {
        let kept = try await store.timeline(sessionID: sessionID, limit: limit)
        let added = written.withLock { $0.timelines[sessionID] ?? [] }
        let all = (kept + added).sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
        return Array(all.suffix(limit))
    }

    // MARK: Read alone

    func turnOutcome(threadID: String, messageID: String) async throws(StoreError) -> String? {
        try await store.turnOutcome(threadID: threadID, messageID: messageID)
    }
    func effect(key: String) async throws(StoreError) -> EffectRecord? { try await store.effect(key: key) }
    func effectKey(hubSpotID: String) async throws(StoreError) -> String? { try await store.effectKey(hubSpotID: hubSpotID) }
    func sessionIDs(matching filter: SessionFilter, limit: Int) async throws(StoreError) -> [String] {
        try await store.sessionIDs(matching: filter, limit: limit)
    }
    func newestSessionIDs(state: Session.State?, before: Date?, limit: Int) async throws(StoreError) -> [String] {
        try await store.newestSessionIDs(state: state, before: before, limit: limit)
    }
    func customData(sessionID: String) async throws(StoreError) -> [CustomDataEntry] {
        try await store.customData(sessionID: sessionID)
    }
    func sessionIDs(ticketID: String) async throws(StoreError) -> [String] { try await store.sessionIDs(ticketID: ticketID) }
    func formerSessionIDs(ticketID: String) async throws(StoreError) -> [String] {
        try await store.formerSessionIDs(ticketID: ticketID)
    }
    func ticketIDs(sessionID: String) async throws(StoreError) -> [String] { try await store.ticketIDs(sessionID: sessionID) }
    func ticketProperties(ticketID: String) async throws(StoreError) -> [CustomDataEntry] {
        try await store.ticketProperties(ticketID: ticketID)
    }
    func erasedAt(sessionID: String) async throws(StoreError) -> Date? { try await store.erasedAt(sessionID: sessionID) }

    func resultLine(of event: EventIdentity) async throws(StoreError) -> String? { try await store.resultLine(of: event) }

    // MARK: Not done

    func claim(_ event: EventIdentity, owner: String, now: Date, until: Date) async throws(StoreError) -> ClaimOutcome {
        .claimed
    }
    func finish(
        _ event: EventIdentity, owner: String, resultLine: String, subject: String?, now: Date
    ) async throws(StoreError) -> Bool { true }
    func release(_ event: EventIdentity, owner: String) async throws(StoreError) {}
    func eraseClaims(
        subject: String, resultLine: String, finishedBefore: Date, limit: Int
    ) async throws(StoreError) -> Int { 0 }
    func deleteClaims(finishedBefore: Date, limit: Int) async throws(StoreError) -> Int { 0 }
    func recordTurnOutcome(
        threadID: String, messageID: String, outcome: String, now: Date
    ) async throws(StoreError) -> String { outcome }
    func deleteTurns(threadID: String, limit: Int) async throws(StoreError) -> Int { 0 }
    func acquireLease(name: String, owner: String, now: Date, until: Date) async throws(StoreError) -> LeaseOutcome { .acquired }
    func releaseLease(name: String, owner: String) async throws(StoreError) {}
    func startEffect(key: String, now: Date) async throws(StoreError) -> EffectStart { .started }
    func noteEffectLook(key: String, now: Date) async throws(StoreError) {}
    func restartEffect(key: String, seen: Date, now: Date) async throws(StoreError) -> Bool { false }
    func finishEffect(key: String, hubSpotID: String) async throws(StoreError) {}
    func abandonEffect(key: String, seen: Date) async throws(StoreError) {}
    func touchSession(id: String, at: Date) async throws(StoreError) {}
    func deleteSession(id: String) async throws(StoreError) {}
    func deleteTimeline(sessionID: String, limit: Int) async throws(StoreError) -> Int { 0 }
    func setProperty(sessionID: String, entry: CustomDataEntry) async throws(StoreError) -> PropertyOutcome { .applied }
    func deleteCustomData(sessionID: String, limit: Int) async throws(StoreError) -> Int { 0 }
    func linkTicket(ticketID: String, sessionID: String) async throws(StoreError) {}
    func unlinkTicket(ticketID: String, sessionID: String) async throws(StoreError) {}
    func deleteTicketLink(ticketID: String, sessionID: String) async throws(StoreError) {}
    func setTicketProperty(
        ticketID: String, entry: CustomDataEntry, now: Date
    ) async throws(StoreError) -> PropertyOutcome { .applied }
    func deleteTicketProperties(ticketID: String, limit: Int) async throws(StoreError) -> Int { 0 }
    func deleteTicketProperties(recordedBefore: Date, limit: Int) async throws(StoreError) -> Int { 0 }
    func recordErasure(sessionID: String, at: Date) async throws(StoreError) {}
}
