import Foundation
import HostCore
import HostDelivery
import RelayCore
import TestSupport
import Testing

@testable import SQSQueue

@Suite("Emitted events on their way to SQS")
struct SQSEventSinkTests {
    private let clock = TestClock()

    private func sink(_ sqs: ScriptedSQS) -> SQSEventSink {
        let routing = EventRouting([
            Lane(function: "turns", takes: ["test.turn"], concurrency: 1, maximumReceives: 5),
            Lane(function: "all", takes: ["test.*"], concurrency: 1, maximumReceives: 5),
        ])
        return SQSEventSink(
            ScriptedSQS.address, caller: sqs, routing: routing, observers: HostObservers(), ambient: clock.ambient,
            logger: .silent)
    }

    private static func events(_ ids: String..., type: String = "test.one") -> [EncodedEvent] {
        ids.map { EncodedEvent(event($0, type: type)) }
    }

    private static func large(_ id: String, _ bytes: Int) -> EncodedEvent {
        EncodedEvent(
            RelayEvent(id: id, source: "/s", type: "test.one", data: ["text": .string(String(repeating: "x", count: bytes))]))
    }

    private static func ids(_ calls: [ScriptedSQS.Call]) -> [[String]] {
        calls.map { call in
            call.entries.compactMap { entry in
                entry["MessageBody"]?.string.flatMap { (try? JSON.parse($0))?["id"]?.string }
            }
        }
    }

    @Test("Each event goes to the queue of every function that takes it; what nobody takes is let go")
    func routes() async throws {
        let sqs = ScriptedSQS()
        let sink = sink(sqs)
        try await sink.accept(Self.events("a", type: "test.turn") + Self.events("b") + Self.events("c", type: "other.one"))
        let calls = sqs.calls.sorted { $0.queue < $1.queue }
        #expect(calls.map(\.queue) == ["relay-all", "relay-turns"])
        #expect(Self.ids(calls) == [["a", "b"], ["a"]])
        #expect(sink.takes("test.turn"))
        #expect(!sink.takes("other.one"))
    }

    @Test("Ten messages go together")
    func batches() async throws {
        let sqs = ScriptedSQS()
        try await sink(sqs).accept((0..<23).map { EncodedEvent(event("e-\($0)")) })
        #expect(sqs.calls.map(\.entries.count) == [10, 10, 3])
        #expect(Self.ids(sqs.calls).flatMap(\.self) == (0..<23).map { "e-\($0)" })
    }

    @Test("Of a batch that SQS took in part the rest is sent again, and nothing else")
    func partly() async throws {
        let sqs = ScriptedSQS { call, number in
            ScriptedSQS.taken(call, except: number == 1 ? ["1": false, "3": false] : number == 2 ? ["0": false] : [:])
        }
        try await sink(sqs).accept(Self.events("a", "b", "c", "d"))
        #expect(Self.ids(sqs.calls) == [["a", "b", "c", "d"], ["b", "d"], ["b"]])
        #expect(clock.slept == [0.2, 1])
    }

    struct Row: NamedCase {
        let name: String
        var events: [EncodedEvent] = SQSEventSinkTests.events("a", "b")
        var answer: @Sendable (ScriptedSQS.Call, Int) throws -> JSON = { call, _ in ScriptedSQS.taken(call) }
        let code: ReasonCode
        let sent: [[String]]
    }

    @Test(
        "What is not taken is said, and takes nothing else with it",
        arguments: [
            Row(name: "SQS is away", answer: { _, _ in throw ScriptedSQS.Down() }, code: .storeUnavailable, sent: [["a", "b"]]),
            Row(
                name: "one is not taken, however often",
                answer: { call, number in
                    ScriptedSQS.taken(call, except: number == 1 ? ["1": false] : ["0": false])
                }, code: .storeUnavailable, sent: [["a", "b"], ["b"], ["b"]]),
            Row(
                name: "one is refused", answer: { call, _ in ScriptedSQS.taken(call, except: ["0": true]) },
                code: .internalError, sent: [["a", "b"]]),
            Row(
                name: "an answer about none of them", answer: { _, _ in [:] }, code: .storeUnavailable,
                sent: [["a", "b"], ["a", "b"], ["a", "b"]]),
            Row(
                name: "one is too large: the others are sent", events: events("a") + [large("b", 1_048_576)] + events("c"),
                code: .inputTooLarge, sent: [["a", "c"]]),
            Row(
                name: "one is too large, and SQS is away: the cause comes again first",
                events: events("a") + [large("b", 1_048_576)], answer: { _, _ in throw ScriptedSQS.Down() },
                code: .storeUnavailable, sent: [["a"]]),
            Row(
                name: "a batch that fails takes no other with it",
                events: (0..<12).map { EncodedEvent(event("\($0)")) },
                answer: { call, number in
                    if number == 1 { throw ScriptedSQS.Down() }
                    return ScriptedSQS.taken(call)
                }, code: .storeUnavailable, sent: [(0..<10).map { "\($0)" }, ["10", "11"]]),
        ])
    func fault(_ row: Row) async throws {
        let sqs = ScriptedSQS { try row.answer($0, $1) }
        let error = await #expect(throws: SinkError.self) { try await sink(sqs).accept(row.events) }
        #expect(error?.code == row.code)
        #expect(Self.ids(sqs.calls) == row.sent)
    }

    @Test("The largest event goes by itself")
    func largest() async throws {
        let sqs = ScriptedSQS()
        try await sink(sqs).accept([Self.large("a", 1_047_000), Self.large("b", 1_047_000)])
        #expect(Self.ids(sqs.calls) == [["a"], ["b"]])
    }
}
