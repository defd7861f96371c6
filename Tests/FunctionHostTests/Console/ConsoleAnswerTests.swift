import Console
import Foundation
import HostCore
import HostDelivery
import HostSurface
import Logging
import RelayCore
import SQLiteQueue
import Synchronization
import TestSupport
import Testing

/// What the console's API answers of the host as a whole.
@Suite("The console's API, on a history that is there")
struct ConsoleAnswerTests {
    private let workspace: Workspace
    private let history: SQLiteHistory
    private static let now = Date(timeIntervalSince1970: 1_790_000_000)

    init() throws {
        workspace = try Workspace()
        history = try SQLiteHistory(path: workspace.path("history.sqlite"))
    }

    private func console(
        history: (any InvocationHistory)? = nil, info: ConsoleInfo = ConsoleInfo(), missing: Int = 0,
        explain: (@Sendable (String) async throws -> JSON)? = nil, check: (@Sendable () async throws -> JSON)? = nil
    ) throws -> ConsoleAPI {
        ConsoleAPI(
            ConsoleServices(
                history: history ?? self.history, queue: try SQLiteEventQueue(path: workspace.path("queue.sqlite")),
                sessions: nil,
                info: info, missing: { missing }, explain: explain, check: check, ambient: TestClock(now: Self.now).ambient,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, accept: { _ in }, wake: {}, stopping: Flag()))
    }

    private func get(
        _ console: ConsoleAPI, _ path: String..., query: [String: String] = [:]
    ) async throws -> (status: Int, json: JSON) {
        let answer = await console.answer(ConsoleRequest(method: "GET", path: ["api"] + path, query: query))
        guard case .bytes(let bytes) = answer.body else { return (answer.status, .null) }
        return (answer.status, try JSON.parse(bytes))
    }

    @Test("It says what it is of, its version, and whether the history is whole")
    func info() async throws {
        let info = ConsoleInfo(
            functions: ["ai-turn"], organizations: ["acme"], portalID: "7", threadLink: "https://app.example.com/{id}")
        let answer = try await get(try console(info: info, missing: 3), "info")
        #expect(answer.status == 200 && answer.json["version"]?.string == RelayVersion.text)
        #expect(answer.json["missingInvocations"] == 3 && answer.json["isDemo"] == false && answer.json["portalId"] == "7")
        #expect(answer.json["functions"] == ["ai-turn"] && answer.json["organizations"] == ["acme"])
        #expect(answer.json["links"] == ["thread": "https://app.example.com/{id}"])
    }

    @Test("Every code has its meaning and what to do")
    func codes() async throws {
        let codes = try #require(try await get(try console(), "codes").json["codes"]?.array)
        #expect(codes.compactMap { $0["code"]?.string } == ReasonCode.allCases.map(\.rawValue))
        #expect(codes.allSatisfy { $0["meaning"]?.string?.isEmpty == false && $0["remedy"]?.string?.isEmpty == false })
    }

    private func add(
        _ message: String, _ type: String, _ code: ReasonCode? = nil, effect: String? = nil, event: JSON = [:],
        at seconds: Double = 0
    ) async throws {
        let asked = Self.now - 60 + seconds
        let entry = HistoryEntry(
            number: 0, function: "f", eventID: "\(type):\(message)", source: "/s", organization: "default", causeID: nil,
            traceParent: nil, subject: EventSubject(type: type, threadID: "7", messageID: message), attempt: 0,
            queued: asked, due: asked, started: asked, ended: asked + 2, status: .done, code: code,
            effect: effect, message: nil, outcome: .completed, size: 1)
        try await history.add([(entry, HistoryTexts(event: event.canonicalBytes, result: Array("{}".utf8)))])
    }

    @Test("A report counts, and names the questions that nothing answered with the AI's reason")
    func report() async throws {
        try await add("a", ConversationTurnEvent.type)
        try await add("a", AIReplyEvent.type, effect: "message")
        for (seconds, message) in [(1.0, "b"), (2.0, "c")] {
            try await add(message, ConversationTurnEvent.type, at: seconds)
            try await add(message, AIHandoffEvent.type, event: ["data": ["reason": "No article answers the question"]])
        }
        try await add("status", HubSpotEvent.conversationPropertyChange, effect: "closed")
        let console = try console()
        let answer = try await get(console, "report", query: ["since": "1h", "unanswered": "1"]).json
        #expect(answer["handled"] == 3 && answer["answered"] == 1 && answer["resolved"] == 0)
        #expect(answer["medianMillisecondsToAnswer"] == 2000)
        #expect(answer["unanswered"]?["counts"] == ["the AI's choice": 2])
        let newest = try #require(answer["unanswered"]?["newest"]?.array)
        #expect(newest.map { $0["messageId"] } == ["c"] && newest.first?["threadId"] == "7")
        #expect(newest.first?["reason"] == "No article answers the question")
        let later = try await get(console, "report", query: ["since": "2099-01-01T00:00:00Z"]).json
        #expect(later["handled"] == 0)
        for query in [["since": "yesterday"], ["unanswered": "many"]] {
            let refused = try await get(console, "report", query: query)
            #expect(refused.status == 400 && refused.json["code"] == "bad-field")
        }
    }

    struct Part: NamedCase {
        let name: String
        let path: [String]
        var answers: (@Sendable () async throws -> JSON)?
        let status: Int
        let json: @Sendable (JSON) -> Bool
    }

    @Test(
        "What a host may not have is not there, and what fails says why",
        arguments: [
            Part(name: "no check", path: ["check"], status: 404, json: { $0["code"] == "not-found" }),
            Part(name: "a check", path: ["check"], answers: { ["faults": 0] }, status: 200, json: { $0 == ["faults": 0] }),
            Part(name: "no decision", path: ["explain", "7"], status: 404, json: { $0["code"] == "bad-configuration" }),
            Part(name: "a decision", path: ["explain", "7"], answers: { ["x": 1] }, status: 200, json: { $0 == ["x": 1] }),
            Part(
                name: "a thread that HubSpot does not have", path: ["explain", "7"],
                answers: { throw Stop(.failed(.notFound, "HubSpot has no such thread")) }, status: 404,
                json: { $0["error"] == "HubSpot has no such thread" }),
            Part(
                name: "a HubSpot that is down", path: ["explain", "7"], answers: { throw Stop(.retry(.unavailable, "503")) },
                status: 502, json: { $0["code"] == "unavailable" }),
        ])
    func parts(_ row: Part) async throws {
        var explain: (@Sendable (String) async throws -> JSON)?
        if let answers = row.answers { explain = { _ in try await answers() } }
        let console = try console(explain: explain, check: row.answers)
        let answer = await console.answer(ConsoleRequest(method: "GET", path: ["api"] + row.path))
        #expect(answer.status == row.status)
        guard case .bytes(let bytes) = answer.body else {
            Issue.record("no JSON")
            return
        }
        #expect(row.json(try JSON.parse(bytes)))
    }

    @Test("The stream says that it is live, or why it is not", arguments: [true, false])
    func stream(_ isReadable: Bool) async throws {
        let console = try console(history: isReadable ? nil : UnreadableHistory())
        let answer = await console.answer(ConsoleRequest(method: "GET", path: ["api", "stream"]))
        guard case .stream(let parts) = answer.body else {
            Issue.record("not a stream")
            return
        }
        var told = ""
        for await part in parts { told += String(decoding: part, as: UTF8.self) }
        #expect(told.contains("event: live\n") == isReadable)
        let fault = #"event: fault\#ndata: {"code":"store-unavailable","error":"the history could not be read"}"#
        #expect(told.contains(fault) == !isReadable)
    }
}

/// A file that has been damaged.
private struct UnreadableHistory: InvocationHistory {
    private func fail() throws -> Never { throw HostError("the disk is gone") }

    func add(_ ended: [(entry: HistoryEntry, texts: HistoryTexts?)]) async throws { try fail() }
    func trim(to limits: HistoryLimits, now: Date) async throws -> Bool { try fail() }
    func entries(_ which: HistoryFilter, before: Int64?, limit: Int) async throws -> [HistoryEntry] { try fail() }
    func entries(_ which: HistoryFilter, after: Int64, limit: Int) async throws -> [HistoryEntry] { try fail() }
    func lastArrivals() async throws -> [String: Date] { try fail() }
    func entry(_ number: Int64) async throws -> HistoryEntry? { try fail() }
    func texts(of numbers: [Int64]) async throws -> [Int64: HistoryTexts] { try fail() }
    func erase(_ erasures: [Erasure], of organization: String) async throws -> Int { try fail() }

    func outcomes(of types: [String], effects: [String], since: Date, closedBy closing: String) async throws
        -> [InvocationOutcome]
    { try fail() }
}
