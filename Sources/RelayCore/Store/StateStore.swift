import FoundationEssentials

/// The store failed; says how, and never holds a value of it.
package struct StoreError: Error, Sendable, CustomStringConvertible {
    package let description: String
    /// The engine will never take it, however often it is asked: it is too large.
    package let isForGood: Bool

    package init(_ description: String, isForGood: Bool = false) {
        self.description = description
        self.isForGood = isForGood
    }
}

/// What a claim on an event gives.
package enum ClaimOutcome: Sendable, Hashable {
    /// The caller works on it now, until the lease ends.
    case claimed
    /// Somebody else works on it, until then.
    case busy(until: Date, owner: String)
    /// It was finished before, with this result line, emitted events included.
    case finished(resultLine: String)
}

package enum LeaseOutcome: Sendable, Hashable {
    case acquired
    case busy(until: Date, owner: String)
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

/// Which sessions an erasure looks for.
package enum SessionFilter: Sendable, Hashable {
    /// Those of HubSpot's contact.
    case contact(id: String)
    /// Those of an address (`contactEmail` or one of `otherEmails`), without regard to the case of ASCII letters.
    case email(String)
    /// Those in which nothing has happened since (`updatedAt` < that).
    case idleSince(Date)
    /// The open ones of a channel in which nothing has happened since.
    case openAndIdle(ChannelKind, since: Date)
}

/// The stores of a deployment's organizations, which share one engine: what one does never shows in another.
package protocol StateStores: Sendable {
    func store(of organization: String) -> any StateStore
    /// - Parameter deadline: When the work must have ended that the store is for. An engine that may wait long waits no longer.
    func store(of organization: String, until deadline: Date?) -> any StateStore
    /// Whether the store can be used, for who asks before there is work for it.
    func probe() async throws(StoreError)
    /// What all machines know of an organization's rate limits at HubSpot; nil: an engine of one machine, on which HubSpot's own
    /// answers are enough, keeps nothing.
    func rateLimits(of organization: String, until deadline: Date?) -> (any SharedRateLimits)?
}

extension StateStores {
    package func store(of organization: String, until deadline: Date?) -> any StateStore { store(of: organization) }
    package func probe() async throws(StoreError) {}
    package func rateLimits(of organization: String, until deadline: Date?) -> (any SharedRateLimits)? { nil }
}

/// Claims, outcomes, leases, effects and sessions of one organization.
///
/// Every call is one conditional write or read of single items: no promise spans two items, so that an engine without
/// transactions (DynamoDB) can keep it. Calls that delete several items delete at most `limit` and say how many; fewer than
/// `limit` means that none is left. Times are the caller's, kept to the millisecond; an engine has no clock of its own.
/// Several processes may share one store.
package protocol StateStore: Sendable {
    /// Whose store this is.
    var organization: String { get }
    /// Whether the results of events and the properties of tickets go by themselves when their time is over, so that nobody need
    /// look for old ones.
    var forgetsByItself: Bool { get }

    // MARK: Event claim

    /// Takes the claim when there is none, when it is the caller's own, or when its lease has ended (`until` <= `now`).
    func claim(_ event: EventIdentity, owner: String, now: Date, until: Date) async throws(StoreError) -> ClaimOutcome
    /// Stores the result line. False when the claim is no longer the caller's: then nothing was written.
    /// - Parameter subject: Whose words the line may hold, for ``eraseClaims(subject:resultLine:limit:)``: a
    ///   session's id.
    func finish(
        _ event: EventIdentity, owner: String, resultLine: String, subject: String?, now: Date
    ) async throws(StoreError) -> Bool
    /// The result line of a finished event; nil for any other. Takes no claim.
    func resultLine(of event: EventIdentity) async throws(StoreError) -> String?
    /// Gives the claim back, so that the next delivery starts at once. Does nothing when it is not the caller's or finished.
    func release(_ event: EventIdentity, owner: String) async throws(StoreError)
    /// Replaces the result lines of the subject's finished claims that are another one. The claims stand: an event that
    /// comes again is still known as finished.
    /// - Parameter finishedBefore: Only those that were finished before then.
    func eraseClaims(
        subject: String, resultLine: String, finishedBefore: Date, limit: Int
    ) async throws(StoreError) -> Int
    /// Deletes finished claims, oldest first.
    func deleteClaims(finishedBefore: Date, limit: Int) async throws(StoreError) -> Int

    // MARK: Turn outcome

    /// The stored outcome of a turn, as canonical JSON.
    func turnOutcome(threadID: String, messageID: String) async throws(StoreError) -> String?
    /// Stores the outcome unless one stands; returns the one that stands. The first wins.
    func recordTurnOutcome(
        threadID: String, messageID: String, outcome: String, now: Date
    ) async throws(StoreError) -> String
    func deleteTurns(threadID: String, limit: Int) async throws(StoreError) -> Int

    // MARK: Lease

    /// Takes or extends a lease. `name` is for example `thread:{threadId}`.
    func acquireLease(
        name: String, owner: String, now: Date, until: Date
    ) async throws(StoreError) -> LeaseOutcome
    /// Does nothing when the lease is not the caller's.
    func releaseLease(name: String, owner: String) async throws(StoreError)

    // MARK: Effect ledger

    func effect(key: String) async throws(StoreError) -> EffectRecord?
    func startEffect(key: String, now: Date) async throws(StoreError) -> EffectStart
    /// Notes that the write was looked for and not found.
    func noteEffectLook(key: String, now: Date) async throws(StoreError)
    /// Starts an unfinished effect again: only over the `startedAt` that the caller saw, so that one of two wins.
    /// False also when `now` is not a later millisecond than `seen`.
    func restartEffect(key: String, seen: Date, now: Date) async throws(StoreError) -> Bool
    /// Records HubSpot's id. Recording it again changes nothing.
    func finishEffect(key: String, hubSpotID: String) async throws(StoreError)
    /// Takes back an effect whose write certainly did not happen (refused, or never sent). Does nothing once it is finished.
    func abandonEffect(key: String, seen: Date) async throws(StoreError)
    /// The effect that has this HubSpot id, when it is ours.
    func effectKey(hubSpotID: String) async throws(StoreError) -> String?

    // MARK: Sessions

    func session(id: String) async throws(StoreError) -> Session?
    /// Stores a new session unless one of that id stands; returns the one that stands.
    func createSession(_ session: Session) async throws(StoreError) -> Session
    /// Writes the session as version + 1 over exactly `session.version`; false when another change came first.
    func updateSession(_ session: Session) async throws(StoreError) -> Bool
    /// Moves `updatedAt` on, never back; the version stays, so that it disturbs no change under way. Makes no session.
    func touchSession(id: String, at: Date) async throws(StoreError)
    /// At most `limit` of the sessions that match; of idle ones those idle longest.
    func sessionIDs(matching filter: SessionFilter, limit: Int) async throws(StoreError) -> [String]
    /// At most `limit` sessions, those in which something happened last first.
    /// - Parameters:
    ///   - state: Only those in this one.
    ///   - before: Only those in which nothing has happened since (`updatedAt` < that).
    func newestSessionIDs(state: Session.State?, before: Date?, limit: Int) async throws(StoreError) -> [String]
    /// The session alone; what belongs to it has calls of its own. Deleting none is no error.
    func deleteSession(id: String) async throws(StoreError)
    /// Takes what was deleted out of files in which an engine has more than what it keeps.
    func eraseTraces() async throws(StoreError)

    // MARK: Timeline

    /// Appends unless an entry of that id stands; false when it stood.
    func appendTimeline(
        sessionID: String, entry: TimelineEntry
    ) async throws(StoreError) -> Bool
    /// The newest `limit` entries, oldest first (by `createdAt`, then id).
    func timeline(sessionID: String, limit: Int) async throws(StoreError) -> [TimelineEntry]
    func deleteTimeline(sessionID: String, limit: Int) async throws(StoreError) -> Int

    // MARK: Custom data

    /// Sets one property by the rule of ``CustomDataEntry/over(_:)``.
    func setProperty(
        sessionID: String, entry: CustomDataEntry
    ) async throws(StoreError) -> PropertyOutcome
    /// By property name.
    func customData(sessionID: String) async throws(StoreError) -> [CustomDataEntry]
    func deleteCustomData(sessionID: String, limit: Int) async throws(StoreError) -> Int

    // MARK: Tickets

    /// Links a ticket to a session; several sessions may share one ticket. A former link is one again.
    func linkTicket(ticketID: String, sessionID: String) async throws(StoreError)
    /// Makes a link a former one, so that a ticket that is restored finds its sessions. Makes no link.
    func unlinkTicket(ticketID: String, sessionID: String) async throws(StoreError)
    /// Forgets a link, former or not.
    func deleteTicketLink(ticketID: String, sessionID: String) async throws(StoreError)
    /// The sessions of a ticket, by id.
    func sessionIDs(ticketID: String) async throws(StoreError) -> [String]
    /// Those that were its sessions, by id.
    func formerSessionIDs(ticketID: String) async throws(StoreError) -> [String]
    /// Every ticket that is or was the session's, by id.
    func ticketIDs(sessionID: String) async throws(StoreError) -> [String]
    /// Keeps a ticket's property, whether or not a session is linked, by the rule of ``CustomDataEntry/over(_:)``. Its
    /// origin is not kept: HubSpot told it.
    func setTicketProperty(
        ticketID: String, entry: CustomDataEntry, now: Date
    ) async throws(StoreError) -> PropertyOutcome
    /// By property name.
    func ticketProperties(ticketID: String) async throws(StoreError) -> [CustomDataEntry]
    func deleteTicketProperties(ticketID: String, limit: Int) async throws(StoreError) -> Int
    /// Deletes what was written last before then, of any ticket, oldest first.
    func deleteTicketProperties(
        recordedBefore: Date, limit: Int
    ) async throws(StoreError) -> Int

    // MARK: Erasures

    /// Notes that what a session held up to then was erased on purpose. A later note moves it on, never back.
    func recordErasure(sessionID: String, at: Date) async throws(StoreError)
    /// Until when what the session held was erased; nil when it never was. Whoever reads the thread again records nothing
    /// that is older.
    func erasedAt(sessionID: String) async throws(StoreError) -> Date?
}

extension StateStore {
    package var forgetsByItself: Bool { false }

    package func eraseClaims(subject: String, resultLine: String, limit: Int) async throws(StoreError) -> Int {
        try await eraseClaims(subject: subject, resultLine: resultLine, finishedBefore: .distantFuture, limit: limit)
    }

    package func eraseTraces() async throws(StoreError) {}
}
