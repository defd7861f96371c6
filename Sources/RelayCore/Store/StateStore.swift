import FoundationEssentials

/// The store failed; says how, and never holds a value of it.
package struct StoreError: Error, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}

/// What a claim on an event gives.
package enum ClaimOutcome: Sendable, Hashable {
    /// The caller works on it now, until the lease ends.
    case claimed
    /// Somebody else works on it, until then.
    case busy(until: Date)
    /// It was finished before, with this result line, emitted events included.
    case finished(resultLine: String)
}

package enum LeaseOutcome: Sendable, Hashable {
    case acquired
    case busy(until: Date)
}

/// One entry of the effect ledger: an outside write that must happen once.
package struct EffectRecord: Sendable, Hashable {
    package var key: String
    /// Before the write. Milliseconds are kept.
    package var startedAt: Date
    /// How many times a later try looked and did not find the write at HubSpot.
    package var looks: Int
    /// When that was last.
    package var lookedAt: Date?
    /// HubSpot's id, once it is known that the write stands.
    package var hubSpotID: String?

    package init(key: String, startedAt: Date, looks: Int = 0, lookedAt: Date? = nil, hubSpotID: String? = nil) {
        self.key = key
        self.startedAt = startedAt
        self.looks = looks
        self.lookedAt = lookedAt
        self.hubSpotID = hubSpotID
    }
}

package enum EffectStart: Sendable, Hashable {
    /// No record stood; the caller's `startedAt` stands now and the caller may write.
    case started
    /// This record stood already.
    case exists(EffectRecord)
}

package enum PropertyOutcome: Sendable, Hashable {
    case applied
    /// A newer change stands; nothing was written.
    case stale
    /// This very change, or the same value at the same time, stands already.
    case unchanged
}

/// Claims, outcomes, leases, effects and sessions.
///
/// Every call is one conditional write or read of single items: no promise spans two items, so that an engine without
/// transactions (DynamoDB) can keep it. Times are the caller's; an engine has no clock of its own. Several processes may
/// share one store.
package protocol StateStore: Sendable {
    // MARK: Event claim

    /// Takes the claim when there is none, when it is the caller's own, or when its lease has ended (`until` <= `now`).
    func claim(_ event: EventKey, owner: String, now: Date, until: Date) async throws(StoreError) -> ClaimOutcome
    /// Stores the result line. False when the claim is no longer the caller's: then nothing was written.
    func finish(_ event: EventKey, owner: String, resultLine: String, now: Date) async throws(StoreError) -> Bool
    /// Gives the claim back, so that the next delivery starts at once. Does nothing when it is not the caller's or finished.
    func release(_ event: EventKey, owner: String) async throws(StoreError)

    // MARK: Turn outcome

    /// The stored outcome of a turn, as canonical JSON.
    func turnOutcome(organization: String, threadID: String, messageID: String) async throws(StoreError) -> String?
    /// Stores the outcome unless one stands; returns the one that stands. The first wins.
    func recordTurnOutcome(
        organization: String, threadID: String, messageID: String, outcome: String, now: Date
    ) async throws(StoreError) -> String

    // MARK: Lease

    /// Takes or extends a lease. `name` is for example `thread:{threadId}`.
    func acquireLease(
        organization: String, name: String, owner: String, now: Date, until: Date
    ) async throws(StoreError) -> LeaseOutcome
    /// Does nothing when the lease is not the caller's.
    func releaseLease(organization: String, name: String, owner: String) async throws(StoreError)

    // MARK: Effect ledger

    func effect(organization: String, key: String) async throws(StoreError) -> EffectRecord?
    func startEffect(organization: String, key: String, now: Date) async throws(StoreError) -> EffectStart
    /// Notes that the write was looked for and not found.
    func noteEffectLook(organization: String, key: String, now: Date) async throws(StoreError)
    /// Starts an unfinished effect again: only over the `startedAt` that the caller saw, so that one of two wins.
    /// False also when `now` is not a later millisecond than `seen`.
    func restartEffect(organization: String, key: String, seen: Date, now: Date) async throws(StoreError) -> Bool
    /// Records HubSpot's id. Recording it again changes nothing.
    func finishEffect(organization: String, key: String, hubSpotID: String) async throws(StoreError)
    /// Takes back an effect whose write certainly did not happen (refused, or never sent). Does nothing once it is finished.
    func abandonEffect(organization: String, key: String, seen: Date) async throws(StoreError)
    /// The effect that has this HubSpot id, when it is ours.
    func effectKey(organization: String, hubSpotID: String) async throws(StoreError) -> String?

    // MARK: Sessions

    func session(organization: String, id: String) async throws(StoreError) -> Session?
    /// Stores a new session unless one of that id stands; returns the one that stands.
    func createSession(_ session: Session) async throws(StoreError) -> Session
    /// Writes the session as version + 1 over exactly `session.version`; false when another change came first.
    func updateSession(_ session: Session) async throws(StoreError) -> Bool
    /// Appends unless an entry of that id stands; false when it stood.
    func appendTimeline(
        organization: String, sessionID: String, entry: TimelineEntry
    ) async throws(StoreError) -> Bool
    /// The newest `limit` entries, oldest first (by `createdAt`, then id).
    func timeline(organization: String, sessionID: String, limit: Int) async throws(StoreError) -> [TimelineEntry]
    /// Links a ticket to a session; several sessions may share one ticket.
    func linkTicket(organization: String, ticketID: String, sessionID: String) async throws(StoreError)
    func sessionIDs(organization: String, ticketID: String) async throws(StoreError) -> [String]

    // MARK: Custom data

    /// Sets one property when `entry.occurredAt` is newer than what stands; of equal times, an equal value is `unchanged`
    /// and another one is applied.
    func setProperty(
        organization: String, sessionID: String, entry: CustomDataEntry
    ) async throws(StoreError) -> PropertyOutcome
    /// By property name.
    func customData(organization: String, sessionID: String) async throws(StoreError) -> [CustomDataEntry]
}
