import Foundation
import HostCore
import HostDelivery
import Logging
import PostgresClient
import RelayCore
import SQLiteQueue
import Synchronization
import TestSupport
import Testing

/// The dispatcher over a real queue, with functions that the test plays.
@Suite("The dispatcher", .timeLimit(.minutes(10)))
struct DispatcherTests {
    private let workspace: Workspace
    private let queue: SQLiteEventQueue

    init() throws {
        workspace = try Workspace()
        queue = try SQLiteEventQueue(path: workspace.path("queue.sqlite"))
    }

    /// A function that ends when it is let, with what it is to emit.
    private final class HeldFunction: Invoker {
        let begun = Flag()
        let gate = Flag()

        func invoke(
            _ function: String, _ event: EncodedEvent, _ facts: DeliveryFacts, within seconds: Double?
        ) async -> Invocation {
            begun.set()
            _ = await eventually { gate.isSet }
            let emitted = RelayEvent(id: "emitted", source: "/s", type: "g.event", data: .null)
            return Invocation(result: InvocationResult(.done(events: [emitted])), started: Date(), ended: Date())
        }
    }

    private struct QuickFunctions: Invoker {
        func invoke(
            _ function: String, _ event: EncodedEvent, _ facts: DeliveryFacts, within seconds: Double?
        ) async -> Invocation {
            Invocation(result: InvocationResult(.done()), started: Date(), ended: Date())
        }
    }

    /// Functions of a HubSpot that is down until an event of this id goes through.
    private final class Outage: Invoker {
        let last: String
        private let isOver = Flag()

        init(until last: String) { self.last = last }

        func invoke(
            _ function: String, _ event: EncodedEvent, _ facts: DeliveryFacts, within seconds: Double?
        ) async -> Invocation {
            if event.id == last, facts.waitingSince != nil { isOver.set() }
            let result: FunctionResult = isOver.isSet ? .done() : .retry(.unavailable, after: event.id == last ? 1 : 40_000)
            return Invocation(result: InvocationResult(result), started: Date(), ended: Date())
        }
    }

    /// Says of its event what was erased, and whose.
    private struct Erasing: Invoker {
        var organizations: [String] = []

        func invoke(
            _ function: String, _ event: EncodedEvent, _ facts: DeliveryFacts, within seconds: Double?
        ) async -> Invocation {
            let erasure = Erasure(of: organizations, threadID: "7", until: Date(), wordsUntil: Date())
            let result = FunctionResult.done(["erased": [erasure.json]])
            return Invocation(result: InvocationResult(result), started: Date(), ended: Date())
        }
    }

    private static let lanes = ["f", "g"].map {
        Lane(function: $0, takes: [EventTypePattern("\($0).*")], concurrency: 2, maximumReceives: 5)
    }

    private func event(_ id: String, _ type: String, notBefore: Date? = nil) -> EncodedEvent {
        EncodedEvent(RelayEvent(id: id, source: "/s", type: type, data: .null, notBefore: notBefore))
    }

    private func whileRunning(
        _ queue: any EventQueue, _ invoker: any Invoker, _ ambient: Ambient, history: (any EventErasing)? = nil,
        logger: Logger = .silent, _ body: (Dispatcher, AsyncStream<InvocationRecord>) async throws -> Void
    ) async throws {
        let observers = HostObservers()
        let records = observers.stream()
        let dispatcher = Dispatcher(
            Self.lanes, queue: queue, invoker: invoker, observers: observers, history: history, ambient: ambient,
            logger: logger)
        let running = Task { await dispatcher.run() }
        do {
            try await body(dispatcher, records)
        } catch {
            running.cancel()
            throw error
        }
        running.cancel()
        await running.value
    }

    @Test("A lease is renewed as long as the work takes")
    func renewal() async throws {
        let clock = TestClock()
        let function = HeldFunction()
        try await whileRunning(queue, function, clock.ambient) { dispatcher, records in
            let start = clock.now
            try await dispatcher.accept([event("a", "f.event")])
            #expect(await eventually { clock.now > start + 300 })
            #expect(try await queue.lease(owner: "other", now: start + 200) == nil)
            function.gate.set()
            #expect(await records.next(1).map(\.outcome) == [.completed])
        }
    }

    @Test("A host that lost its lease does not end the event")
    func lostLease() async throws {
        // Nothing is renewed, as in a host that hung.
        let clock = TestClock(shortestTimeout: 5)
        let function = HeldFunction()
        try await whileRunning(queue, function, clock.ambient) { dispatcher, records in
            try await dispatcher.accept([event("a", "f.event")])
            #expect(await eventually { function.begun.isSet })
            let taken = try await queue.lease(owner: "other", now: clock.now + 60)
            #expect(taken?.event.id == "a")
            function.gate.set()
            #expect(await records.next(1).map(\.outcome) == [.lost])
            #expect(try await queue.counts() == QueueCounts(waiting: 1, leased: 1))
        }
    }

    private struct Fixed: Invoker {
        let result: FunctionResult

        func invoke(
            _ function: String, _ event: EncodedEvent, _ facts: DeliveryFacts, within seconds: Double?
        ) async -> Invocation {
            Invocation(result: InvocationResult(result), started: Date(), ended: Date())
        }
    }

    private struct LostAnswer: Error {}

    struct End: NamedCase {
        let name: String
        let result: FunctionResult
        let outcome: String
        let counts: QueueCounts
    }

    @Test(
        "What was written, and only its answer lost, was not taken by another host",
        arguments: [
            End(name: "done", result: .done(), outcome: "completed", counts: QueueCounts()),
            End(
                name: "put off", result: .retry(.unavailable, after: 40_000), outcome: "postponed",
                counts: QueueCounts(waiting: 1)),
            End(name: "dead", result: .failed(.unknownOrganization, "x"), outcome: "buried", counts: QueueCounts(dead: 1)),
        ])
    func lostAnswer(_ row: End) async throws {
        let isLost = Flag()
        let losing = WatchedQueue(
            queue,
            onEnded: {
                if isLost.isSet { return }
                isLost.set()
                throw LostAnswer()
            })
        let lines = LogLines()
        let logger = Logger(label: "test") { _ in LineLogHandler(level: .warning, asText: false) { lines.add($0) } }
        try await whileRunning(losing, Fixed(result: row.result), .live, logger: logger) { dispatcher, records in
            try await dispatcher.accept([event("a", "f.event")])
            #expect(await records.next(1).map(\.outcome.name) == [row.outcome])
        }
        #expect(try await queue.counts() == row.counts)
        #expect(isLost.isSet && !lines.all.contains { $0.contains("taken over") }, "\(lines.all)")
        #expect(lines.all.contains { $0.contains("went to the dead letters") } == (row.outcome == "buried"))
    }

    @Test("What is wrong with the queue is said in the log, so that it can be mended")
    func reason() async throws {
        let hasFailed = Flag()
        let failing = WatchedQueue(
            queue,
            onLease: {
                if hasFailed.isSet { return }
                hasFailed.set()
                throw PostgresError.refused(state: "53300")
            })
        let lines = LogLines()
        let logger = Logger(label: "test") { _ in LineLogHandler(level: .error, asText: false) { lines.add($0) } }
        try await whileRunning(failing, QuickFunctions(), .live, logger: logger) { _, _ in
            #expect(await eventually { !lines.all.isEmpty })
        }
        #expect(lines.all.contains { $0.contains("PostgreSQL 53300 (too many connections)") }, "\(lines.all)")
    }

    /// Each but one would wait for half a day.
    @Test("Once an event gets through, all go on that wait for the same")
    func endOfWait() async throws {
        try await whileRunning(queue, Outage(until: "first"), .live) { dispatcher, records in
            try await dispatcher.accept([event("b", "f.event"), event("c", "g.event"), event("first", "f.event")])
            let ended = await records.next(6)
            #expect(ended.prefix(3).allSatisfy { $0.result.code == .unavailable })
            #expect(ended.suffix(3).map(\.outcome) == [.completed, .completed, .completed])
            #expect(try await queue.counts() == QueueCounts())
        }
    }

    struct Owner: NamedCase {
        let name: String
        /// Of the event that asks, of the result, and of the event that is to go.
        let asks: String?
        let says: [String]
        let standing: String?
        var isErased = true
    }

    @Test(
        "What is erased goes out of queue and history before the erasure is done: of the organization that it was done for",
        arguments: [
            Owner(name: "nobody names one", asks: nil, says: ["default"], standing: nil),
            Owner(name: "all name it", asks: "shop", says: ["shop"], standing: "shop"),
            Owner(name: "who asks names none, of the only one", asks: nil, says: ["shop", "default"], standing: "shop"),
            Owner(name: "what stands names none, of the only one", asks: "shop", says: ["shop", "default"], standing: nil),
            Owner(name: "neither names the only one", asks: nil, says: ["shop", "default"], standing: nil),
            Owner(name: "the result does not say whose", asks: "shop", says: [], standing: "shop"),
            Owner(name: "another one's", asks: "shop", says: ["shop"], standing: "other", isErased: false),
            Owner(name: "the default one's, of another", asks: "shop", says: ["shop"], standing: nil, isErased: false),
        ])
    func erasure(_ row: Owner) async throws {
        let history = ErasingHistory(failures: 0)
        let reply = RelayEvent(
            id: "reply", source: "/s", type: AIReplyEvent.type, data: ["threadId": "7"], organization: row.standing)
        _ = try await queue.add([NewDelivery(function: "handoff", event: EncodedEvent(reply))], now: Date())
        let erase = RelayEvent(id: "erase", source: "/s", type: "f.event", data: .null, organization: row.asks)
        try await whileRunning(queue, Erasing(organizations: row.says), .live, history: history) { dispatcher, records in
            try await dispatcher.accept([EncodedEvent(erase)])
            #expect(await records.next(1).map(\.outcome) == [.completed])
            #expect(try await queue.counts() == QueueCounts(waiting: row.isErased ? 0 : 1))
        }
        #expect(history.organizations.contains(row.standing ?? "default") == row.isErased)
    }

    @Test("A history that cannot be written holds up no erasure: the log names it, and it is erased as soon as it can be")
    func historyFails() async throws {
        let failing = ErasingHistory(failures: 2)
        let lines = LogLines()
        let logger = Logger(label: "test") { _ in LineLogHandler(level: .error, asText: false) { lines.add($0) } }
        let history = HistoryErasure(failing, notes: queue, ambient: TestClock().ambient, logger: logger)
        try await whileRunning(queue, Erasing(), .live, history: history, logger: logger) {
            dispatcher, records in
            try await dispatcher.accept([event("erase", "f.event")])
            #expect(await records.next(1).map(\.outcome) == [.completed])
            #expect(try await queue.counts() == QueueCounts())
        }
        let running = Task { await history.run() }
        #expect(await eventually { !history.isFailing && failing.organizations == ["default"] })
        running.cancel()
        await running.value
        #expect(try await queue.notedErasures(limit: 9).isEmpty)
        #expect(lines.all.count == 2)
        #expect(lines.all.allSatisfy { $0.contains(#""message":"the history could not be erased""#) })
    }

    @Test("Only the functions that got something look for it, and nobody while there is nothing")
    func looks() async throws {
        let counting = WatchedQueue(queue)
        try await whileRunning(counting, QuickFunctions(), .live) { dispatcher, records in
            #expect(await eventually { counting.looks == ["f": 1, "g": 1] })
            try await dispatcher.accept([event("a", "f.event"), event("late", "g.event", notBefore: Date() + 3600)])
            #expect(await records.next(1).map(\.event.id) == ["a"])
            #expect(await eventually { counting.looks == ["f": 2, "g": 1] })
        }
        #expect(counting.looks == ["f": 2, "g": 1])
    }

    @Test("No more run at once than there are workers, and all of them in the end")
    func concurrency() async throws {
        let function = HeldFunction()
        try await whileRunning(queue, function, .live) { dispatcher, records in
            try await dispatcher.accept((1...5).map { event("\($0)", "f.event") })
            #expect(try await eventually { try await queue.counts().leased == 2 })
            function.gate.set()
            var ended: [InvocationRecord] = []
            for await record in records where record.function == "f" {
                ended.append(record)
                if ended.count == 5 { break }
            }
            #expect(ended.map(\.event.id).sorted() == ["1", "2", "3", "4", "5"])
        }
    }
}

/// Counts how often each function's events are looked for, and fails as the test says.
private final class WatchedQueue: EventQueue {
    private let queue: SQLiteEventQueue
    private let counts = Mutex<[String: Int]>([:])
    private let onLease: @Sendable () throws -> Void
    private let onEnded: @Sendable () throws -> Void

    /// - Parameters:
    ///   - onLease: Before anything is leased.
    ///   - onEnded: When the end of a delivery is written.
    init(
        _ queue: SQLiteEventQueue, onLease: @escaping @Sendable () throws -> Void = {},
        onEnded: @escaping @Sendable () throws -> Void = {}
    ) {
        self.queue = queue
        self.onLease = onLease
        self.onEnded = onEnded
    }

    var looks: [String: Int] { counts.withLock { $0 } }

    func lease(
        _ limit: Int, for function: String, owner: String, until end: Date, now: Date
    ) async throws -> LeasedDeliveries {
        counts.withLock { $0[function, default: 0] += 1 }
        try onLease()
        return try await queue.lease(limit, for: function, owner: owner, until: end, now: now)
    }

    var arrivals: AsyncStream<Void> { queue.arrivals }
    func add(_ deliveries: [NewDelivery], now: Date) async throws -> Int { try await queue.add(deliveries, now: now) }
    func renew(_ leases: [Lease], until end: Date) async throws -> Set<Lease> { try await queue.renew(leases, until: end) }
    func complete(_ lease: Lease, emitting deliveries: [NewDelivery], now: Date) async throws -> Int {
        let added = try await queue.complete(lease, emitting: deliveries, now: now)
        try onEnded()
        return added
    }
    func postpone(_ lease: Lease, until due: Date, _ tries: DeliveryTries, message: String?) async throws {
        try await queue.postpone(lease, until: due, tries, message: message)
        try onEnded()
    }
    func bury(_ lease: Lease, code: ReasonCode, message: String?, now: Date) async throws {
        try await queue.bury(lease, code: code, message: message, now: now)
        try onEnded()
    }
    func endWait(for code: ReasonCode, of organization: String, now: Date) async throws -> Int {
        try await queue.endWait(for: code, of: organization, now: now)
    }
    func waits() async throws -> [EventWait] { try await queue.waits() }
    func erase(_ erasures: [Erasure], of organization: String) async throws -> Int {
        try await queue.erase(erasures, of: organization)
    }
    func counts() async throws -> QueueCounts { try await queue.counts() }
}

/// Remembers whose events it erased; cannot for so many times.
private final class ErasingHistory: EventErasing {
    private struct Failure: Error {}
    private let state: Mutex<(failures: Int, organizations: [String])>

    init(failures: Int) { state = Mutex((failures, [])) }

    var organizations: [String] { state.withLock { $0.organizations } }

    func erase(_ erasures: [Erasure], of organization: String) async throws -> Int {
        try state.withLock { state in
            if state.failures > 0 {
                state.failures -= 1
                throw Failure()
            }
            state.organizations.append(organization)
            return 0
        }
    }
}
