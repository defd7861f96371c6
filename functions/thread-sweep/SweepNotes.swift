import Conversations
import FoundationEssentials
import RelayCore

/// What a sweep notes for those after it. Kept as claims are, and as long.
struct SweepNotes {
    private let services: OrganizationServices

    init(_ services: OrganizationServices) { self.services = services }

    // MARK: Threads that hold nothing for a turn

    /// Whether the thread was read, and held nothing for a turn as it stands: until something more is said it is not read again.
    func isSeen(_ thread: ConversationThread) async throws -> Bool {
        guard let note = note(seen: thread) else { return false }
        return try await services.store.resultLine(of: note) != nil
    }

    func see(_ thread: ConversationThread) async throws {
        guard let note = note(seen: thread) else { return }
        _ = try await add(note, threadID: thread.id)
    }

    /// nil where HubSpot does not tell when its newest message was written.
    private func note(seen thread: ConversationThread) -> EventIdentity? {
        guard let latest = thread.latestMessageAt else { return nil }
        return identity("seen:\(thread.id):\(Timestamp.milliseconds(latest))")
    }

    // MARK: Periods

    /// A timer that is not ours may tick more often than is wanted.
    /// - Returns: Whether it is the first tick in its period.
    func begin(_ seconds: Double, at tick: Date) async throws -> Bool {
        try await add(identity("swept:\(Int(tick.timeIntervalSince1970 / seconds)):\(seconds)"), threadID: nil)
    }

    // MARK: Messages that were missed

    /// - Returns: Whether no sweep found it before: one that waits for its turn is found again, and counts once.
    func find(_ missed: MissedMessageEvent) async throws -> Bool {
        try await add(identity("found:\(missed.threadID):\(missed.messageID)"), threadID: missed.threadID)
    }

    // MARK: Notes

    private func identity(_ id: String) -> EventIdentity {
        EventIdentity(source: RelayEvent.source(organization: services.name), id: id)
    }

    /// - Returns: Whether it is new.
    private func add(_ note: EventIdentity, threadID: String?) async throws -> Bool {
        let (owner, now) = (services.ambient.newOwner(), services.ambient.now())
        guard case .claimed = try await services.store.claim(note, owner: owner, now: now, until: now + 60) else { return false }
        let session = threadID.map(services.sessions.id(ofThread:))
        _ = try await services.store.finish(note, owner: owner, resultLine: "{}", subject: session, now: now)
        return true
    }
}
