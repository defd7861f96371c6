import Foundation
import HostCore
import RelayCore
import TestSupport
import Testing

@Suite("Events that a container takes", .timeLimit(.minutes(10)))
struct ContainerEventsTests {
    private let workspace: Workspace

    init() throws { workspace = try Workspace() }

    private static let open = ["EVENTS_OPEN": "true"]

    struct Row: NamedCase {
        let name: String
        var id = "any"
        var type = "test.one"
        let status: Int
        /// Of the head, in lower case.
        var head: [String] = []
        /// Of the body.
        var part: String?
    }

    /// What the platform does then: 2xx done; 503 again; 400 and 422 dead letters.
    @Test(
        "The status says whether the event comes again",
        arguments: [
            Row(name: "done", status: 202, head: ["x-deskrelay-status: done", "content-length: 0"]),
            Row(
                name: "nothing to do", id: "skip", status: 202,
                head: ["x-deskrelay-status: skipped", "x-deskrelay-code: own-message", "content-length: 0"]),
            Row(name: "a wait", id: "wait", status: 503, head: ["retry-after: 3"], part: #""code":"lease-busy""#),
            Row(name: "a fault", id: "fault", status: 503, head: ["retry-after: 5"], part: "internal-error"),
            Row(name: "a worker that dies", id: "die", status: 503, head: ["retry-after: 5"], part: "worker-died"),
            Row(
                name: "a scope that is missing may be given", id: "scope", status: 503, head: ["retry-after: 30"],
                part: "missing-scope"),
            Row(name: "what never works", id: "refuse", status: 422, part: "there is no such thread"),
            Row(name: "a bad event", id: "bad", status: 400, part: "data.threadId is missing"),
            Row(name: "another function's", type: "other.one", status: 400, part: "unexpected-type"),
            Row(name: "a request in disguise", type: "http.request", status: 400, part: "unexpected-type"),
        ])
    func status(_ row: Row) async throws {
        try await ContainerStage.with(workspace, environment: Self.open.merging(["K_SINK": "http://127.0.0.1:9"]) { $1 }) {
            port, _ in
            for path in ["/", "/events"] {
                let answer = try await ContainerStage.send(event(row.id, type: row.type), port: port, path: path)
                #expect(answer.status == row.status)
                for line in row.head { #expect(answer.head.contains(line), "\(answer.head)") }
                if let part = row.part { #expect(answer.body.contains(part), "\(answer.body)") }
                if row.status < 300 { #expect(answer.body.isEmpty) }
            }
        }
    }

    /// Functions ask once more where a thread is not to be found, and hand over to a person on their last try.
    @Test("A function is told how often an event failed here, and when that is often")
    func tries() async throws {
        try await ContainerStage.with(workspace, environment: Self.open.merging(["K_SINK": "http://127.0.0.1:9"]) { $1 }) {
            port, _ in
            for _ in 1...6 { _ = try await ContainerStage.send(event("fault"), port: port) }
            _ = try await ContainerStage.send(event("fault-2"), port: port)
            let lines = try workspace.text(of: "starts.lines").split(separator: "\n").map { try JSON.parse(String($0))["event"] }
            #expect(lines.map { $0?["attempt"]?.int ?? 0 } == [0, 1, 2, 3, 4, 5, 0])
            #expect(lines.map { $0?["lastattempt"]?.bool ?? false } == [false, false, false, false, true, true, false])
        }
    }

    @Test("An event by headers reaches the function whole, with the trace of the request")
    func binary() async throws {
        try await ContainerStage.with(workspace, environment: Self.open.merging(["K_SINK": "http://127.0.0.1:9"]) { $1 }) {
            port, _ in
            let trace = "00-5bef4de7ad49b0e87f6ef6c87fc2e700-9a9197af755a6419-01"
            let answer = try await HTTPExchange.send(
                "POST", "/", port: port,
                headers: [
                    "ce-specversion: 1.0", "ce-id: any", "ce-source: /s", "ce-type: test.one", "ce-organization: caf%C3%A9",
                    "Content-Type: application/json", "traceparent: \(trace)",
                ], body: Array(#"{"a":1}"#.utf8))
            #expect(answer.status == 202)
            let line = try JSON.parse(workspace.text(of: "starts.lines"))
            let expected = RelayEvent(
                id: "any", source: "/s", type: "test.one", data: ["a": 1], organization: "café", traceParent: trace)
            #expect(line["event"] == expected.json)
            #expect(line["deadline"]?.string != nil)
            let part = try #require(line["traceparent"]?.string.flatMap(TraceContext.init))
            #expect(part.traceID == "5bef4de7ad49b0e87f6ef6c87fc2e700")
            #expect(part.spanID != "9a9197af755a6419")
        }
    }

    struct Batch: NamedCase {
        let name: String
        let ids: [String]
        let status: Int
        var head: String?
        var events: [String] = []
    }

    @Test(
        "A batch is done when all of it is; else the body names what is not",
        arguments: [
            Batch(name: "all done", ids: ["any", "skip"], status: 202),
            Batch(name: "none", ids: [], status: 202),
            Batch(
                name: "one to come again, so all do", ids: ["any", "refuse", "wait", "fault"], status: 503,
                head: "retry-after: 5", events: ["refuse", "wait", "fault"]),
            Batch(name: "one that never works", ids: ["any", "refuse", "bad"], status: 422, events: ["refuse", "bad"]),
        ])
    func batch(_ row: Batch) async throws {
        try await ContainerStage.with(workspace, environment: Self.open.merging(["K_SINK": "http://127.0.0.1:9"]) { $1 }) {
            port, _ in
            let body = JSON.array(row.ids.map { event($0).json }).canonicalBytes
            let answer = try await HTTPExchange.send(
                "POST", "/", port: port, headers: ["Content-Type: application/cloudevents-batch+json"], body: body)
            #expect(answer.status == row.status)
            if let head = row.head { #expect(answer.head.contains(head), "\(answer.head)") }
            let named = (try? JSON.parse(answer.body))?["events"]?.array?.compactMap { $0["id"]?.string }
            #expect(named ?? [] == row.events)
        }
    }

    struct Door: NamedCase {
        let name: String
        var environment: [String: String] = [:]
        var headers: [String] = []
        let status: Int
    }

    @Test(
        "Who may send",
        arguments: [
            Door(name: "nobody, without a key", status: 404),
            Door(name: "not a stranger", environment: ["EVENTS_KEY": "first-events-key"], status: 401),
            Door(
                name: "not with another key", environment: ["EVENTS_KEY": "first-events-key"],
                headers: ["Authorization: Bearer first-events-keys"], status: 401),
            Door(
                name: "with either key", environment: ["EVENTS_KEY": "first-events-key,second-events-key"],
                headers: ["Authorization: Bearer second-events-key"], status: 202),
            Door(
                name: "not without the key that there is",
                environment: ["EVENTS_KEY": "first-events-key", "EVENTS_OPEN": "true"], status: 401),
            Door(name: "anybody, where the platform sees to it", environment: ["EVENTS_OPEN": "true"], status: 202),
        ])
    func door(_ row: Door) async throws {
        // A function with an address of its own starts without a key.
        let settings = row.environment.merging(["K_SINK": "http://127.0.0.1:9"]) { $1 }
        try await ContainerStage.with(workspace, environment: settings) { port, _ in
            let answer = try await ContainerStage.send(event("any"), port: port, headers: row.headers)
            #expect(answer.status == row.status)
        }
    }

    // MARK: Not due yet

    @Test("An event that is due soon is held until then")
    func held() async throws {
        // The patience with a worker is no wait.
        let clock = TestClock(shortestTimeout: 5)
        try await ContainerStage.with(
            workspace, "scripted", environment: Self.open, ambient: clock.ambient
        ) { port, _ in
            let due = clock.now + 4
            let answer = try await ContainerStage.send(event("done", notBefore: due), port: port)
            #expect(answer.status == 202)
            #expect(clock.slept == [4])
        }
    }

    @Test("For one that is due later the sender waits")
    func later() async throws {
        // The patience with a worker is no wait.
        let clock = TestClock(shortestTimeout: 5)
        try await ContainerStage.with(
            workspace, "scripted", environment: Self.open, ambient: clock.ambient
        ) { port, _ in
            let answer = try await ContainerStage.send(event("done", notBefore: clock.now + 60.5), port: port)
            #expect(answer.status == 503)
            #expect(answer.head.contains("retry-after: 61"))
            #expect(answer.body.contains("not-before"))
        }
    }
}
