import Foundation
import FunctionHost
import GRDB
import HostCore
import RelayCore
import TestSupport
import Testing

@Suite("The HTTP server of the host", .timeLimit(.minutes(10)))
struct HostServerTests {
    private let workspace: Workspace

    init() throws { workspace = try Workspace() }

    /// The event that the function got, as the receiver fixture shows it.
    private func shown(_ answer: HTTPExchange.Answer) throws -> ObjectReader {
        try ObjectReader(try JSON.parse(answer.body)["event"]?["data"], path: "data")
    }

    @Test("The function gets the request as it came")
    func request() async throws {
        try await RunningHost.with(workspace, ["receiver"], environment: ["PUBLIC_URL": "https://desk.example.com"]) { _, port in
            let target = "/webhooks/hubspot/acme/t%2Fk?b=2&a=%20x"
            let answer = try await HTTPExchange.send(
                "PUT", target, port: port, headers: ["X-Two: one", "X-Two: two"], body: Array("hällo".utf8))
            #expect(answer.status == 203)
            let data = try shown(answer)
            #expect(try data.string("method") == "PUT")
            #expect(try data.string("route") == "/webhooks/hubspot/{organization}/{token}")
            #expect(data.members["pathParameters"] == ["organization": "acme", "token": "t/k"])
            #expect(try data.string("url") == "https://desk.example.com\(target)")
            #expect(try data.string("query") == "b=2&a=%20x")
            #expect(try data.object("headers").string("x-two") == "one, two")
            #expect(try data.string("body") == "hällo")
            #expect(try data.optionalBool("isBase64Encoded") == false)
        }
    }

    @Test("An empty PUBLIC_URL is none")
    func publicURL() async throws {
        try await RunningHost.with(workspace, ["receiver"], environment: ["PUBLIC_URL": ""]) { _, port in
            let answer = try await HTTPExchange.send("POST", "/webhooks/hubspot/acme/x", port: port)
            #expect(try shown(answer).string("url") == "http://relay.example.com/webhooks/hubspot/acme/x")
        }
    }

    @Test("A body that is no text is given in Base64")
    func binaryBody() async throws {
        try await RunningHost.with(workspace, ["receiver"]) { _, port in
            let answer = try await HTTPExchange.send("POST", "/webhooks/hubspot/acme/x", port: port, body: [0xFF, 0x00])
            #expect(try shown(answer).string("body") == "/wA=")
            #expect(try shown(answer).optionalBool("isBase64Encoded") == true)
        }
    }

    @Test("The answer is the function's, and its events are delivered")
    func answer() async throws {
        try await RunningHost.with(workspace, ["receiver", "scripted"]) { host, port in
            let records = host.observers.stream()
            let answer = try await HTTPExchange.send("POST", "/webhooks/hubspot/acme/events", port: port)
            #expect(answer.status == 200)
            #expect(answer.head.contains("x-answer: yes"))
            #expect(answer.body == "taken")
            let seen = await records.next(2)
            #expect(Set(seen.map(\.function)) == ["receiver", "scripted"])
            #expect(seen.contains { $0.event.id == "done-1" && $0.outcome == .completed })
            let request = try #require(seen.first { $0.outcome == .answered })
            #expect(request.event.type == HTTPRequestEvent.type)
            #expect(request.attempt == 0)
            #expect(request.queued <= request.started && request.started <= request.ended)
        }
    }

    @Test("Without a durable queue the answer is 503")
    func unavailable() async throws {
        try await RunningHost.with(workspace, ["receiver", "scripted"]) { _, port in
            let other = try workspace.queueFile()
            try await other.write { database in
                try database.execute(
                    sql: "CREATE TRIGGER refuse BEFORE INSERT ON event BEGIN SELECT RAISE(ABORT, 'refused'); END")
            }
            let answer = try await HTTPExchange.send("POST", "/webhooks/hubspot/acme/events", port: port)
            #expect(answer.status == 503)
            #expect(answer.body.contains("store-unavailable"))
        }
    }

    /// The limit passes as soon as the function has begun, which ends only once the answer is there.
    @Test("The answer comes in time, however long the function takes")
    func deadline() async throws {
        var ambient = Ambient.live
        ambient.sleep = { [workspace] _ in _ = await eventually { workspace.text(of: "starts").contains("begun") } }
        try await RunningHost.with(workspace, ["receiver", "scripted"], ambient: ambient) { host, port in
            let records = host.observers.stream()
            let answer = try await HTTPExchange.send("POST", "/webhooks/hubspot/acme/gate", port: port)
            #expect(answer.status == 503)
            #expect(answer.body.contains("deadline-passed"))
            _ = FileManager.default.createFile(atPath: workspace.path("gate"), contents: nil)
            // What the function says then is queued all the same.
            #expect(await records.contains { $0.event.id == "done-1" })
        }
    }

    /// The address stands in the template alone.
    @Test("A route that is moved in the template answers at its new address only")
    func movedRoute() async throws {
        let routes = ["POST /hooks/{token}/{organization}", "GET /hooks/{token}/{organization}", "DELETE /hooks"]
        try await RunningHost.with(workspace, ["receiver"], routes: routes) { _, port in
            let answer = try await HTTPExchange.send("POST", "/hooks/t/acme?x=1", port: port)
            #expect(answer.status == 203)
            let data = try shown(answer)
            #expect(try data.string("route") == "/hooks/{token}/{organization}")
            #expect(data.members["pathParameters"] == ["organization": "acme", "token": "t"])
            #expect(try await HTTPExchange.send("POST", "/webhooks/hubspot/acme/t", port: port).status == 404)
            let refused = try await HTTPExchange.send("PUT", "/hooks/t/acme", port: port)
            #expect(refused.status == 405)
            #expect(refused.head.contains("allow: get, post"))
        }
    }

    @Test("A function cannot have an address of the host")
    func ownAddress() async throws {
        let error = await #expect(throws: HostError.self) {
            try await RunningHost.with(workspace, ["receiver"], routes: ["GET /healthz"]) { _, _ in }
        }
        #expect(error?.description == "/healthz and /healthz are the same address")
    }

    struct Row: NamedCase {
        let name: String
        var method = "POST"
        let target: String
        var bodySize = 0
        let status: Int
        let part: String
    }

    @Test(
        "Every request gets the answer that fits it",
        arguments: [
            Row(name: "a worker that dies", target: "/webhooks/hubspot/acme/die", status: 503, part: "worker-died"),
            Row(name: "a function that cannot", target: "/webhooks/hubspot/acme/retry", status: 503, part: "store-unavailable"),
            Row(
                name: "a body over the limit", target: "/webhooks/hubspot/acme/x", bodySize: 6 * 1024 * 1024 + 1, status: 413,
                part: "input-too-large"),
            Row(name: "another path", target: "/other", status: 404, part: "unknown-path"),
            Row(name: "another method", method: "POST", target: "/healthz", status: 405, part: "method-not-allowed"),
            Row(name: "events without a key", target: "/events", status: 404, part: "unknown-path"),
            Row(name: "health", method: "GET", target: "/healthz", status: 200, part: #"{"status":"ok"}"#),
            Row(name: "readiness", method: "GET", target: "/readyz", status: 200, part: #"{"status":"ready"}"#),
            Row(
                name: "metrics", method: "GET", target: "/metrics", status: 200, part: #"deskrelay_queue_events{state="dead"} 0"#),
        ])
    func status(_ row: Row) async throws {
        try await RunningHost.with(workspace, ["receiver"]) { _, port in
            let body = [UInt8](repeating: 0x20, count: row.bodySize)
            let answer = try await HTTPExchange.send(row.method, row.target, port: port, body: body)
            #expect(answer.status == row.status)
            #expect(answer.body.contains(row.part))
        }
    }
}
