import Foundation
import HubSpotSimulator
import RelayCore
import Synchronization
import TestSupport
import Testing

@Suite("The routes of the AI side, with the built runner", .timeLimit(.minutes(10)))
struct APITests {
    private static let key = "example-api-key-1"
    private static let politeLine = "A colleague answers."

    /// What an HTTP engine was asked: which message of which thread.
    private struct Question {
        let threadID: String
        let messageID: String

        init(_ body: [UInt8]) throws {
            let json = try JSON.parse(body)
            threadID = try #require(json["session"]?["threadId"]?.string)
            messageID = try #require(json["inReplyTo"]?.string)
        }

        func body(_ members: [String: JSON]) -> [UInt8] {
            let names: [String: JSON] = ["threadId": .string(threadID), "inReplyTo": .string(messageID)]
            return JSON.object(JSONObject(members.merging(names) { $1 })).canonicalBytes
        }
    }

    private static func environment(_ engine: LoopbackServer, _ more: [String: String] = [:]) -> [String: String] {
        [
            "AI_ENGINE": "http", "AI_URL": engine.url, "AI_FALLBACK_LINE": politeLine, "CHAT_DELAY": "0", "TICKET_WAIT": "0",
            "REPLY_CHECK_DELAY": "900", "RELAY_API_KEY": key,
        ].merging(more) { $1 }
    }

    private static func accepted(_ answer: HTTPAnswer) -> Bool {
        answer.status == 202 && (try? JSON.parse(answer.body))?["eventId"]?.string?.hasPrefix("api:") == true
    }

    // MARK: The door

    private struct Caller: CustomStringConvertible {
        var method = "POST"
        var path = "/v1/north/replies"
        var key: String? = "key-of-north-0001"
        var body = #"{"threadId":"7","text":"Hello"}"#
        let status: Int
        let answer: String?

        var description: String { "\(method) \(path) \(key ?? "no key")" }
    }

    private static let callers = [
        Caller(status: 202, answer: nil),
        Caller(path: "/ai/north/replies", status: 404, answer: #"{"code":"unknown-path"}"#),
        Caller(key: nil, status: 401, answer: #"{"code":"bad-key"}"#),
        Caller(key: "key-of-south-0001", status: 401, answer: #"{"code":"bad-key"}"#),
        Caller(path: "/v1/south/replies", status: 401, answer: #"{"code":"bad-key"}"#),
        Caller(path: "/v1/south/replies", key: "key-of-south-0001", status: 202, answer: nil),
        Caller(path: "/v1/east/replies", status: 404, answer: #"{"code":"unknown-path"}"#),
        Caller(path: "/v1/east/replies", key: nil, status: 404, answer: #"{"code":"unknown-path"}"#),
        Caller(path: "/v1/west/replies", status: 404, answer: #"{"code":"unknown-path"}"#),
        Caller(method: "GET", status: 405, answer: #"{"code":"method-not-allowed"}"#),
        Caller(path: "/v1/north/sessions/s", status: 405, answer: #"{"code":"method-not-allowed"}"#),
        Caller(
            method: "PATCH", path: "/v1/north/sessions/s", body: #"{"customData":{"plan":"gold"}}"#, status: 202, answer: nil),
        Caller(path: "/v1/north/sessions/s/control", body: #"{"action":"pause"}"#, status: 202, answer: nil),
        Caller(path: "/v1/north/turns", body: #"{"threadId":"7","messageId":"m"}"#, status: 202, answer: nil),
        Caller(path: "/v1/north/handoffs", body: #"{"threadId":"7","reason":"Refund"}"#, status: 202, answer: nil),
        Caller(path: "/v1/north/erasures", body: #"{"threadId":"7"}"#, status: 202, answer: nil),
        Caller(
            body: #"{"text":"Hello"}"#, status: 400,
            answer: #"{"code":"bad-field","message":"threadId is missing, and so is sessionId"}"#),
        Caller(body: String(repeating: " ", count: 6 << 20), status: 413, answer: #"{"code":"input-too-large"}"#),
        // Within the host's limit, and above the function's once it stands in an event.
        Caller(body: String(repeating: #"\""#, count: 2 << 20), status: 413, answer: #"{"code":"input-too-large"}"#),
    ]

    @Test("Where the template moved the routes: who is let in, and what everybody else is told")
    func door() async throws {
        try await RunningRelay.staged([:]) { relay in
            let shared: [String: JSON] = [
                "HUBSPOT_ACCESS_TOKEN": "unused", "HUBSPOT_CLIENT_SECRET": "unused", "HUBSPOT_USER_ID": "1",
                "HUBSPOT_API_BASE": "http://127.0.0.1:9",
                "AI_ENGINE": "http", "AI_URL": "http://127.0.0.1:9",
            ]
            let organizations: JSON = [
                "defaults": .object(JSONObject(shared)),
                "organizations": [
                    "north": ["RELAY_API_KEY": "key-of-north-0001"], "south": ["RELAY_API_KEY": ["env": "SOUTH_KEY"]],
                    "east": [:],
                ],
            ]
            try relay.folder.write("organizations.json", organizations.canonicalBytes)
            let template = try String(contentsOf: Executable.root.appendingPathComponent("template.yaml"), encoding: .utf8)
            try relay.folder.write("moved.yaml", Array(template.replacing("/ai/{organization}", with: "/v1/{organization}").utf8))
            let changes = ["RELAY_CONFIG": relay.folder.path("organizations.json"), "SOUTH_KEY": "key-of-south-0001"]
            try await relay.serving(template: relay.folder.path("moved.yaml"), changes) { relay in
                for caller in Self.callers {
                    let answer = try await relay.call(caller.method, caller.path, key: caller.key, body: Array(caller.body.utf8))
                    #expect(answer.status == caller.status, "\(caller)")
                    if let expected = caller.answer {
                        #expect(String(decoding: answer.body, as: UTF8.self) == expected, "\(caller)")
                    } else {
                        #expect(Self.accepted(answer), "\(caller)")
                    }
                }
            }
        }
    }

    // MARK: Idempotency

    @Test("A repeated Idempotency-Key has one effect, across a restart of the runner")
    func restart() async throws {
        let engine = try LoopbackServer { _ in .answer("202 Accepted") }
        try await RunningRelay.staged(Self.environment(engine)) { relay in
            let thread = try await relay.portal.customerWritesChat(text: "Where is it?", name: "Casey", email: nil).threadID
            let messages = { @Sendable in await relay.portal.messages(thread).map(\.text) }
            @Sendable func reply(_ relay: RunningRelay, _ text: String) async throws -> [UInt8] {
                let answer = try await relay.call(
                    "POST", "/ai/default/replies", key: Self.key, headers: ["idempotency-key": "answer-1"],
                    body: (["threadId": .string(thread), "text": .string(text)] as JSON).canonicalBytes)
                #expect(Self.accepted(answer))
                return answer.body
            }
            let first = Mutex<[UInt8]>([])
            try await relay.serving { relay in
                try await relay.wait("the question") { !engine.requests.isEmpty }
                let answer = try await reply(relay, "It left today.")
                first.withLock { $0 = answer }
                try await relay.wait("the answer") { await messages().count == 2 }
            }
            try await relay.serving { relay in
                let answer = try await reply(relay, "It left yesterday.")
                #expect(answer == first.withLock { $0 })
                // The event came again, and its stored result was given again.
                try await relay.wait("the repeat") { try await relay.invocations("ai-reply-post", .done) == 1 }
            }
            #expect(await messages() == ["Where is it?", "It left today."])
        }
    }

    // MARK: An engine that answers later

    @Test("An engine takes two questions with 202; one gets its reply, the other a person")
    func answersLater() async throws {
        let engine = try LoopbackServer { _ in .answer("202 Accepted") }
        try await RunningRelay.whileRunning(Self.environment(engine)) { relay in
            let portal = relay.portal
            let replied = try await portal.customerWritesChat(text: "Where is it?", name: "Casey", email: nil).threadID
            let handed = try await portal.customerWritesChat(text: "I want my money back", name: "Jo", email: nil).threadID
            try await relay.wait("two questions") { engine.requests.count == 2 }
            for question in try engine.requests.map({ try Question($0.body) }) {
                let isReply = question.threadID == replied
                let body: [String: JSON] =
                    isReply
                    ? ["text": "It left **today**."] : ["reason": "Wants a refund", "reply": "A colleague will help you."]
                let answer = try await relay.call(
                    "POST", "/ai/default/\(isReply ? "replies" : "handoffs")", key: Self.key, body: question.body(body))
                #expect(Self.accepted(answer))
            }
            try await relay.wait("a reply and a comment") {
                let (messages, comments) = await (portal.messages(replied), portal.comments(handed))
                return messages.count == 2 && comments.count == 1
            }
            #expect(await portal.messages(replied).last?.text == "It left today.")
            #expect(await portal.messages(handed).map(\.text) == ["I want my money back", "A colleague will help you."])
            #expect(await portal.comments(handed).first?.text.contains("Wants a refund") == true)
        }
    }

    @Test("An engine takes two questions with 202; of one it says that it stays silent, of the other nothing")
    func silence() async throws {
        let (relays, running) = AsyncStream.makeStream(of: RunningRelay.self)
        let silent = "Thanks!"
        let engine = try LoopbackServer { request in
            guard String(decoding: request.body, as: UTF8.self).contains(silent) else { return .answer("202 Accepted") }
            // It calls before it gives its own answer, so that no machine is too slow for the time-out.
            return Self.waiting {
                guard let relay = await relays.first(where: { _ in true }) else { return .bytesAndEnd([]) }
                let body = try Question(request.body).body(["action": "none", "reason": "Only thanks"])
                let answer = try await relay.call("POST", "/ai/default/replies", key: Self.key, body: body)
                try await relay.wait("the silence") { try await relay.invocations("ai-turn", .skipped, .aiChoseSilence) == 1 }
                return .answer("\(answer.status) Accepted")
            }
        }
        try await RunningRelay.whileRunning(Self.environment(engine, ["AI_REPLY_TIMEOUT": "1"])) { relay in
            running.yield(relay)
            let portal = relay.portal
            let thanked = try await portal.customerWritesChat(text: silent, name: "Casey", email: nil).threadID
            let asked = try await portal.customerWritesChat(text: "Where is it?", name: "Jo", email: nil).threadID
            try await relay.wait("a person for the question") { await portal.comments(asked).count == 1 }
            try await relay.wait("the time-out of the silence") {
                try await relay.invocations("ai-turn", .skipped, .aiChoseSilence) == 2
            }
            #expect(await portal.messages(asked).map(\.text) == ["Where is it?", Self.politeLine])
            #expect(await portal.messages(thanked).map(\.text) == [silent])
            #expect(await portal.comments(thanked).isEmpty)
            #expect(try await relay.invocations("ai-turn", .done, .aiTimeout) == 1)
        }
    }

    /// Runs on the server's own thread until the work is done.
    private static func waiting(
        _ work: @escaping @Sendable () async throws -> LoopbackServer.Reply
    ) -> LoopbackServer.Reply {
        let reply = Mutex<LoopbackServer.Reply>(.bytesAndEnd([]))
        let done = DispatchSemaphore(value: 0)
        Task {
            do {
                let made = try await work()
                reply.withLock { $0 = made }
            } catch { Issue.record(error) }
            done.signal()
        }
        done.wait()
        return reply.withLock { $0 }
    }
}
