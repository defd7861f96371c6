import Foundation
import GRDB
import HostCore
import HostDelivery
import RelayCore
import Synchronization
import TestSupport
import Testing

@testable import SQLiteQueue

@Suite("The queue in SQLite")
struct SQLiteEventQueueTests {
    private let workspace: Workspace
    private let path: String
    private let queue: SQLiteEventQueue
    private let now = Date(timeIntervalSince1970: 1_790_000_000)

    init() throws {
        workspace = try Workspace()
        path = workspace.path("queue.sqlite")
        queue = try SQLiteEventQueue(path: path)
    }

    @Test("Only the owner may read the file")
    func mode() throws {
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
    }

    @Test("Files that stand already are narrowed, side files too")
    func narrowed() async throws {
        _ = try await queue.add([.to("f", event("waiting"))], now: now)
        let files = [path, path + "-wal", path + "-shm"]
        for file in files { try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file) }
        let next = try SQLiteEventQueue(path: path)
        #expect(try await next.counts() == QueueCounts(waiting: 1))
        for file in files { #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600) }
    }

    @Test("A file that cannot be made is named")
    func unmade() throws {
        // A folder that is a file: also who may write everywhere cannot make anything in it.
        _ = FileManager.default.createFile(atPath: workspace.path("file"), contents: nil)
        let error = #expect(throws: HostError.self) { try SQLiteEventQueue(path: workspace.path("file/queue.sqlite")) }
        #expect(error?.description == "\(workspace.path("file")) cannot be created")
    }

    @Test("Emptying the log waits for nobody who reads, and later writes wait as long as before")
    func log() async throws {
        _ = try await queue.add([.to("f", event("a"))], now: now)
        let (reads, goesOn) = (Flag(), Flag())
        let reading = Task {
            try await workspace.queueFile().read { database in
                _ = try Int.fetchOne(database, sql: "SELECT count(*) FROM event")
                reads.set()
                while !goesOn.isSet { usleep(1000) }
            }
        }
        #expect(await eventually { reads.isSet })
        _ = try await queue.add([.to("f", event("b"))], now: now)
        let start = ContinuousClock.now
        await #expect(throws: DatabaseError.self) { try await queue.eraseTraces() }
        // A wait would last for 10.
        #expect(ContinuousClock.now - start < .seconds(8))
        #expect(try await queue.database.write { try Int.fetchOne($0, sql: "PRAGMA busy_timeout") } == 10_000)
        goesOn.set()
        try await reading.value
        try await queue.eraseTraces()
        #expect(try FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int == 0)
    }

    @Test("Each write but a lease is on the disk before the call returns")
    func durable() async throws {
        // 2 is FULL, 1 NORMAL. Source: https://www.sqlite.org/pragma.html#pragma_synchronous
        func synchronous() async throws -> Int? {
            try await queue.database.write { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
        }
        #expect(try await synchronous() == 2)
        func leased() async throws -> Lease {
            let lease = try #require(try await queue.lease(now: now)).lease
            #expect(try await synchronous() == 1)
            return lease
        }
        _ = try await queue.add(["a", "b", "c"].map { .to("f", event($0)) }, now: now)
        #expect(try await synchronous() == 2)
        _ = try await queue.complete(try await leased(), emitting: [], now: now)
        #expect(try await synchronous() == 2)
        try await queue.postpone(try await leased(), until: now + 60, DeliveryTries(), message: nil)
        #expect(try await synchronous() == 2)
        let last = try await leased()
        _ = try await queue.renew([last], until: now + 60)
        #expect(try await synchronous() == 1)
        try await queue.bury(last, code: .internalError, message: nil, now: now)
        #expect(try await synchronous() == 2)
    }

    @Test("Neither a look at the queue nor a second host takes anything from the first")
    func looking() async throws {
        try queue.host(of: ["f"], now: now)
        _ = try await queue.add([.to("f", event("waiting")), .to("f", event("begun"))], now: now)
        #expect(try await queue.lease(now: now) != nil)
        let next = try SQLiteEventQueue(path: path)
        // Who only looks takes nothing away from the host that is working.
        #expect(try await next.counts() == QueueCounts(waiting: 2, leased: 1))
        #expect(throws: HostError.self) { try next.host(of: ["f"], now: now) }
        #expect(try await next.counts() == QueueCounts(waiting: 2, leased: 1))
    }

    @Test("What an ended host had is free for the next one")
    func endedHost() async throws {
        _ = try await queue.add([.to("f", event("begun"))], now: now)
        #expect(try await queue.lease(now: now) != nil)
        let next = try SQLiteEventQueue(path: path)
        try next.host(of: ["f"], now: now)
        #expect(try await next.lease(owner: "next", now: now)?.event.id == "begun")
    }

    @Test("Nothing waits on under a new host: what was missing may be there")
    func endedWait() async throws {
        _ = try await queue.add([.to("f", event("waits")), .to("f", event("later", notBefore: now + 300))], now: now)
        let lease = try #require(try await queue.lease(now: now)).lease
        let tries = DeliveryTries(wait: DeliveryWait(code: .unauthorized, since: now, count: 9))
        try await queue.postpone(lease, until: now + 300, tries, message: nil)
        let next = try SQLiteEventQueue(path: path)
        try next.host(of: ["f"], now: now + 10)
        #expect(try await next.lease(owner: "next", now: now + 10)?.tries == tries)
        #expect(try await next.lease(owner: "next", now: now + 10) == nil)
    }

    @Test("Events that are done do not stay in the file")
    func overwritten() async throws {
        let path = workspace.path("words.sqlite")
        func write() async throws {
            let queue = try SQLiteEventQueue(path: path)
            let events = (0..<50).map { RelayEvent(id: "\($0)", source: "/test", type: "test", data: ["text": "Zanzibar"]) }
            _ = try await queue.add(events.map { .to("f", $0) }, now: now)
            while let delivery = try await queue.lease(now: now) {
                _ = try await queue.complete(delivery.lease, emitting: [], now: now)
            }
        }
        try await write()
        // Opened and closed once more, so that nothing is left in the log beside it.
        let database = try DatabaseQueue(path: path)
        _ = try await database.writeWithoutTransaction { try $0.checkpoint(.truncate) }
        try database.close()
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)).range(of: Data("Zanzibar".utf8)) == nil)
    }

    @Test("A queue of the former version is taken over")
    func migrated() async throws {
        let path = workspace.path("former.sqlite")
        let former = try DatabaseQueue(path: path)
        try SQLiteEventQueue.migrator.migrate(former, upTo: "1: events")
        try await former.write { [now] database in
            for (id, code) in [(1, nil), (2, "not-found")] as [(Int, String?)] {
                try database.execute(
                    sql: """
                        INSERT INTO event (id, function, organization, source, eventID, body, due, attempts, isLeased, deadCode)
                        VALUES (?, 'f', 'default', '/test', ?, ?, ?, 2, 1, ?)
                        """,
                    arguments: [id, "\(id)", event("\(id)").json.canonical, Timestamp.milliseconds(now), code])
            }
        }
        try former.close()
        let queue = try SQLiteEventQueue(path: path)
        let delivery = try #require(try await queue.lease(now: now))
        #expect(delivery.event == EncodedEvent(event("1")))
        #expect(delivery.tries == DeliveryTries(faults: 2))
        let letter = try #require(try await queue.deadLetters(.all).first)
        #expect(try await queue.deadLetter(letter.id)?.event == EncodedEvent(event("2")))
    }

    // MARK: Group commit

    /// Counts transactions.
    private final class Commits: TransactionObserver, Sendable {
        private let count = Mutex(0)

        var number: Int { count.withLock { $0 } }
        func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { true }
        func databaseDidChange(with event: DatabaseEvent) {}
        func databaseDidCommit(_ database: Database) { count.withLock { $0 += 1 } }
        func databaseDidRollback(_ database: Database) {}
    }

    /// Holds up the writing connection until so many writes wait for it.
    private func addTogether(_ ids: [String]) async throws -> [Result<Int, any Error>] {
        let isHeld = Flag()
        queue.database.asyncWriteWithoutTransaction { _ in
            while !isHeld.isSet { usleep(1000) }
        }
        return await withTaskGroup(of: Result<Int, any Error>.self) { group in
            for id in ids {
                group.addTask { [queue, now] in
                    do { return .success(try await queue.add([.to("f", event(id))], now: now)) } catch { return .failure(error) }
                }
            }
            #expect(await eventually { queue.writes.waiting == ids.count })
            isHeld.set()
            return await group.reduce(into: []) { $0.append($1) }
        }
    }

    @Test("Concurrent adds share one commit", .timeLimit(.minutes(10)))
    func oneCommit() async throws {
        let commits = Commits()
        queue.database.add(transactionObserver: commits)
        let added = try await addTogether((1...20).map { "\($0)" })
        #expect(try added.map { try $0.get() } == [Int](repeating: 1, count: 20))
        #expect(commits.number == 1)
        #expect(try await queue.counts() == QueueCounts(waiting: 20))
    }

    @Test("A write that fails takes no other with it", .timeLimit(.minutes(10)))
    func failingWrite() async throws {
        try await refuse("poison")
        let added = try await addTogether(["a", "poison", "b"])
        #expect(added.filter { (try? $0.get()) == 1 }.count == 2)
        #expect(added.contains { if case .failure(let error) = $0 { error is DatabaseError } else { false } })
        #expect(try await queue.counts() == QueueCounts(waiting: 2))
    }

    @Test("Completing and emitting are one transaction")
    func transaction() async throws {
        _ = try await queue.add([.to("f", event("a"))], now: now)
        try await refuse("poison")
        let lease = try #require(try await queue.lease(now: now)).lease
        await #expect(throws: DatabaseError.self) {
            try await queue.complete(lease, emitting: [.to("g", event("b")), .to("g", event("poison"))], now: now)
        }
        #expect(try await queue.counts() == QueueCounts(waiting: 1, leased: 1))
        #expect(try await queue.complete(lease, emitting: [.to("g", event("b"))], now: now) == 1)
        #expect(try await queue.lease("g", now: now)?.event.id == "b")
    }

    private func refuse(_ id: String) async throws {
        try await workspace.queueFile().write { database in
            try database.execute(
                sql: """
                    CREATE TRIGGER poison BEFORE INSERT ON event WHEN NEW.eventID = '\(id)'
                    BEGIN SELECT RAISE(ABORT, 'refused'); END
                    """)
        }
    }

    // MARK: The bell

    @Test("The bell is heard by a host, and does nothing without one")
    func bell() async throws {
        queue.ring()
        #expect(!FileManager.default.fileExists(atPath: path + ".wake"))
        try queue.host(of: ["f"], now: now)
        #expect(try FileManager.default.attributesOfItem(atPath: path + ".wake")[.posixPermissions] as? Int == 0o600)
        for _ in 1...3 {
            try SQLiteEventQueue(path: path).ring()
            #expect(await queue.arrivals.first { _ in true } != nil)
        }
    }

    @Test("A file that is no FIFO is not taken for the bell")
    func noFIFO() throws {
        #expect(FileManager.default.createFile(atPath: path + ".wake", contents: Data()))
        queue.ring()
        #expect(workspace.text(of: "queue.sqlite.wake").isEmpty)
        let error = #expect(throws: HostError.self) { try queue.host(of: ["f"], now: now) }
        #expect(error?.description.contains(path + ".wake") == true)
    }
}
