import Foundation
import HostCore
import HostDelivery
import Logging
import RelayCore
import TestSupport
import Testing

@Suite("What is kept of an invocation")
struct HistoryEntryTests {
    private static func record(_ event: RelayEvent, _ result: FunctionResult) -> InvocationRecord {
        let now = Date(timeIntervalSince1970: 1_790_000_000)
        return InvocationRecord(
            function: "f", event: EncodedEvent(event), attempt: 0, queued: now, due: now,
            invocation: Invocation(result: InvocationResult(result), started: now, ended: now), outcome: .answered,
            span: InvocationSpan(following: nil, of: EncodedEvent(event).key, unique: ""))
    }

    struct Request: NamedCase {
        let name: String
        var path: String? = "acme"
        let result: FunctionResult
        let organization: String
    }

    @Test(
        "A request is the organization's that its address names, once the function let it in",
        arguments: [
            Request(name: "a delivery", result: .done([:], events: [event("e", organization: "acme")]), organization: "acme"),
            Request(name: "a delivery of nothing", result: .skipped(.emptyBatch), organization: "acme"),
            Request(name: "what strangers name", result: .failed(.badToken, "x"), organization: "default"),
            Request(name: "an address without one", path: nil, result: .done([:]), organization: "default"),
        ])
    func organization(_ row: Request) {
        let request = HTTPRequestEvent(
            method: "POST", url: "/x", path: "/x", query: "", headers: [:], body: [],
            pathParameters: row.path.map { ["organization": $0, "token": "secret"] } ?? [:])
        #expect(HistoryEntry(Self.record(request.event(id: "r"), row.result)).organization == row.organization)
    }

    @Test("An event of ours is its own organization's")
    func ownOrganization() {
        let own = event("e", organization: "shop")
        #expect(HistoryEntry(Self.record(own, .done([:], events: [event("f", organization: "acme")]))).organization == "shop")
    }

    struct Effect: NamedCase {
        let name: String
        let data: JSON
        var effect: String?
    }

    @Test(
        "What came of it is one word of the function's",
        arguments: [
            Effect(name: "an answer", data: ["kind": "message", "messageId": "m"], effect: "message"),
            Effect(name: "a state", data: ["state": "closed"], effect: "closed"), Effect(name: "neither", data: ["x": 1]),
            Effect(name: "no word", data: ["kind": 7]),
        ])
    func effect(_ row: Effect) {
        #expect(HistoryEntry(Self.record(event("e"), .done(row.data))).effect == row.effect)
    }

    struct Conversation: NamedCase {
        let name: String
        let result: JSON
        let session: String
    }

    @Test(
        "An inline conversation's session is the one that its function names: the event may name no organization",
        arguments: [
            Conversation(name: "it says which", result: ["sessionId": "ses_1"], session: "ses_1"),
            Conversation(
                name: "it does not", result: [:], session: SessionID.of(conversation: "call 9", organization: "default")),
        ])
    func session(_ row: Conversation) {
        let handoff = RelayEvent(id: "e", source: "/s", type: AIHandoffEvent.type, data: ["conversationId": "call 9"])
        #expect(HistoryEntry(Self.record(handoff, .done(row.result))).subject.sessionID == row.session)
    }

    @Test("What the history could not keep is counted")
    func missing() async throws {
        let writer = HistoryWriter(
            BrokenHistory(), limits: .standard, ambient: TestClock().ambient,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        #expect(writer.missing == 0)
        for id in ["a", "b"] { writer.invocationEnded(Self.record(event(id), .done())) }
        await writer.finish()
        #expect(writer.missing == 2)
    }
}

/// A disk that is full.
private struct BrokenHistory: InvocationHistory {
    func add(_ ended: [(entry: HistoryEntry, texts: HistoryTexts?)]) async throws { throw HostError("full") }
    func trim(to limits: HistoryLimits, now: Date) async throws -> Bool { false }
    func entries(_ which: HistoryFilter, before: Int64?, limit: Int) async throws -> [HistoryEntry] { [] }
    func entries(_ which: HistoryFilter, after: Int64, limit: Int) async throws -> [HistoryEntry] { [] }
    func lastArrivals() async throws -> [String: Date] { [:] }
    func entry(_ number: Int64) async throws -> HistoryEntry? { nil }
    func texts(of numbers: [Int64]) async throws -> [Int64: HistoryTexts] { [:] }
    func erase(_ erasures: [Erasure], of organization: String) async throws -> Int { 0 }

    func outcomes(of types: [String], effects: [String], since: Date, closedBy closing: String) async throws
        -> [InvocationOutcome]
    { [] }
}
