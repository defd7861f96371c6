import Foundation
import PostgresStore
import RelayCore
import TestSupport
import Testing

/// Two stores on one database, each with connections of its own, as two machines have them.
@Suite("PostgreSQL: one database, several stores", .enabled(if: PostgresServer.isWanted, "no PostgreSQL server"))
struct SharedDatabaseTests {
    private let event = EventIdentity(source: "/hubspot/1", id: "e1")
    private let now = Date(timeIntervalSince1970: 1_790_000_000)

    @Test("What one writes the other reads")
    func visible() async throws {
        let url = try await PostgresServer.schema()
        let (one, other) = (try PostgresStore(url: url), try PostgresStore(url: url))
        _ = try await one.acme.claim(event, owner: "one", now: now, until: now + 60)
        #expect(
            try await other.acme.claim(event, owner: "other", now: now, until: now + 60)
                == .busy(until: now + 60, owner: "one"))
        _ = try await one.acme.finish(event, owner: "one", resultLine: "{}", subject: nil, now: now)
        #expect(try await other.acme.claim(event, owner: "other", now: now, until: now + 60) == .finished(resultLine: "{}"))
    }

    @Test("What is known of the rate limits is changed by one at a time, over what was read; each organization has its own")
    func rateLimits() async throws {
        let url = try await PostgresServer.schema()
        let (one, other) = (
            try #require(try PostgresStore(url: url).rateLimits(of: "acme", until: nil)),
            try #require(try PostgresStore(url: url).rateLimits(of: "acme", until: nil))
        )
        #expect(try await one.read() == nil)
        #expect(try await one.write("first", over: nil))
        #expect(try await other.write("late", over: nil) == false)
        #expect(try await other.read() == SharedRateLimitsRecord(text: "first", version: 1))
        #expect(try await other.write("second", over: 1))
        #expect(try await one.write("late", over: 1) == false)
        #expect(try await one.read() == SharedRateLimitsRecord(text: "second", version: 2))
        let foreign = try #require(try PostgresStore(url: url).rateLimits(of: "globex", until: nil))
        #expect(try await foreign.read() == nil)
        #expect(try await foreign.write("theirs", over: 2) == false)
    }

    @Test("Of many changes of the rate limits at once none is lost")
    func rateLimitsContended() async throws {
        let url = try await PostgresServer.schema()
        let stores = try (0..<8).map { _ in try PostgresStore(url: url) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for store in stores {
                let limits = try #require(store.rateLimits(of: "acme", until: nil))
                group.addTask {
                    for _ in 0..<25 {
                        var isDone = false
                        while !isDone {
                            let record = try await limits.read()
                            let count = record.flatMap { Int($0.text) } ?? 0
                            isDone = try await limits.write("\(count + 1)", over: record?.version)
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        let record = try await stores[0].rateLimits(of: "acme", until: nil)?.read()
        #expect(record == SharedRateLimitsRecord(text: "200", version: 200))
    }

    @Test("Each claim is won by one of the forty tasks of eight stores")
    func contended() async throws {
        let url = try await PostgresServer.schema()
        let stores = try (0..<8).map { _ in try PostgresStore(url: url) }
        for round in 0..<10 {
            let event = EventIdentity(source: "/hubspot/1", id: "round \(round)")
            let won = try await withThrowingTaskGroup(of: ClaimOutcome.self) { group in
                for task in 0..<40 {
                    group.addTask {
                        try await stores[task % 8].acme.claim(event, owner: "owner \(task)", now: now, until: now + 60)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }.count { $0 == .claimed }
            }
            #expect(won == 1)
        }
    }

    @Test("Of many changes of one property by eight stores at once, the newest stands")
    func property() async throws {
        let url = try await PostgresServer.schema()
        let stores = try (0..<8).map { _ in try PostgresStore(url: url) }
        let outcomes = try await withThrowingTaskGroup(of: PropertyOutcome.self) { group in
            for change in 0..<40 {
                let entry = CustomDataEntry(property: "subject", value: "\(change)", occurredAt: now + Double(change))
                group.addTask { try await stores[change % 8].acme.setProperty(sessionID: "ses_1", entry: entry) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.allSatisfy { $0 == .applied || $0 == .stale })
        #expect(try await stores[0].acme.customData(sessionID: "ses_1").map(\.value) == ["39"])
    }

    @Test("Workers that start at the same moment on no tables at all all make them")
    func openedAtOnce() async throws {
        let url = try await PostgresServer.schema()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<12 {
                group.addTask {
                    try await PostgresStore(url: url).acme.linkTicket(ticketID: "55", sessionID: "ses_\(index)")
                }
            }
            try await group.waitForAll()
        }
        #expect(try await PostgresStore(url: url).acme.sessionIDs(ticketID: "55").count == 12)
    }
}

extension PostgresStore {
    /// One organization's part.
    var acme: any StateStore { store(of: "acme") }
}
