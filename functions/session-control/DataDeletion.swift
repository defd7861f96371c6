import Conversations
import FoundationEssentials
import HubSpotAPI
import Logging
import OnceOnly
import RelayCore

/// Customer data is deleted: of one thread, session, contact or address, or of every session in which nothing has happened
/// for so many days. HubSpot's privacy deletions ask for the same.
///
/// One delivery does a bounded part, and emits the event that does the next. A conversation that was meant is looked at once
/// more later: a worker that was at it meanwhile may have written something down.
struct DataDeletion {
    private let event: RelayEvent
    private let request: SessionDeleteEvent
    private let services: OrganizationServices
    private let names: [String]

    /// The most sessions of one delivery.
    static let sessionLimit = 50
    private static let leaseSeconds: Double = 60
    /// How long after an erasure no worker is left that began before it, in seconds.
    private static let secondLook = Once.claimSeconds + Once.margin

    /// - Parameter names: Under which the organization's events may stand.
    init(_ event: RelayEvent, _ services: OrganizationServices, names: [String]) throws {
        self.event = event
        self.services = services
        self.names = names
        request =
            event.type == SessionDeleteEvent.type
            ? try SessionDeleteEvent(event) : SessionDeleteEvent(try PrivacyDeletionEvent(event).target)
    }

    func result() async throws -> FunctionResult {
        let result = try await erased()
        await eraseTraces()
        return result
    }

    /// Fails where somebody reads or writes at the same time. The second look does it again.
    private func eraseTraces() async {
        for pause in [0.1, 0.5, 1, nil] {
            do {
                return try await services.store.eraseTraces()
            } catch {
                if let pause {
                    await services.ambient.sleep(pause)
                } else {
                    services.logger.warning(
                        "what was erased may stand in a side file for a while", metadata: ["detail": "\(error)"])
                }
            }
        }
    }

    private func erased() async throws -> FunctionResult {
        try event.checkDue(now: services.ambient.now())
        switch request.target {
        case .thread(let id): return try await one(services.sessions.id(ofThread: id), threadID: id)
        case .session(let id):
            if let look = request.secondLook { return try await again(id, look) }
            return try await one(id, threadID: nil)
        case .contact(let id): return try await several([.contact(id: id)])
        case .email(let address): return try await several(try await services.sessionFilters(ofAddress: address))
        case .olderThan(let days): return try await idle(since: services.ambient.now() - Double(days) * 86_400)
        }
    }

    private func one(_ sessionID: String, threadID: String?) async throws -> FunctionResult {
        let now = services.ambient.now()
        var threadID = threadID
        if threadID == nil { threadID = try await services.sessions.find(id: sessionID)?.threadID }
        let erased = try await erase(sessionID, threadID: threadID, at: now, wordsUntil: now)
        return report(erased, events: [secondLook(sessionID, threadID: threadID, erasedAt: now)])
    }

    private func several(_ filters: [SessionFilter]) async throws -> FunctionResult {
        let now = services.ambient.now()
        let ids = try await sessionIDs(filters)
        var erased = ErasedSessions()
        for filter in filters {
            switch filter {
            case .email(let address):
                erased.erasures.append(Erasure(of: names, email: address, until: now, wordsUntil: now))
            case .contact(let id):
                erased.erasures.append(Erasure(of: names, contactIDs: [id], until: now, wordsUntil: now))
            case .idleSince, .openAndIdle: break
            }
        }
        var events: [RelayEvent] = []
        for id in ids.prefix(Self.sessionLimit) {
            do {
                let threadID = try await services.sessions.find(id: id)?.threadID
                erased += try await erase(id, threadID: threadID, at: now, wordsUntil: now)
                events.append(secondLook(id, threadID: threadID, erasedAt: now))
            } catch  where !events.isEmpty {
                // What is erased is not found again, and needs its second look: the next event meets what is in the way.
                return report(erased, events: events + [next])
            }
        }
        if ids.count > Self.sessionLimit { events.append(next) }
        return report(erased, events: events)
    }

    /// Retention: the sessions in which nothing has happened since then.
    private func idle(since cutOff: Date) async throws -> FunctionResult {
        let ids = try await sessionIDs([.idleSince(cutOff)])
        var erased = ErasedSessions()
        for id in ids.prefix(Self.sessionLimit) { erased += try await retire(id, idleSince: cutOff) }
        guard ids.count <= Self.sessionLimit else { return report(erased, events: [next]) }
        erased.counts.ticketProperties += try await SessionErasure(services.store).eraseKept(before: cutOff)
        return report(erased, events: [])
    }

    /// Erases a session if it is still idle, up to then: a message that was written since, and whose webhook may be under
    /// way, begins a new conversation.
    func retire(_ sessionID: String, idleSince cutOff: Date) async throws -> ErasedSessions {
        let threadID = try await services.sessions.find(id: sessionID)?.threadID
        return try await erase(sessionID, threadID: threadID, at: cutOff, wordsUntil: cutOff, idleSince: cutOff)
    }

    /// One more than the limit where there are more.
    private func sessionIDs(_ filters: [SessionFilter]) async throws -> [String] {
        var ids: [String] = []
        for filter in filters {
            let found = try await services.store.sessionIDs(matching: filter, limit: Self.sessionLimit + 1)
            ids += found.filter { !ids.contains($0) }
        }
        return ids
    }

    /// The second look. What was said on the thread since is a new conversation, and stays.
    private func again(_ sessionID: String, _ look: SessionDeleteEvent.SecondLook) async throws -> FunctionResult {
        let newest = try await services.store.timeline(sessionID: sessionID, limit: 1).last
        if let newest, newest.createdAt > look.erasedAt {
            return report(try await before(try await services.sessions.find(id: sessionID), sessionID, look), events: [])
        }
        let now = services.ambient.now()
        return report(try await erase(sessionID, threadID: look.threadID, at: look.erasedAt, wordsUntil: now), events: [])
    }

    /// What was written down of the erased conversation before the new one began: results that were finished meanwhile, or that an
    /// index did not show, and events with words.
    private func before(
        _ new: Session?, _ sessionID: String, _ look: SessionDeleteEvent.SecondLook
    ) async throws -> ErasedSessions {
        let begun = max(new?.createdAt ?? look.erasedAt, look.erasedAt)
        let counts = try await SessionErasure(services.store).eraseResults(sessionID: sessionID, finishedBefore: begun)
        let erasure = Erasure(
            of: names, threadID: look.threadID, sessionID: sessionID, until: look.erasedAt, wordsUntil: begun)
        return ErasedSessions(counts: counts, erasures: [erasure])
    }

    /// Whoever is at work on the conversation ends first.
    /// - Parameters:
    ///   - wordsUntil: Events with somebody's words are erased where a host took them up to then.
    ///   - idleSince: Only if nothing has happened in the session since then.
    private func erase(
        _ sessionID: String, threadID: String?, at date: Date, wordsUntil: Date, idleSince: Date? = nil
    ) async throws -> ErasedSessions {
        let conversation = threadID ?? sessionID
        return try await services.holding(.turn, conversation, seconds: Self.leaseSeconds) { _ in
            try await services.holding(.post, conversation, seconds: Self.leaseSeconds) { _ in
                if let idleSince, let session = try await services.sessions.find(id: sessionID), session.updatedAt >= idleSince {
                    return ErasedSessions()
                }
                let ticketIDs = try await services.store.ticketIDs(sessionID: sessionID)
                let session = try await services.sessions.find(id: sessionID)
                let contactIDs = [session?.contactID].compactMap(\.self) + (session?.otherContactIDs ?? [])
                let counts = try await SessionErasure(services.store).erase(sessionID: sessionID, threadID: threadID, at: date)
                let erasure = Erasure(
                    of: names, threadID: threadID, sessionID: sessionID, ticketIDs: ticketIDs, contactIDs: contactIDs,
                    until: date, wordsUntil: wordsUntil)
                return ErasedSessions(counts: counts, erasures: [erasure])
            }
        }
    }

    // MARK: What follows

    private func report(_ erased: ErasedSessions, events: [RelayEvent]) -> FunctionResult {
        .done(
            [
                "deleted": erased.counts.json, Erasure.member: .array(erased.erasures.map(\.json)),
                "isComplete": .bool(!events.contains { $0.notBefore == nil }),
            ], events: events)
    }

    private func secondLook(_ sessionID: String, threadID: String?, erasedAt: Date) -> RelayEvent {
        event.following(
            SessionDeleteEvent(
                sessionID: sessionID, secondLook: .init(erasedAt: erasedAt, threadID: threadID),
                due: services.ambient.now() + Self.secondLook))
    }

    /// The same again, for the sessions that are left. A privacy deletion of HubSpot's goes on as one of ours.
    private var next: RelayEvent { event.following(SessionDeleteEvent(request.target)) }
}
