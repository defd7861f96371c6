import FoundationEssentials
import RelayCore

/// A state store in memory, for tests of what uses one. It keeps the same contract as the engines: see `StateStoreContract`.
///
/// Times are cut to milliseconds and texts compared by their bytes, as the engines do it.
package actor MemoryStore: StateStore {
    private struct Scoped<Name: Sendable & Hashable>: Hashable {
        let organization: String
        let name: Name

        init(_ organization: String, _ name: Name) {
            self.organization = organization
            self.name = name
        }
    }

    private struct Pair: Hashable {
        let first: String
        let second: String

        init(_ first: String, _ second: String) {
            self.first = first
            self.second = second
        }
    }

    private struct Held {
        var owner: String
        var until: Date
    }

    private enum Claim {
        case held(Held)
        case finished(line: String)
    }

    private var claims: [EventKey: Claim] = [:]
    private var outcomes: [Scoped<Pair>: String] = [:]
    private var leases: [Scoped<String>: Held] = [:]
    private var effects: [Scoped<String>: EffectRecord] = [:]
    private var sessions: [Scoped<String>: Session] = [:]
    private var timelines: [Scoped<String>: [TimelineEntry]] = [:]
    private var ticketLinks: [Scoped<String>: Set<String>] = [:]
    private var properties: [Scoped<String>: [String: CustomDataEntry]] = [:]

    package init() {}

    private static func cut(_ date: Date) -> Date { Timestamp.date(milliseconds: Timestamp.milliseconds(date)) }
}

// MARK: - Event claim, turn outcome, lease

extension MemoryStore {
    package func claim(_ event: EventKey, owner: String, now: Date, until: Date) async throws(StoreError) -> ClaimOutcome {
        switch claims[event] {
        case .finished(let line): return .finished(resultLine: line)
        case .held(let held) where held.owner != owner && held.until > Self.cut(now): return .busy(until: held.until)
        case .held, nil:
            claims[event] = .held(Held(owner: owner, until: Self.cut(until)))
            return .claimed
        }
    }

    package func finish(_ event: EventKey, owner: String, resultLine: String, now: Date) async throws(StoreError) -> Bool {
        guard case .held(let held) = claims[event], held.owner == owner else { return false }
        claims[event] = .finished(line: resultLine)
        return true
    }

    package func release(_ event: EventKey, owner: String) async throws(StoreError) {
        guard case .held(let held) = claims[event], held.owner == owner else { return }
        claims[event] = nil
    }

    package func turnOutcome(organization: String, threadID: String, messageID: String) async throws(StoreError) -> String? {
        outcomes[Scoped(organization, Pair(threadID, messageID))]
    }

    package func recordTurnOutcome(
        organization: String, threadID: String, messageID: String, outcome: String, now: Date
    ) async throws(StoreError) -> String {
        let key = Scoped(organization, Pair(threadID, messageID))
        if let standing = outcomes[key] { return standing }
        outcomes[key] = outcome
        return outcome
    }

    package func acquireLease(
        organization: String, name: String, owner: String, now: Date, until: Date
    ) async throws(StoreError) -> LeaseOutcome {
        let key = Scoped(organization, name)
        if let held = leases[key], held.owner != owner, held.until > Self.cut(now) { return .busy(until: held.until) }
        leases[key] = Held(owner: owner, until: Self.cut(until))
        return .acquired
    }

    package func releaseLease(organization: String, name: String, owner: String) async throws(StoreError) {
        let key = Scoped(organization, name)
        if leases[key]?.owner == owner { leases[key] = nil }
    }
}

// MARK: - Effect ledger

extension MemoryStore {
    package func effect(organization: String, key: String) async throws(StoreError) -> EffectRecord? {
        effects[Scoped(organization, key)]
    }

    package func startEffect(organization: String, key: String, now: Date) async throws(StoreError) -> EffectStart {
        if let record = effects[Scoped(organization, key)] { return .exists(record) }
        effects[Scoped(organization, key)] = EffectRecord(key: key, startedAt: Self.cut(now))
        return .started
    }

    package func noteEffectLook(organization: String, key: String, now: Date) async throws(StoreError) {
        guard var record = effects[Scoped(organization, key)], record.hubSpotID == nil else { return }
        record.looks += 1
        record.lookedAt = Self.cut(now)
        effects[Scoped(organization, key)] = record
    }

    package func restartEffect(
        organization: String, key: String, seen: Date, now: Date
    ) async throws(StoreError) -> Bool {
        guard let record = unfinished(organization, key, seen), record.startedAt < Self.cut(now) else { return false }
        effects[Scoped(organization, key)] = EffectRecord(key: key, startedAt: Self.cut(now))
        return true
    }

    package func finishEffect(organization: String, key: String, hubSpotID: String) async throws(StoreError) {
        guard var record = effects[Scoped(organization, key)], record.hubSpotID == nil else { return }
        record.hubSpotID = hubSpotID
        effects[Scoped(organization, key)] = record
    }

    package func abandonEffect(organization: String, key: String, seen: Date) async throws(StoreError) {
        if unfinished(organization, key, seen) != nil { effects[Scoped(organization, key)] = nil }
    }

    package func effectKey(organization: String, hubSpotID: String) async throws(StoreError) -> String? {
        effects.first { $0.key.organization == organization && $0.value.hubSpotID == hubSpotID }?.value.key
    }

    private func unfinished(_ organization: String, _ key: String, _ seen: Date) -> EffectRecord? {
        guard let record = effects[Scoped(organization, key)], record.hubSpotID == nil else { return nil }
        return record.startedAt == Self.cut(seen) ? record : nil
    }
}

// MARK: - Sessions

extension MemoryStore {
    package func session(organization: String, id: String) async throws(StoreError) -> Session? {
        sessions[Scoped(organization, id)]
    }

    package func createSession(_ session: Session) async throws(StoreError) -> Session {
        let key = Scoped(session.organization, session.id)
        if let standing = sessions[key] { return standing }
        var session = session
        session.createdAt = Self.cut(session.createdAt)
        session.updatedAt = Self.cut(session.updatedAt)
        session.stateSince = Self.cut(session.stateSince)
        sessions[key] = session
        return session
    }

    package func updateSession(_ session: Session) async throws(StoreError) -> Bool {
        let key = Scoped(session.organization, session.id)
        guard let standing = sessions[key], standing.version == session.version else { return false }
        var session = session
        session.createdAt = standing.createdAt
        session.updatedAt = Self.cut(session.updatedAt)
        session.stateSince = Self.cut(session.stateSince)
        session.version += 1
        sessions[key] = session
        return true
    }

    package func appendTimeline(
        organization: String, sessionID: String, entry: TimelineEntry
    ) async throws(StoreError) -> Bool {
        let key = Scoped(organization, sessionID)
        guard timelines[key]?.contains(where: { $0.id == entry.id }) != true else { return false }
        var entry = entry
        entry.createdAt = Self.cut(entry.createdAt)
        timelines[key, default: []].append(entry)
        return true
    }

    package func timeline(
        organization: String, sessionID: String, limit: Int
    ) async throws(StoreError) -> [TimelineEntry] {
        let entries = (timelines[Scoped(organization, sessionID)] ?? []).sorted { one, other in
            guard one.createdAt == other.createdAt else { return one.createdAt < other.createdAt }
            return one.id.utf8.lexicographicallyPrecedes(other.id.utf8)
        }
        return Array(entries.suffix(limit))
    }

    package func linkTicket(organization: String, ticketID: String, sessionID: String) async throws(StoreError) {
        ticketLinks[Scoped(organization, ticketID), default: []].insert(sessionID)
    }

    package func sessionIDs(organization: String, ticketID: String) async throws(StoreError) -> [String] {
        (ticketLinks[Scoped(organization, ticketID)] ?? []).sorted()
    }
}

// MARK: - Custom data

extension MemoryStore {
    package func setProperty(
        organization: String, sessionID: String, entry: CustomDataEntry
    ) async throws(StoreError) -> PropertyOutcome {
        var entry = entry
        entry.occurredAt = Self.cut(entry.occurredAt)
        let key = Scoped(organization, sessionID)
        if let standing = properties[key]?[entry.property] {
            if standing.occurredAt > entry.occurredAt { return .stale }
            let isSame = standing.value.map { Array($0.utf8) } == entry.value.map { Array($0.utf8) }
            if standing.occurredAt == entry.occurredAt, isSame { return .unchanged }
        }
        properties[key, default: [:]][entry.property] = entry
        return .applied
    }

    package func customData(
        organization: String, sessionID: String
    ) async throws(StoreError) -> [CustomDataEntry] {
        (properties[Scoped(organization, sessionID)] ?? [:]).values.sorted { $0.property < $1.property }
    }
}
