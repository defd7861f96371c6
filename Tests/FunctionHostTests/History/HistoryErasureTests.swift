import Foundation
import FunctionHost
import GRDB
import HostCore
import HostDelivery
import RelayCore
import SQLiteQueue
import Synchronization
import TestSupport
import Testing

@Suite("Erasing in the history what was erased in the queue", .timeLimit(.minutes(10)))
struct HistoryErasureTests {
    private let workspace: Workspace

    init() throws { workspace = try Workspace() }

    /// Fails so often, and at this thread always; notes what else it is given.
    private final class FailingHistory: EventErasing {
        private struct Failure: Error {}
        private let thread: String?
        private let state: Mutex<(failures: Int, erased: [String])>

        init(failures: Int, at thread: String? = nil) {
            self.thread = thread
            state = Mutex((failures, []))
        }

        var erased: [String] { state.withLock { $0.erased } }

        func erase(_ erasures: [Erasure], of organization: String) async throws -> Int {
            try state.withLock { state in
                if let thread, erasures.contains(where: { $0.threadID == thread }) { throw Failure() }
                guard state.failures == 0 else {
                    state.failures -= 1
                    throw Failure()
                }
                state.erased += erasures.map { "\(organization) \($0.threadID ?? "")" }
                return erasures.count
            }
        }
    }

    private static func erasure(_ thread: String) -> Erasure {
        Erasure(
            threadID: thread, ticketIDs: ["55"], contactIDs: ["9"], email: "casey@customer.example", until: .now,
            wordsUntil: .now)
    }

    struct Row: NamedCase {
        let name: String
        let failures: Int
        /// Right after the first and the second erasure.
        let isFailing: [Bool]
        let erased: [[String]]
    }

    @Test(
        "It is done at once, or with the next one",
        arguments: [
            Row(name: "all is well", failures: 0, isFailing: [false, false], erased: [["acme 7"], ["acme 7", "acme 8"]]),
            Row(name: "it fails once", failures: 1, isFailing: [true, false], erased: [[], ["acme 7", "acme 8"]]),
            Row(name: "it fails twice", failures: 2, isFailing: [true, true], erased: [[], ["acme 8"]]),
        ])
    func erases(_ row: Row) async throws {
        let queue = try SQLiteEventQueue(path: workspace.path("queue.sqlite"))
        let history = FailingHistory(failures: row.failures)
        let erasure = HistoryErasure(history, notes: queue, ambient: TestClock().ambient, logger: .silent)
        for (index, thread) in ["7", "8"].enumerated() {
            _ = try await erasure.erase([Self.erasure(thread)], of: "acme")
            #expect(erasure.isFailing == row.isFailing[index])
            #expect(history.erased == row.erased[index])
        }
        #expect(try await queue.notedErasures(limit: 9).isEmpty == !row.isFailing[1])
    }

    @Test("What a host could not do is done by the next one, whole")
    func outlasts() async throws {
        let asked = Self.erasure("7")
        do {
            let queue = try SQLiteEventQueue(path: workspace.path("queue.sqlite"))
            let first = HistoryErasure(FailingHistory(failures: 1), notes: queue, ambient: TestClock().ambient, logger: .silent)
            _ = try await first.erase([asked], of: "acme")
        }
        let queue = try SQLiteEventQueue(path: workspace.path("queue.sqlite"))
        let noted = try #require(try await queue.notedErasures(limit: 9).first)
        #expect(noted.organization == "acme" && noted.erasure?.json == asked.json)
        let history = FailingHistory(failures: 0)
        let second = HistoryErasure(history, notes: queue, ambient: TestClock().ambient, logger: .silent)
        let running = Task { await second.run() }
        #expect(await eventually { history.erased == ["acme 7"] })
        running.cancel()
        await running.value
        #expect(try await queue.notedErasures(limit: 9).isEmpty)
    }

    @Test("What cannot be read, or not be done, holds up nothing behind it, and is owed on")
    func heldUp() async throws {
        let queue = try SQLiteEventQueue(path: workspace.path("queue.sqlite"))
        try await workspace.queueFile().write { database in
            try database.execute(sql: "INSERT INTO notedErasure (organization, erasure) VALUES ('acme', '{}')")
        }
        let history = FailingHistory(failures: 0, at: "6")
        let erasure = HistoryErasure(history, notes: queue, ambient: TestClock().ambient, logger: .silent)
        _ = try await erasure.erase([Self.erasure("6"), Self.erasure("7")], of: "acme")
        #expect(history.erased == ["acme 7"])
        #expect(erasure.isFailing)
        #expect(try await queue.notedErasures(limit: 9).map(\.erasure?.threadID) == [nil, "6"])
    }

    @Test("A host whose history cannot be written pauses, closes and erases all the same, and says so while it lasts")
    func hosted() async throws {
        let clock = TestClock(shortestTimeout: 30)
        try await RunningHost.with(workspace, ["scripted"], ambient: clock.ambient) { host, port in
            let other = try workspace.historyFile()
            try await other.write { database in
                try database.execute(
                    sql: "CREATE TRIGGER full BEFORE DELETE ON invocation BEGIN SELECT RAISE(ABORT, 'as on a broken disk'); END")
            }
            let subject = EventSubject(type: ConversationTurnEvent.type, threadID: "7")
            let entry = HistoryEntry(
                number: 0, function: "f", eventID: "e", source: "/s", organization: "default", causeID: nil, traceParent: nil,
                subject: subject, attempt: 0, queued: .distantPast, due: .distantPast, started: .distantPast, ended: .distantPast,
                status: .done, code: nil, message: nil, outcome: .completed, size: 1)
            try await host.history.add([(entry, nil)])
            let records = host.observers.stream()
            try await host.accept([event("erase"), event("done")])
            #expect(await records.next(2).map(\.outcome) == [.completed, .completed])
            let failing = try await HTTPExchange.send("GET", "/readyz", port: port)
            #expect(failing.status == 200 && failing.body == #"{"check":["history"],"status":"ready"}"#)
            try await other.write { try $0.execute(sql: "DROP TRIGGER full") }
            // The next erasure takes the former one with it.
            try await host.accept([event("erase", type: "test.two")])
            _ = await records.next(1)
            #expect(try await HTTPExchange.send("GET", "/readyz", port: port).body == #"{"status":"ready"}"#)
            #expect(try await host.history.entries(HistoryFilter(eventID: "e"), before: nil, limit: 1).isEmpty)
        }
    }
}
