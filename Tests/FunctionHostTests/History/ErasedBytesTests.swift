import Foundation
import GRDB
import HostCore
import HostDelivery
import RelayCore
import SQLiteQueue
import TestSupport
import Testing

/// What somebody finds who reads the files instead of asking the engine.
@Suite("The bytes of what was erased", .timeLimit(.minutes(10)))
struct ErasedBytesTests {
    private static let word = "Zanzibar"
    private static let address = "zanzibar@customer.example"
    private let workspace: Workspace
    private let queue: SQLiteEventQueue
    private let history: SQLiteHistory

    init() throws {
        workspace = try Workspace()
        queue = try SQLiteEventQueue(path: workspace.path("queue.sqlite"))
        history = try SQLiteHistory.hosted(path: workspace.path("history.sqlite"), now: { .now }, onBroken: { _ in })
    }

    /// Says what was erased, as `session-control` does; of an idle event that nothing was.
    private struct Erasing: Invoker {
        func invoke(
            _ function: String, _ event: EncodedEvent, _ facts: DeliveryFacts, within seconds: Double?
        ) async -> Invocation {
            if event.id == "idle" {
                return Invocation(result: InvocationResult(.skipped(.nothingToDo)), started: .now, ended: .now)
            }
            let erasure = Erasure(threadID: "7", email: ErasedBytesTests.address, until: .now, wordsUntil: .now)
            let result = FunctionResult.done([Erasure.member: [erasure.json]])
            return Invocation(result: InvocationResult(result), started: .now, ended: .now)
        }
    }

    struct Size: NamedCase {
        let name: String
        /// Of one text, in bytes.
        let bytes: Int
        let count: Int
    }

    /// Events of the customer, each beside one of somebody else, in the queue and in the history.
    private func fill(_ size: Size) async throws {
        let words = String(repeating: "\(Self.word) ", count: max(1, size.bytes / 9))
        var ended: [(entry: HistoryEntry, texts: HistoryTexts?)] = []
        var deliveries: [NewDelivery] = []
        for number in 0..<size.count {
            for (thread, text) in [("7", words), ("8", words.replacing(Self.word, with: "Unguja--"))] {
                let event = RelayEvent(
                    id: "e\(number)-\(thread)", source: "/s", type: AIReplyEvent.type,
                    data: ["threadId": .string(thread), "text": .string(text)])
                deliveries.append(NewDelivery(function: "handoff", event: EncodedEvent(event)))
                let invocation = Invocation(result: InvocationResult(.done()), started: .now, ended: .now)
                let record = InvocationRecord(
                    function: "f", event: EncodedEvent(event), attempt: 0, queued: .now, due: .now, invocation: invocation,
                    outcome: .completed, span: InvocationSpan(following: nil, of: EncodedEvent(event).key, unique: ""))
                ended.append((HistoryEntry(record), HistoryTexts(event: event.json.canonicalBytes, result: Array("{}".utf8))))
            }
        }
        _ = try await queue.add(deliveries, now: .now)
        try await history.add(ended)
    }

    @Test(
        "None stands in any file after the erasure, nor after its second look",
        arguments: [
            Size(name: "short texts", bytes: 40, count: 300), Size(name: "texts of a page", bytes: 3000, count: 60),
            Size(name: "long texts", bytes: 60_000, count: 6),
        ])
    func gone(_ size: Size) async throws {
        try await fill(size)
        let before = try workspace.files(holding: Self.word)
        #expect(before.contains { $0.hasPrefix("queue") } && before.contains { $0.hasPrefix("history") })
        try await whileErasing { ask in
            for id in ["erase", "second look"] {
                try await ask(id)
                #expect(try await isNowhere())
            }
        }
        // Somebody else's is whole.
        #expect(try await queue.counts() == QueueCounts(waiting: size.count))
        #expect(try await history.entries(HistoryFilter(threadID: "8"), before: nil, limit: 1000).count == size.count)
    }

    @Test("Nor after an erasure that the history did only later")
    func later() async throws {
        try await fill(Size(name: "short texts", bytes: 40, count: 20))
        let other = try workspace.historyFile()
        try await other.write { database in
            try database.execute(
                sql: "CREATE TRIGGER full BEFORE DELETE ON invocation BEGIN SELECT RAISE(ABORT, 'as on a broken disk'); END")
        }
        let clock = TestClock()
        try await whileErasing(clock.ambient) { ask in
            try await ask("erase")
            #expect(try !workspace.files(holding: Self.word).isEmpty)
            // Only what the next tries do is looked at.
            let tries = clock.slept.count
            #expect(await eventually { clock.slept.count > tries + 4 })
            try await other.write { try $0.execute(sql: "DROP TRIGGER full") }
            #expect(try await isNowhere())
        }
    }

    @Test("Nor after a second look that finds nothing new")
    func idleLook() async throws {
        try await fill(Size(name: "short texts", bytes: 40, count: 20))
        try await whileErasing { ask in
            try await ask("erase")
            #expect(try await isNowhere())
            // Meanwhile a worker has ended that began before.
            let late = RelayEvent(id: "late", source: "/s", type: AIReplyEvent.type, data: ["text": .string(Self.word)])
            _ = try await queue.add([NewDelivery(function: "late", event: EncodedEvent(late))], now: .now)
            let leased = try #require(try await queue.lease("late", now: .now))
            _ = try await queue.complete(leased.lease, emitting: [], now: .now)
            #expect(try !workspace.files(holding: Self.word).isEmpty)
            try await ask("idle")
            #expect(try await isNowhere())
        }
    }

    /// Neither the customer's words nor the address by which they were asked for.
    private func isNowhere() async throws -> Bool {
        try await eventually {
            try workspace.files(holding: Self.word) == [] && workspace.files(holding: Self.address) == []
        }
    }

    /// - Parameter body: Asks for an erasure by an event of an id, and waits for its end.
    private func whileErasing(
        _ ambient: Ambient = .live, _ body: (_ ask: (String) async throws -> Void) async throws -> Void
    ) async throws {
        let observers = HostObservers()
        let records = observers.stream()
        let erasing = HistoryErasure(history, notes: queue, ambient: ambient, logger: .silent)
        let dispatcher = Dispatcher(
            [Lane(function: "f", takes: [SessionDeleteEvent.pattern], concurrency: 1, maximumReceives: 5)], queue: queue,
            invoker: Erasing(), observers: observers, history: erasing, ambient: .live, logger: .silent)
        let running = [Task { await dispatcher.run() }, Task { await erasing.run() }]
        let outcome: Result<Void, any Error>
        do {
            try await body { id in
                let event = RelayEvent(
                    id: id, source: "/s", type: SessionDeleteEvent.type, data: ["email": .string(Self.address)])
                try await dispatcher.accept([EncodedEvent(event)])
                #expect(await records.next(1).map(\.outcome) == [.completed])
            }
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        for task in running {
            task.cancel()
            await task.value
        }
        try outcome.get()
    }
}
