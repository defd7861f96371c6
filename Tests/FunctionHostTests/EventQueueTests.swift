import Foundation
import GRDB
import RelayCore
import Testing

@testable import FunctionHost

struct EventQueueTests {
    private let workspace: Workspace
    private let queue: EventQueue
    private let now = Date(timeIntervalSince1970: 1_790_000_000)

    init() throws {
        workspace = try Workspace()
        queue = try EventQueue(path: workspace.path("queue.sqlite"))
    }

    private func leased(after seconds: Double = 0) async throws -> QueuedEvent {
        try #require(try await queue.lease(for: "f", now: now + seconds))
    }

    @Test func fileIsItsOwnersAlone() throws {
        let attributes = try FileManager.default.attributesOfItem(atPath: workspace.path("queue.sqlite"))
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test func sameFactStandsOnceForEachFunctionAndOrganization() async throws {
        let first = event("a")
        #expect(try await queue.add([("f", first), ("g", first)], now: now) == 2)
        #expect(try await queue.add([("f", first), ("f", event("a", organization: "default"))], now: now) == 0)
        #expect(try await queue.add([("f", event("a", organization: "acme")), ("f", event("b"))], now: now) == 2)
    }

    @Test func leasedEventIsNotGivenTwice() async throws {
        _ = try await queue.add([("f", event("a"))], now: now)
        #expect(try await leased().event.id == "a")
        #expect(try await queue.lease(for: "f", now: now) == nil)
    }

    @Test func eventWaitsForItsTime() async throws {
        _ = try await queue.add([("f", event("late", notBefore: now + 60))], now: now)
        #expect(try await queue.lease(for: "f", now: now + 59) == nil)
        #expect(try await queue.nextDue(for: "f") == now + 60)
        #expect(try await leased(after: 60).event.id == "late")
    }

    @Test func faultsCountAndWaitsDoNot() async throws {
        _ = try await queue.add([("f", event("a"))], now: now)
        try await queue.postpone(try await leased(), until: now + 5, isFault: false, message: nil)
        #expect(try await queue.lease(for: "f", now: now + 4) == nil)
        let afterWait = try await leased(after: 5)
        #expect(afterWait.event.attempt == 0)
        try await queue.postpone(afterWait, until: now + 9, isFault: true, message: nil)
        let afterFault = try await leased(after: 9)
        #expect(afterFault.attempts == 1)
        #expect(afterFault.event.attempt == 1)
    }

    @Test func deadLetterIsKeptListedAndRevived() async throws {
        _ = try await queue.add([("f", event("a"))], now: now)
        let first = try await leased()
        try await queue.postpone(first, until: now, isFault: true, message: nil)
        try await queue.bury(try await leased(), code: "not-found", message: "there is no such thread")
        #expect(try await queue.lease(for: "f", now: now + 1000) == nil)
        #expect(try await queue.add([("f", event("a"))], now: now) == 0)

        let letter = try #require(try await queue.deadLetters().first)
        #expect(letter.code == "not-found")
        #expect(letter.message == "there is no such thread")
        #expect(letter.event == event("a"))
        #expect(try await queue.counts() == EventQueue.Counts(waiting: 0, leased: 0, dead: 1))

        #expect(try await queue.revive(letter.rowID, now: now))
        #expect(try await queue.revive(letter.rowID, now: now) == false)
        #expect(try await leased().attempts == 0)
    }

    @Test func everyDeadLetterIsListedShownAndDropped() async throws {
        _ = try await queue.add((1...101).map { ("f", event("dead-\($0)")) } + [("g", event("waiting"))], now: now)
        while let queued = try await queue.lease(for: "f", now: now) {
            try await queue.bury(queued, code: "not-found", message: nil)
        }
        let letters = try await queue.deadLetters()
        #expect(letters.map(\.event.id) == (1...101).map { "dead-\($0)" })
        let last = try #require(letters.last)
        #expect(try await queue.deadLetter(last.rowID)?.event == event("dead-101"))

        #expect(try await queue.drop(last.rowID))
        #expect(try await queue.drop(last.rowID) == false)
        #expect(try await queue.deadLetter(last.rowID) == nil)
        // What is no dead letter cannot be dropped.
        let waiting = try #require(try await queue.lease(for: "g", now: now))
        #expect(try await queue.drop(waiting.rowID) == false)
        #expect(try await queue.counts() == EventQueue.Counts(waiting: 1, leased: 1, dead: 100))
    }

    @Test func completingAndEmittingAreOneTransaction() async throws {
        _ = try await queue.add([("f", event("a"))], now: now)
        let other = try workspace.queueFile()
        try await other.write { database in
            try database.execute(
                sql: """
                    CREATE TRIGGER poison BEFORE INSERT ON event WHEN NEW.eventID = 'poison'
                    BEGIN SELECT RAISE(ABORT, 'refused'); END
                    """)
        }
        let queued = try await leased()
        await #expect(throws: DatabaseError.self) {
            try await queue.complete(queued, emitting: [("g", event("b")), ("g", event("poison"))], now: now)
        }
        #expect(try await queue.counts() == EventQueue.Counts(waiting: 1, leased: 1, dead: 0))

        #expect(try await queue.complete(queued, emitting: [("g", event("b"))], now: now) == 1)
        #expect(try await queue.lease(for: "f", now: now) == nil)
        #expect(try await queue.lease(for: "g", now: now)?.event.id == "b")
    }

    @Test func eventsOutliveTheHost() async throws {
        _ = try await queue.add([("f", event("waiting")), ("f", event("begun"))], now: now)
        _ = try await leased()
        let next = try EventQueue(path: workspace.path("queue.sqlite"))
        // Who only looks takes nothing away from the host that is working.
        #expect(try await next.counts() == EventQueue.Counts(waiting: 2, leased: 1, dead: 0))
        try next.releaseLeases()
        #expect(try await next.lease(for: "f", now: now) != nil)
        #expect(try await next.lease(for: "f", now: now) != nil)
    }

    @Test func eachWriteIsOnTheDiskBeforeItIsTold() async throws {
        // 2 is FULL. Source: https://www.sqlite.org/pragma.html#pragma_synchronous
        let synchronous = try await queue.database.write { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
        #expect(synchronous == 2)
    }

    @Test func doneEventsDoNotStayInTheFile() async throws {
        let workspace = try Workspace()
        let path = workspace.path("words.sqlite")
        func write() async throws {
            let queue = try EventQueue(path: path)
            let events = (0..<50).map { RelayEvent(id: "\($0)", source: "/test", type: "test", data: ["text": "Zanzibar"]) }
            _ = try await queue.add(events.map { ("f", $0) }, now: now)
            while let queued = try await queue.lease(for: "f", now: now) {
                _ = try await queue.complete(queued, emitting: [], now: now)
            }
        }
        try await write()
        // Opened and closed once more, so that nothing is left in the log beside it.
        let database = try DatabaseQueue(path: path)
        _ = try await database.writeWithoutTransaction { try $0.checkpoint(.truncate) }
        try database.close()
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)).range(of: Data("Zanzibar".utf8)) == nil)
    }
}
