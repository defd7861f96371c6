import Foundation
import HostCore
import HostDelivery
import Logging
import RelayCore
import SQLiteQueue
import Synchronization
import TestSupport
import Testing

@testable import FunctionHost

@Suite("The history of a host", .timeLimit(.minutes(10)))
struct HistoryWriterTests {
    private let workspace: Workspace

    init() throws { workspace = try Workspace() }

    private func history() throws -> SQLiteHistory { try SQLiteHistory(path: workspace.path("history.sqlite")) }

    private func entry(_ eventID: String, in history: SQLiteHistory) async throws -> HistoryEntry {
        try #require(try await history.entries(HistoryFilter(eventID: eventID), before: nil, limit: 1).first)
    }

    @Test("Every invocation is kept: what was emitted with its cause, with each result and its own log")
    func kept() async throws {
        try await RunningHost.with(workspace, ["scripted"]) { host, _ in
            let records = host.observers.stream()
            try await host.accept([event("emit"), event("refuse"), event("say")])
            #expect(await records.next(4).count == 4)
        }
        // The host has ended: nothing gathers any more.
        let history = try history()
        #expect(try await history.entries(.all, before: nil, limit: 9).count == 4)
        let emitting = try await entry("emit", in: history)
        #expect(emitting.function == "scripted" && emitting.status == .done && emitting.outcome == .completed)
        #expect(emitting.queued <= emitting.started && emitting.started <= emitting.ended)
        let emitted = try await entry("done-emitted", in: history)
        #expect(emitted.type == "test.next")
        let texts = try #require(try await history.texts(of: [emitting.number])[emitting.number])
        let result = try JSON.parse(texts.result)
        #expect(result["eventCount"] == 2)
        #expect(result["events"] == [["id": "done-emitted", "type": "test.next"], ["id": "x", "type": "nobody.takes"]])
        #expect(try RelayEvent(json: JSON.parse(texts.event)) == event("emit"))
        let refused = try await entry("refuse", in: history)
        #expect(refused.code == .notFound && refused.outcome == .buried && refused.message == "there is no such thread")
        let said = try await entry("say", in: history)
        #expect(said.subject.sessionID == "ses_1")
        let log = try #require(try await history.texts(of: [said.number])[said.number]).log
        #expect(log.count == 1)
        #expect(log.first?.contains("a step was not done") == true)
    }

    @Test("HISTORY_HOURS=0 keeps what happened, and nobody's words")
    func noTexts() async throws {
        try await RunningHost.with(workspace, ["scripted"], environment: ["HISTORY_HOURS": "0"]) { host, _ in
            let records = host.observers.stream()
            try await host.accept([event("done")])
            _ = await records.next(1)
        }
        let history = try history()
        let entry = try await entry("done", in: history)
        #expect(entry.status == .done)
        #expect(try await history.texts(of: [entry.number])[entry.number] == nil)
    }

    @Test("A request is kept without its token, its keys and its body")
    func request() async throws {
        try await RunningHost.with(workspace, ["receiver"]) { _, port in
            let answer = try await HTTPExchange.send(
                "POST", "/webhooks/hubspot/default/secret-token?key=secret-query", port: port,
                headers: ["Authorization: Bearer secret-key", "X-HubSpot-Signature-v3: secret-signature", "User-Agent: HubSpot"],
                body: Array("secret-words".utf8))
            // It says all that it was given.
            #expect(answer.status == 203 && answer.body.contains("secret-words"))
        }
        let history = try history()
        let entry = try #require(try await history.entries(HistoryFilter(function: "receiver"), before: nil, limit: 1).first)
        #expect(entry.type == "http.request" && entry.outcome == .answered)
        let texts = try #require(try await history.texts(of: [entry.number])[entry.number])
        #expect(!String(decoding: texts.event + texts.result, as: UTF8.self).contains("secret"))
        #expect(try JSON.parse(texts.result)["response"] == ["statusCode": 203])
        let data = try JSON.parse(texts.event)["data"]
        #expect(data?["route"] == "/webhooks/hubspot/{organization}/{token}")
        #expect(data?["headers"]?["user-agent"] == "HubSpot" || data?["headers"]?["User-Agent"] == "HubSpot")
    }

    /// Has room for nothing until it is trimmed, and for no texts then.
    private final class FullHistory: InvocationHistory {
        private let history: any InvocationHistory
        private let isTrimmed = Flag()

        init(_ history: any InvocationHistory) { self.history = history }

        func add(_ ended: [(entry: HistoryEntry, texts: HistoryTexts?)]) async throws {
            guard isTrimmed.isSet, !ended.contains(where: { $0.texts != nil }) else { throw HistoryFull() }
            try await history.add(ended)
        }
        func trim(to limits: HistoryLimits, now: Date) async throws -> Bool {
            isTrimmed.set()
            return false
        }
        func entries(_ which: HistoryFilter, before: Int64?, limit: Int) async throws -> [HistoryEntry] {
            try await history.entries(which, before: before, limit: limit)
        }
        func entries(_ which: HistoryFilter, after: Int64, limit: Int) async throws -> [HistoryEntry] {
            try await history.entries(which, after: after, limit: limit)
        }
        func entry(_ number: Int64) async throws -> HistoryEntry? { try await history.entry(number) }
        func lastArrivals() async throws -> [String: Date] { try await history.lastArrivals() }
        func outcomes(
            of types: [String], effects: [String], since: Date, closedBy closing: String
        ) async throws -> [InvocationOutcome] {
            try await history.outcomes(of: types, effects: effects, since: since, closedBy: closing)
        }
        func texts(of numbers: [Int64]) async throws -> [Int64: HistoryTexts] { try await history.texts(of: numbers) }
        func erase(_ erasures: [Erasure], of organization: String) async throws -> Int { 0 }
    }

    @Test("On a full disk it makes room, keeps what happened, and says what it left out")
    func full() async throws {
        let history = try history()
        let lines = LogLines()
        let writer = HistoryWriter(
            FullHistory(history), limits: .standard, ambient: TestClock().ambient,
            logger: Logger(label: "test") { _ in LineLogHandler(level: .warning, asText: false) { lines.add($0) } })
        writer.invocationEnded(HistoryBufferTests.record("a"))
        writer.invocationEnded(HistoryBufferTests.record("b"))
        await writer.finish()
        let kept = try await history.entries(.all, before: nil, limit: 9)
        #expect(kept.map(\.eventID) == ["b", "a"])
        #expect(try await history.texts(of: kept.map(\.number)).isEmpty)
        #expect(lines.all.count == 1)
        #expect(lines.all.first?.contains(#""texts":"2""#) == true, "\(lines.all)")
    }

    /// Ends an invocation whenever it is asked to, as long as it has a writer.
    private final class Traffic: Sendable {
        private let writer = Mutex<HistoryWriter?>(nil)

        func begin(_ writer: HistoryWriter) { self.writer.withLock { $0 = writer } }
        func end() { writer.withLock { $0 = nil } }
        func pass(at now: Date) {
            writer.withLock { $0 }?.invocationEnded(HistoryBufferTests.record("more-\(now.timeIntervalSince1970)", at: now))
        }
    }

    struct Life: NamedCase {
        let name: String
        let isBusy: Bool
        let limits: HistoryLimits
    }

    @Test(
        "What need not be kept goes by itself, whether nothing ends any more or something always does",
        arguments: [
            Life(name: "idle past the hours", isBusy: false, limits: HistoryLimits(hours: 1, rows: 200_000)),
            Life(name: "never idle, past the hours", isBusy: true, limits: HistoryLimits(hours: 1, rows: 200_000)),
            Life(name: "never idle, past the bytes", isBusy: true, limits: HistoryLimits(hours: 8760, rows: 200_000, bytes: 1)),
        ])
    func trimmed(_ life: Life) async throws {
        let history = try history()
        let clock = TestClock()
        let traffic = Traffic()
        var ambient = clock.ambient
        ambient.sleep = { seconds in
            clock.advance(seconds)
            if seconds < 1 { traffic.pass(at: clock.now) }
            await Task.yield()
        }
        let writer = HistoryWriter(history, limits: life.limits, ambient: ambient, logger: .silent)
        if life.isBusy { traffic.begin(writer) }
        writer.invocationEnded(HistoryBufferTests.record("first", at: clock.now))
        let running = Task { await writer.run() }
        let isKept = try await eventually {
            try await !history.entries(HistoryFilter(eventID: "first"), before: nil, limit: 1).isEmpty
        }
        #expect(isKept)
        let first = try await entry("first", in: history)
        let isGone = try await eventually { try await history.texts(of: [first.number]).isEmpty }
        #expect(isGone)
        // The entry itself stays.
        #expect(try await history.entry(first.number) != nil)
        traffic.end()
        await writer.finish()
        await running.value
    }

    @Test(
        "A limit that is none is refused by its name",
        arguments: [("HISTORY_HOURS", "three"), ("HISTORY_HOURS", "-1"), ("HISTORY_ROWS", "0")])
    func refused(_ key: String, _ value: String) async throws {
        await #expect {
            try await RunningHost.with(workspace, ["scripted"], environment: [key: value]) { _, _ in }
        } throws: { error in
            (error as? ConfigurationFaults)?.faults.map(\.key) == [key]
        }
    }
}
