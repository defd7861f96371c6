import Answering
import Foundation
import RelayCore
import TestSupport
import Testing

@Suite("The HTTP engine")
struct HTTPEngineTests {
    private var request: AnswerRequest {
        var request = Asking.request(
            "Where is it?", "Order 1234", history: [Asking.entry(.customer, "Hello", 1), Asking.entry(.note, "Be kind", 2)],
            name: "Jo")
        request.session.language = "nl"
        request.session.contactEmail = "jo@example.com"
        request.messages[1].attachmentNames = ["label.pdf"]
        request.customData = [
            CustomDataEntry(property: "stage", value: "2", label: "Waiting", occurredAt: Asking.now),
            CustomDataEntry(property: "plan", value: nil, occurredAt: Asking.now),
            CustomDataEntry(property: "illness", value: "REDACTED", isRedacted: true, occurredAt: Asking.now),
        ]
        return request
    }

    @Test("The turn is sent with what is known")
    func turn() async throws {
        let stage = try EngineStage(.http) { _ in .json(["action": "none"]) }
        defer { stage.server.stop() }
        #expect(await stage.ask(request).action == .none(reason: ""))
        let sent = try #require(stage.server.requests.first)
        #expect(sent.method == "POST" && sent.target == "/turn?a=b")
        #expect(sent.headers["content-type"] == "application/json")
        #expect(sent.headers["authorization"] == "Bearer \(EngineStage.key)")
        #expect(sent.headers["idempotency-key"] == "turn:7:m101")
        let body = try #require(stage.bodies.first)
        let members = try #require(body.object)
        #expect(Set(members.keys) == ["organization", "session", "messages", "history", "inReplyTo"])
        #expect(body["organization"] == "acme" && body["inReplyTo"] == "m101")
        #expect(
            body["session"] == [
                "id": "ses_1", "threadId": "7", "channel": "chat", "language": "nl",
                "contact": ["name": "Jo", "email": "jo@example.com"], "customData": ["stage": "2", "plan": nil],
                "customDataLabels": ["stage": "Waiting"], "customDataWithheld": ["illness"],
            ])
        #expect(
            body["messages"]?.array?.last == [
                "id": "m101", "role": "customer", "text": "Order 1234", "attachments": ["label.pdf"],
                "at": .string(Timestamp.rfc3339(request.messages[1].createdAt)),
            ])
        #expect(body["history"]?.array?.map { $0["role"] } == ["customer", "note"])
    }

    @Test("The key of a turn is the same for every try")
    func idempotencyKey() async throws {
        let stage = try EngineStage(.http) { _ in .json([:]) }
        defer { stage.server.stop() }
        _ = await stage.ask(request)
        // A message that came in since does not make another turn of it.
        var later = request
        later.messages.append(Asking.entry(.customer, "Hello?", 200))
        _ = await stage.ask(later)
        #expect(stage.server.requests.map { $0.headers["idempotency-key"] } == ["turn:7:m101", "turn:7:m101"])
    }

    @Test(
        "202 means that the answer comes later, whatever else it says",
        arguments: ["", "{}", "{\"action\":\"reply\",\"text\":\"Hi\"}", "accepted"])
    func accepted(_ body: String) async throws {
        let stage = try EngineStage(.http) { _ in .answer("202 Accepted", body) }
        defer { stage.server.stop() }
        #expect(await stage.ask(request).action == .deferred)
    }

    @Test("Without a key no key is sent")
    func noKey() async throws {
        let stage = try EngineStage(.http, key: nil) { _ in .json(["action": "none"]) }
        defer { stage.server.stop() }
        _ = await stage.ask(request)
        #expect(stage.server.requests.map { $0.headers["authorization"] } == [nil])
    }
}
