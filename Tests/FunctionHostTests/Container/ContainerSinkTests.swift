import Foundation
import HostCore
import RelayCore
import TestSupport
import Testing

@Suite("Where a container sends what its function emits", .timeLimit(.minutes(10)))
struct ContainerSinkTests {
    private let workspace: Workspace

    init() throws { workspace = try Workspace() }

    @Test("Each event goes to K_SINK, as CloudEvents by headers, before the cause counts as done")
    func sent() async throws {
        let sink = try LoopbackServer { _ in .answer("202 Accepted") }
        let environment = [
            "EVENTS_OPEN": "true", "K_SINK": "\(sink.url)/ns/default/", "SINK_KEY": "example-sink-key\n",
            "K_CE_OVERRIDES": #"{"extensions":{"cluster":"eu 1","organization":"other"}}"#,
        ]
        try await ContainerStage.with(workspace, environment: environment) { port, _ in
            let answer = try await ContainerStage.send(event("emit"), port: port)
            #expect(answer.status == 202)
            let requests = sink.requests.sorted { ($0.headers["ce-id"] ?? "") < ($1.headers["ce-id"] ?? "") }
            #expect(requests.map(\.target) == ["/ns/default", "/ns/default"])
            #expect(requests.map { $0.headers["ce-type"] } == ["test.next", "test.other"])
            let first = try #require(requests.first)
            #expect(first.method == "POST")
            #expect(first.headers["ce-specversion"] == "1.0")
            #expect(first.headers["ce-source"] == "/s")
            #expect(first.headers["ce-subject"] == "a%20%22b%22%20100%25%20%C3%A9")
            #expect(first.headers["ce-cluster"] == "eu%201")
            #expect(first.headers["ce-organization"] == "other")
            #expect(first.headers["content-type"] == "application/json")
            #expect(first.headers["authorization"] == "Bearer example-sink-key")
            // As the function wrote it, to the digit.
            #expect(String(decoding: first.body, as: UTF8.self) == #"{"n":12345678901234567890}"#)
            #expect(requests.last.map { String(decoding: $0.body, as: UTF8.self) } == "null")
        }
    }

    struct Row: NamedCase {
        let name: String
        var answer: LoopbackServer.Reply = .answer()
        var head = "retry-after: 30"
    }

    @Test(
        "Where the sink does not take all, nothing is acknowledged",
        arguments: [
            Row(name: "it refuses", answer: .answer("400 Bad Request")),
            Row(name: "it fails", answer: .answer("500 Internal Server Error")),
            Row(
                name: "it is busy, and says how long", answer: .answer("429 Too Many Requests", headers: "Retry-After: 7\r\n"),
                head: "retry-after: 7"),
            Row(name: "it sends elsewhere", answer: .answer("302 Found", headers: "Location: /other\r\n")),
            Row(name: "it goes away", answer: .bytesAndEnd([])),
        ])
    func refused(_ row: Row) async throws {
        let sink = try LoopbackServer { request in request.headers["ce-id"] == "e-2" ? row.answer : .answer() }
        try await ContainerStage.with(workspace, environment: ["EVENTS_OPEN": "true", "K_SINK": sink.url]) { port, _ in
            let answer = try await ContainerStage.send(event("emit"), port: port)
            #expect(answer.status == 503)
            #expect(answer.head.contains(row.head), "\(answer.head)")
            #expect(answer.body.contains("store-unavailable"), "\(answer.body)")
        }
    }

    @Test("What a host has no function for is not sent again")
    func unrouted() async throws {
        let sink = try LoopbackServer { request in
            request.headers["ce-id"] == "e-2"
                ? .answer("422 Unprocessable Content", #"{"code":"unrouted"}"#) : .answer()
        }
        try await ContainerStage.with(workspace, environment: ["EVENTS_OPEN": "true", "K_SINK": sink.url]) { port, _ in
            let answer = try await ContainerStage.send(event("emit"), port: port)
            #expect(answer.status == 202)
        }
    }

    @Test("A request is answered only when its events are with the sink")
    func request() async throws {
        let isDown = Flag()
        let sink = try LoopbackServer { _ in
            isDown.isSet ? .answer("503 Service Unavailable", headers: "Retry-After: 4\r\n") : .answer()
        }
        try await ContainerStage.with(workspace, "emitter", environment: ["K_SINK": sink.url]) { port, _ in
            let target = "/webhooks/hubspot/acme/x?a=1"
            let answer = try await HTTPExchange.send("POST", target, port: port, body: Array("hello".utf8))
            #expect(answer.status == 203)
            #expect(answer.head.contains("x-answer: yes"))
            #expect(try JSON.parse(answer.body)["event"]?["data"]?["body"]?.string == "hello")
            #expect(sink.requests.map { $0.headers["ce-id"] } == ["e-1"])
            isDown.set()
            let refused = try await HTTPExchange.send("POST", target, port: port, body: Array("hello".utf8))
            #expect(refused.status == 503)
            #expect(refused.head.contains("retry-after: 4"))
        }
    }

    /// It says that it emits nothing.
    @Test("A function that emits what it did not declare, where there is no sink, is not acknowledged")
    func undeclared() async throws {
        try await ContainerStage.with(workspace, "scripted", environment: ["EVENTS_OPEN": "true"]) { port, _ in
            let answer = try await ContainerStage.send(event("emit"), port: port)
            #expect(answer.status == 503)
            #expect(answer.body.contains("bad-configuration"))
            #expect(answer.body.contains("K_SINK is missing"))
        }
    }

    @Test(
        "With queues of SQS, what was erased by HTTP goes into the function's own, also beside a K_SINK",
        arguments: [false, true])
    func erased(hasSink: Bool) async throws {
        let sqs = try LoopbackServer { request in
            // There is nothing to be had.
            if request.headers["x-amz-target"] == "AmazonSQS.ReceiveMessage" { return .answer("503 Service Unavailable", "{}") }
            let ids = ((try? JSON.parse(request.body))?["Entries"]?.array ?? []).map { JSON.object(["Id": $0["Id"] ?? .null]) }
            return .answer("200 OK", JSON.object(["Successful": .array(ids)]).canonical)
        }
        let sink = try LoopbackServer { _ in .answer("202 Accepted") }
        var environment = [
            "EVENTS_OPEN": "true", "QUEUE_URL": "\(sqs.url)/123456789012/relay-{function}", "AWS_ENDPOINT_URL_SQS": sqs.url,
            "AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "example",
        ]
        if hasSink { environment["K_SINK"] = sink.url }
        try await ContainerStage.with(workspace, environment: environment) { port, _ in
            let answer = try await ContainerStage.send(event("erase"), port: port)
            #expect(answer.status == 202)
        }
        let sent = sqs.requests.filter { $0.headers["x-amz-target"] == "AmazonSQS.SendMessageBatch" }
        let input = try JSON.parse(try #require(sent.first).body)
        #expect(sent.count == 1 && input["QueueUrl"]?.string?.hasSuffix("/relay-emitter") == true)
        let body = try JSON.parse(try #require(input["Entries"]?.array?.first?["MessageBody"]?.string))
        #expect(body["type"] == "queue.erase" && body["data"]?["erased"]?.array?.first?["threadId"] == "7")
        #expect(sink.requests.isEmpty)
    }
}
