import Foundation
import RelayCore
import SessionStore
import TestSupport
import Testing

/// Two stores on one file, each with connections of its own, as two processes have them.
@Suite("SQLite: one file, several stores")
struct SharedFileTests {
    private let folder = try? TemporaryFolder()
    private let event = EventIdentity(source: "/hubspot/1", id: "e1")
    private let now = Date(timeIntervalSince1970: 1_790_000_000)

    private func open() throws -> SQLiteStore { try SQLiteStore(path: try #require(folder).path("relay.sqlite")) }

    @Test("What one writes the other reads")
    func visible() async throws {
        let (one, other) = (try open(), try open())
        _ = try await one.acme.claim(event, owner: "one", now: now, until: now + 60)
        #expect(
            try await other.acme.claim(event, owner: "other", now: now, until: now + 60)
                == .busy(until: now + 60, owner: "one"))
        _ = try await one.acme.finish(event, owner: "one", resultLine: "{}", subject: nil, now: now)
        #expect(try await other.acme.claim(event, owner: "other", now: now, until: now + 60) == .finished(resultLine: "{}"))
    }

    @Test("Each claim is won by one of the forty tasks of two stores")
    func contended() async throws {
        let stores = [try open(), try open()]
        for round in 0..<10 {
            let event = EventIdentity(source: "/hubspot/1", id: "round \(round)")
            let won = try await withThrowingTaskGroup(of: ClaimOutcome.self) { group in
                for task in 0..<40 {
                    group.addTask {
                        try await stores[task % 2].acme.claim(event, owner: "owner \(task)", now: now, until: now + 60)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }.count { $0 == .claimed }
            }
            #expect(won == 1)
        }
    }

    @Test("Workers that start at the same moment on no file at all all open it", arguments: 0..<5)
    func openedAtOnce(_ round: Int) async throws {
        let path = try #require(folder).path("new/folder \(round)/relay.sqlite")
        let opened = try await withThrowingTaskGroup(of: SQLiteStore.self) { group in
            for _ in 0..<12 { group.addTask { try SQLiteStore(path: path) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for (index, store) in opened.enumerated() {
            try await store.acme.linkTicket(ticketID: "55", sessionID: "ses_\(index)")
        }
        #expect(try await opened.first?.acme.sessionIDs(ticketID: "55").count == 12)
    }

    @Test("A store that starts late leaves alone what stands")
    func openedLate() async throws {
        let one = try open()
        _ = try await one.acme.claim(event, owner: "one", now: now, until: now + 60)
        let late = try open()
        #expect(
            try await late.acme.claim(event, owner: "late", now: now, until: now + 60)
                == .busy(until: now + 60, owner: "one"))
        #expect(try await one.acme.finish(event, owner: "one", resultLine: "{}", subject: nil, now: now))
    }

    @Test("Everything stands after closing and opening again")
    func reopened() async throws {
        let first = try open()
        let session = Session(id: "ses_1", threadID: "7", channel: .chat, createdAt: now, updatedAt: now)
        _ = try await first.acme.createSession(session)
        _ = try await first.acme.startEffect(key: "reply:7:m1", now: now)
        try first.close()
        let second = try open()
        #expect(try await second.acme.session(id: "ses_1") == session)
        #expect(try await second.acme.effect(key: "reply:7:m1")?.startedAt == now)
    }
}

extension SQLiteStore {
    /// One organization's part.
    var acme: any StateStore { store(of: "acme") }
}
