import HubSpotSimulator
import RelayCore
import Synchronization
import TestSupport
import Testing

/// The engines that ask a server, from the customer's message to what stands on the thread.
@Suite("An answer from elsewhere")
struct RemoteEngineTests {
    enum Kind: String, CaseIterable {
        case openai
        case http

        /// The answer as this kind of server gives it.
        func reply(_ answer: JSON) -> LoopbackServer.Reply {
            let message: JSON = ["role": "assistant", "content": .string(answer.canonical)]
            let completion: JSON = ["choices": [["index": 0, "finish_reason": "stop", "message": message]]]
            let body = self == .openai ? completion : answer
            return .answer(headers: "Content-Type: application/json\r\n", body.canonical)
        }
    }

    /// Runs with a server that gives these answers, the last one again and again.
    private func run(
        _ kind: Kind, _ replies: [LoopbackServer.Reply], _ body: (Stage, Relay, LoopbackServer) async throws -> Void
    ) async throws {
        let next = Mutex(0)
        let server = try LoopbackServer { _ in
            next.withLock { next in
                defer { next += 1 }
                return replies[min(next, replies.count - 1)]
            }
        }
        let environment = [
            "AI_ENGINE": kind.rawValue, "AI_URL": "\(server.url)/v1", "AI_MODEL": "small", "AI_API_KEY": "sesame",
            "AI_FALLBACK_LINE": "A colleague answers.", "SIGNATURES": #"[{"pattern":"shop.example","html":"<p>Shop</p>"}]"#,
        ]
        try await Stage.run(environment) { stage in try await body(stage, try Relay(stage), server) }
    }

    @Test("Answered, then handed over; the second turn knows the first", arguments: Kind.allCases)
    func conversation(_ kind: Kind) async throws {
        let answers: [JSON] = [
            ["action": "reply", "text": "It **left** today.", "language": "en", "sentiment": "neutral"],
            [
                "action": "handoff", "reason": "Wants a refund", "summary": "The parcel is late.", "sentiment": "angry",
                "language": "en", "reply": "A colleague will help you.",
            ],
        ]
        try await run(kind, answers.map(kind.reply)) { stage, relay, server in
            let thread = try await stage.portal.customerWritesEmail(
                from: "casey@customer.example", subject: "Parcel", text: "Where is my parcel?"
            ).threadID
            try await relay.settle()
            let answer = try #require(await stage.portal.messages(thread).last)
            #expect(answer.text == "It left today.\n\n-- \nShop")
            #expect(answer.richText?.contains("<strong>left</strong>") == true)

            try await stage.portal.customerWritesEmail(
                from: "casey@customer.example", subject: "Re: Parcel", text: "I want my money back.", threadID: thread)
            try await relay.settle()
            #expect(await stage.portal.messages(thread).last?.text == "A colleague will help you.\n\n-- \nShop")
            let comment = try #require(await stage.portal.comments(thread).first).text
            for part in ["Wants a refund", "The parcel is late.", "angry", "English (en)"] { #expect(comment.contains(part)) }
            #expect(try await stage.session(of: thread).state == .handedOff)

            #expect(server.requests.count == 2)
            #expect(server.requests.allSatisfy { $0.headers["authorization"] == "Bearer sesame" })
            let second = String(decoding: server.requests[1].body, as: UTF8.self)
            for part in ["Where is my parcel?", "It left today.", "I want my money back."] { #expect(second.contains(part)) }
        }
    }

    struct Failure: NamedCase {
        let name: String
        let reply: @Sendable (Kind) -> LoopbackServer.Reply
    }

    static let failures = [
        Failure(name: "out of order") { _ in .answer("500 Internal Server Error") },
        Failure(name: "no answer") { $0.reply(["action": "sing"]) },
        Failure(name: "the connection ends") { _ in .bytesAndEnd([]) },
        Failure(name: "our own marker") { $0.reply(["action": "reply", "text": "<!-- OpenCX-AI-Response -->Done."]) },
    ]

    @Test("What is no answer: one polite line, and a person", arguments: Kind.allCases, failures)
    func failure(_ kind: Kind, _ row: Failure) async throws {
        try await run(kind, [row.reply(kind)]) { stage, relay, _ in
            let thread = try await stage.chat("Where is my parcel?")
            let steps = try await relay.settle()
            #expect(steps.results(ConversationTurnEvent.type).last?.code == .aiUnavailable)
            #expect(await stage.portal.messages(thread).map(\.text) == ["Where is my parcel?", "A colleague answers."])
            #expect(await stage.portal.comments(thread).count == 1)
        }
    }
}
