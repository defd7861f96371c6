import CurlTransport
import Foundation
import RelayCore
import TestSupport
import Testing

@Suite("Events between a container and CloudEvents' own SDK", .timeLimit(.minutes(10)))
struct CloudEventsPeerTests {
    private static let python = ProcessInfo.processInfo.environment["TEST_PYTHON"]

    /// - Returns: A JSON value for each line that the SDK's side prints.
    private static func peer(_ direction: String, _ input: [JSON]) async throws -> [JSON] {
        let script = Executable.root.appendingPathComponent("Tests/ExecutableTests/cloudevents_peer.py").path
        let lines = input.map(\.canonical).joined(separator: "\n") + "\n"
        let outcome = try await Command(try #require(python), [script, direction]).run(input: Array(lines.utf8))
        #expect(outcome.exitCode == 0, "\(outcome.errors.suffix(1000))")
        return try outcome.text.split(separator: "\n").map { try JSON.parse(String($0)) }
    }

    private static func sample(_ path: String) throws -> JSON {
        try JSON.parse(Array(try Data(contentsOf: Executable.root.appendingPathComponent("functions/\(path)"))))
    }

    private static func post(_ url: String, _ headers: [String: String], _ body: String) async throws -> HTTPAnswer {
        try await CurlTransport().send(
            HTTPCall(
                method: "POST", url: url, headers: headers.map { (name: $0.key, value: $0.value) }, body: Array(body.utf8),
                timeout: Hang.seconds, isWrite: true))
    }

    @Test("What the SDK sends, by headers and as one document, is taken", .enabled(if: python != nil, "TEST_PYTHON is not set"))
    func received() async throws {
        var messages: [(JSON, Int)] = []
        for (sample, status) in [("exact", 202), ("international", 202), ("bad-address", 400)] {
            var event = try Self.sample("signature-render/events/\(sample).json").object ?? [:]
            event["datacontenttype"] = "application/json"
            messages += try await Self.peer("write", [.object(event)]).map { ($0, status) }
        }
        #expect(messages.count == 6)
        let sent = messages
        try await RunningContainer.whileRunning("signature-render", environment: ["EVENTS_KEY": "example-events-key"]) { url in
            for (message, status) in sent {
                var headers = (message["headers"]?.object ?? [:]).mapValues { $0.string ?? "" }
                headers["authorization"] = "Bearer example-events-key"
                let answer = try await Self.post(url, headers, message["body"]?.string ?? "")
                #expect(answer.status == status, "\(String(decoding: answer.body, as: UTF8.self))")
            }
        }
    }

    @Test("What a container sends, the SDK reads as it was meant", .enabled(if: python != nil, "TEST_PYTHON is not set"))
    func sent() async throws {
        let sink = try LoopbackServer { _ in .answer("202 Accepted") }
        let text = "Straße 5: \"100 %\" – ready 😀"
        try await RunningContainer.whileRunning(
            "api-receive", environment: ["RELAY_API_KEY": "example-api-key-1", "K_SINK": sink.url]
        ) { url in
            let request = try Self.sample("api-receive/events/reply.json")["data"]
            var body = try JSON.parse(try #require(request?["body"]?.string)).object ?? [:]
            body["text"] = .string(text)
            let headers = ["authorization": "Bearer example-api-key-1", "content-type": "application/json"]
            let answer = try await Self.post("\(url)/ai/default/replies", headers, JSON.object(body).canonical)
            #expect(answer.status == 202)
            let sent = try #require(sink.requests.first)
            let message: JSON = [
                "headers": .object(JSONObject(sent.headers.mapValues(JSON.string))),
                "body": .string(String(decoding: sent.body, as: UTF8.self)),
            ]
            let event = try #require(try await Self.peer("read", [message]).first)
            #expect(event["specversion"] == "1.0")
            #expect(event["type"] == "ai.reply")
            #expect(event["organization"] == "default")
            #expect(try JSON.parse(answer.body)["eventId"] == event["id"])
            #expect(event["data"]?["text"]?.string == text, "\(event.canonical)")
            #expect(try RelayEvent(json: event).traceParent != nil)
        }
    }
}
