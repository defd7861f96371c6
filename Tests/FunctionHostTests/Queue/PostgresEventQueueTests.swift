import Foundation
import HostCore
import HostDelivery
import PostgresClient
import RelayCore
import Synchronization
import TestSupport
import Testing

@testable import PostgresQueue

@Suite("The queue in PostgreSQL", .timeLimit(.minutes(10)), .enabled(if: PostgresServer.isWanted, "no PostgreSQL server"))
struct PostgresEventQueueTests {
    private let now = Date(timeIntervalSince1970: 1_790_000_000)

    /// Two hosts' queues in one database.
    private func pair() async throws -> (one: PostgresEventQueue, other: PostgresEventQueue) {
        let url = try await PostgresServer.schema()
        // None looks but when it is told.
        return (try PostgresEventQueue(url: url, look: 3600), try PostgresEventQueue(url: url, look: 3600))
    }

    /// Takes the arrivals so far away, which come of listening itself.
    private func listening(_ queue: PostgresEventQueue) async throws -> AsyncStream<Void>.Iterator {
        try await queue.host(now: now)
        var arrivals = queue.arrivals.makeAsyncIterator()
        #expect(await arrivals.next() != nil)
        return arrivals
    }

    @Test("A second host is no fault, and takes nothing from the first")
    func second() async throws {
        let (one, other) = try await pair()
        try await one.host(now: now)
        _ = try await one.add([.to("f", event("begun"))], now: now)
        let begun = try #require(try await one.lease(owner: "one", now: now))
        try await other.host(now: now)
        #expect(try await other.lease(owner: "other", now: now + 1) == nil)
        #expect(try await one.complete(begun.lease, emitting: [], now: now + 1) == 0)
    }

    @Test("An event that a host leased without learning of it comes to that host again")
    func unlearned() async throws {
        let (one, _) = try await pair()
        try await one.host(now: now)
        _ = try await one.add([.to("f", event("lost"))], now: now)
        let lost = try #require(try await one.lease(owner: "one", now: now))
        // As long as it may still work on it and renew it, it has it.
        let late = try await one.lease(1, for: "f", owner: "one", until: now + 300, now: now + 80)
        #expect(late.deliveries.isEmpty && late.nextDue == now + 90)
        let due = try #require(late.nextDue)
        let again = try await one.lease(1, for: "f", owner: "one", until: due + 60, now: due)
        #expect(again.deliveries.map(\.lease.id) == [lost.lease.id])
        // What began before ends nothing.
        await #expect(throws: LeaseLost.self) { try await one.complete(lost.lease, emitting: [], now: due) }
    }

    @Test("What one host adds or emits wakes the other at once")
    func woken() async throws {
        let (one, other) = try await pair()
        var arrivals = try await listening(other)
        for id in ["a", "b", "c"] {
            _ = try await one.add([.to("f", event(id))], now: now)
            #expect(await arrivals.next() != nil)
        }
        let leased = try #require(try await one.lease(owner: "one", now: now))
        #expect(try await other.counts() == QueueCounts(waiting: 3, leased: 1))
        _ = try await one.complete(leased.lease, emitting: [.to("f", event("d"))], now: now)
        #expect(await arrivals.next() != nil)
        // Who revives a dead letter beside the hosts, or at one of them.
        await one.ring()
        #expect(await arrivals.next() != nil)
        await other.ring()
        #expect(await arrivals.next() != nil)
    }

    @Test("A program that has rung may end: nobody is being told of anything any more")
    func rung() async throws {
        let (one, _) = try await pair()
        for number in 0..<20 {
            _ = try await one.add([.to("f", event("\(number)"))], now: now)
            await one.ring()
            #expect(!one.isRinging)
        }
    }

    @Test("One host leads until it ends, its time is up or it lets another; each work has its own leader")
    func leads() async throws {
        let (one, other) = try await pair()
        #expect(try await one.lead("sweep", owner: "one", until: now + 60, now: now) == .acquired)
        #expect(
            try await other.lead("sweep", owner: "other", until: now + 90, now: now + 59) == .busy(until: now + 60, owner: "one"))
        #expect(try await other.lead("another", owner: "other", until: now + 60, now: now) == .acquired)
        // It leads on.
        #expect(try await one.lead("sweep", owner: "one", until: now + 120, now: now + 59) == .acquired)
        #expect(
            try await other.lead("sweep", owner: "other", until: now + 180, now: now + 60)
                == .busy(until: now + 120, owner: "one"))
        #expect(try await other.lead("sweep", owner: "other", until: now + 180, now: now + 120) == .acquired)
        // What was another's by then is not given back.
        try await one.resign("sweep", owner: "one")
        #expect(
            try await one.lead("sweep", owner: "one", until: now + 240, now: now + 121) == .busy(until: now + 180, owner: "other")
        )
        try await other.resign("sweep", owner: "other")
        #expect(try await one.lead("sweep", owner: "one", until: now + 240, now: now + 121) == .acquired)
    }

    @Test("Of eight hosts at once one leads")
    func leader() async throws {
        let url = try await PostgresServer.schema()
        let outcomes = try await withThrowingTaskGroup(of: LeaseOutcome.self) { group in
            for number in 1...8 {
                let queue = try PostgresEventQueue(url: url, connections: 1)
                group.addTask { [now] in try await queue.lead("sweep", owner: "host \(number)", until: now + 60, now: now) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count { $0 == .acquired } == 1)
    }

    @Test("A host that was out of hearing looks again as soon as it hears")
    func restarted() async throws {
        let url = try await PostgresServer.schema()
        // It looks but when it is told.
        let queue = try PostgresEventQueue(url: "\(url)&application_name=deaf", look: 3600)
        var arrivals = try await listening(queue)
        let looks = Mutex(0)
        let looking = Task { while await arrivals.next() != nil { looks.withLock { $0 += 1 } } }
        // Nothing fails on the way: it connects again at once.
        let database = PostgresDatabase(try #require(PostgresURL(url)), PostgresSchema(component: "tests", steps: []))
        let ended = try await database.run { connection, end in
            try connection.run(
                """
                SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
                WHERE application_name = 'deaf' AND query LIKE 'LISTEN%'
                """, until: end
            ).rows.count
        }
        #expect(ended == 1)
        #expect(await eventually { looks.withLock { $0 } > 0 })
        looking.cancel()
    }

    @Test("An erasure reads no more of the queue at a time than there is room for")
    func portions() async throws {
        let queue = try PostgresEventQueue(url: try await PostgresServer.schema())
        let text = String(repeating: "x", count: PostgresEventQueue.portionBytes / 2 - 1000)
        for id in ["a", "b", "c", "d", "e"] {
            let event = RelayEvent(id: id, source: "/s", type: "test.one", data: ["text": .string(text)])
            _ = try await queue.add([.to("f", event)], now: now)
        }
        let erasure = Erasure(threadID: "7", until: now, wordsUntil: now)
        var (last, portions) = (Optional(0), 0)
        while let after = last {
            last = try await queue.belonging(to: [erasure], of: RelayEvent.defaultOrganization, after: after).last
            portions += 1
        }
        // Three, two, and none.
        #expect(portions == 3)
        #expect(try await queue.erase([erasure], of: RelayEvent.defaultOrganization) == 0)
    }

    @Test("What was added is there after a kill of the server", .timeLimit(.minutes(10)))
    func durable() async throws {
        let server = try await PostgresServer()
        let queue = try PostgresEventQueue(url: try await server.schema())
        let added = Task { [now] in
            var ids: Set<String> = []
            while true {
                let id = "event \(ids.count)"
                guard (try? await queue.add([.to("f", event(id))], now: now)) != nil else { return ids }
                ids.insert(id)
            }
        }
        #expect(await eventually { (try? await queue.counts().waiting) ?? 0 > 50 })
        try await server.kill()
        let ids = await added.value
        try await server.start()
        let found = try await queue.lease(10_000, for: "f", owner: "host", until: now + 30, now: now).deliveries.map(\.event.id)
        #expect(ids.subtracting(found).isEmpty)
        await server.stop()
    }

    @Test("An error holds nothing of an event")
    func words() async throws {
        let url = try await PostgresServer.schema()
        let queue = try PostgresEventQueue(url: url)
        _ = try await queue.counts()
        let database = PostgresDatabase(try #require(PostgresURL(url)), PostgresSchema(component: "tests", steps: []))
        try await database.run { connection, end in
            try connection.runScript("ALTER TABLE queue_event ADD CONSTRAINT none CHECK (type <> 'poison')", until: end)
        }
        let poison = RelayEvent(id: "a", source: "/s", type: "poison", data: ["text": "I am Robin"])
        let error = await #expect(throws: PostgresError.self) {
            try await queue.add([.to("f", event("good")), .to("f", poison)], now: now)
        }
        #expect(error?.description == "PostgreSQL 23514")
        // All or none.
        #expect(try await queue.counts() == QueueCounts())
        _ = try await queue.add([.to("f", event("good"))], now: now)
        let lease = try #require(try await queue.lease(now: now)).lease
        await #expect(throws: PostgresError.self) { try await queue.complete(lease, emitting: [.to("f", poison)], now: now) }
        #expect(try await queue.counts() == QueueCounts(waiting: 1, leased: 1))
    }

    @Test("A URL that is none is refused without a word of it")
    func badURL() {
        let error = #expect(throws: HostError.self) { try PostgresEventQueue(url: "postgres://robin@host/db?no=no") }
        #expect(error?.description.contains("robin") == false)
    }
}
