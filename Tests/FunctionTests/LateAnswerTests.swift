import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

/// An engine that takes the turn with 202 and answers later, over the routes of the AI side.
@Suite("An answer that comes later")
struct LateAnswerTests {
    private static let question = "Where is my parcel?"
    private static let politeLine = "A colleague answers."

    /// What the AI side does once its engine has the turn.
    struct Case: NamedCase {
        let name: String
        var environment: [String: String] = [:]
        /// Address and body; `threadId`, `sessionId` and `inReplyTo` are filled in where they stand.
        var calls: [(address: String, body: JSON)] = []
        /// A colleague's, on the thread before the turn.
        var note: String?
        /// After the time-out instead of before it.
        var isLate = false
        /// On the thread, after the question.
        let says: [String]
        var comments = 0
        let state: Session.State
        /// Of `ai.timeout`.
        let timeout: ReasonCode
    }

    private static let fraud = "They were a fraud case in 2024: do not refund without asking Kim in accounting first."
    private static let reply: JSON = ["threadId": "", "inReplyTo": "", "text": "It left today."]
    private static let handoff: JSON = ["threadId": "", "inReplyTo": "", "reason": "Wants a refund", "summary": "Late."]
    private static let none: JSON = ["action": "none", "threadId": "", "inReplyTo": "", "reason": "Only thanks"]

    static let cases = [
        Case(name: "a reply", calls: [("replies", reply)], says: ["It left today."], state: .open, timeout: .alreadyDone),
        Case(
            name: "a reply to the session",
            calls: [("replies", ["action": "reply", "sessionId": "", "inReplyTo": "", "text": "It left today."])],
            says: ["It left today."], state: .open, timeout: .alreadyDone),
        Case(
            name: "a reply that names no message",
            calls: [("replies", ["threadId": "", "text": "It left today."])], says: ["It left today."], state: .open,
            timeout: .alreadyDone),
        Case(
            name: "a reply, sent twice", calls: [("replies", reply), ("replies", reply)], says: ["It left today."],
            state: .open, timeout: .alreadyDone),
        Case(
            name: "a reply as a draft", environment: ["ASSIST_MODE": "true"], calls: [("replies", reply)], says: [],
            comments: 1, state: .open, timeout: .alreadyDone),
        Case(
            name: "a handoff", calls: [("handoffs", handoff)],
            says: ["I am passing this on to a colleague, who will get back to you here."], comments: 1, state: .handedOff,
            timeout: .alreadyDone),
        Case(
            name: "a handoff, where nothing is said at one", environment: ["HANDOFF_LINE": "off"],
            calls: [("handoffs", handoff)], says: [], comments: 1, state: .handedOff, timeout: .sessionHandedOff),
        Case(
            name: "a handoff with a closing line, as an engine writes it",
            calls: [
                (
                    "replies",
                    [
                        "action": "handoff", "threadId": "", "inReplyTo": "", "reason": "Wants a refund",
                        "reply": "A colleague will help you.",
                    ]
                )
            ], says: ["A colleague will help you."], comments: 1, state: .handedOff, timeout: .alreadyDone),
        Case(name: "silence", calls: [("replies", none)], says: [], state: .open, timeout: .aiChoseSilence),
        Case(
            name: "silence, then a reply all the same", calls: [("replies", none), ("replies", reply)],
            says: ["It left today."], state: .open, timeout: .alreadyDone),
        Case(
            name: "a reply that repeats a note",
            calls: [("replies", ["threadId": "", "inReplyTo": "", "text": .string("I see: \(fraud)")])], note: fraud,
            says: [politeLine], comments: 2, state: .handedOff, timeout: .alreadyDone),
        Case(
            name: "a person's own reply that repeats a note",
            calls: [("replies", ["threadId": "", "inReplyTo": "", "text": .string(fraud), "senderUserId": "52530099"])],
            note: fraud, says: [fraud], comments: 1, state: .open, timeout: .alreadyDone),
        Case(
            name: "a handoff whose closing line repeats a note",
            calls: [("handoffs", ["threadId": "", "inReplyTo": "", "reason": "Refund", "reply": .string(fraud)])], note: fraud,
            says: [politeLine], comments: 2, state: .handedOff, timeout: .alreadyDone),
        Case(name: "nothing", says: [politeLine], comments: 1, state: .handedOff, timeout: .aiTimeout),
        Case(
            name: "a reply that is late", calls: [("replies", reply)], isLate: true, says: [politeLine], comments: 1,
            state: .handedOff, timeout: .aiTimeout),
    ]

    @Test("One answer or one polite line, and a person where there is no answer", arguments: cases)
    func later(_ row: Case) async throws {
        let server = try LoopbackServer { _ in .answer("202 Accepted") }
        let environment = ["AI_ENGINE": "http", "AI_URL": server.url, "AI_FALLBACK_LINE": Self.politeLine]
        try await Stage.run(environment.merging(row.environment) { $1 }) { stage in
            let relay = try Relay(stage)
            let thread = try await stage.chat(Self.question)
            if let note = row.note { try await stage.portal.repComments(threadID: thread, text: note) }
            func act() throws {
                let asked = try JSON.parse(try #require(server.requests.last).body)
                for call in row.calls {
                    let answer = relay.call(call.address, try Self.filled(call.body, asked), on: stage)
                    #expect(answer?.statusCode == 202)
                }
            }
            relay.onStep = { step in
                guard step.event.type == ConversationTurnEvent.type, !row.isLate else { return }
                do { try act() } catch { Issue.record(error) }
            }
            var steps = try await relay.settle()
            if row.isLate {
                try act()
                steps += try await relay.settle()
            }
            #expect(steps.results(AITimeoutEvent.type).map(\.code) == [row.timeout])
            #expect(await stage.portal.messages(thread).map(\.text) == [Self.question] + row.says)
            #expect(await stage.portal.comments(thread).count == row.comments)
            #expect(try await stage.session(of: thread).state == row.state)
            #expect(steps.allSatisfy { $0.result.status != .failed }, "\(steps)")
            #expect(Set(server.requests.map { $0.headers["idempotency-key"] ?? "" }).count == 1)
        }
    }

    private static func filled(_ body: JSON, _ asked: JSON) throws -> JSON {
        var members = try #require(body.object)
        let values = [
            "threadId": asked["session"]?["threadId"], "sessionId": asked["session"]?["id"], "inReplyTo": asked["inReplyTo"],
        ]
        for (name, value) in values where members[name] != nil { members[name] = value }
        return .object(members)
    }

    @Test("A repeated Idempotency-Key is one reply; without it two replies that name no message are two")
    func idempotency() async throws {
        let server = try LoopbackServer { _ in .answer("202 Accepted") }
        try await Stage.run(["AI_ENGINE": "http", "AI_URL": server.url]) { stage in
            let relay = try Relay(stage)
            let thread = try await stage.chat(Self.question)
            relay.onStep = { step in
                guard step.event.type == ConversationTurnEvent.type else { return }
                for (text, key) in [("One.", "k-1"), ("Another.", "k-1"), ("Two.", nil), ("Two.", nil)] {
                    relay.call("replies", ["threadId": .string(thread), "text": .string(text)], idempotencyKey: key, on: stage)
                }
            }
            try await relay.settle()
            // Finished long ago: the first one stands.
            relay.call("replies", ["threadId": .string(thread), "text": "Late."], idempotencyKey: "k-1", on: stage)
            try await relay.settle()
            #expect(await stage.portal.messages(thread).map(\.text) == [Self.question, "One.", "Two.", "Two."])
        }
    }

    @Test("Paused by the AI side, the customer writes, resumed: answered; a turn asked for by name; closed; erased")
    func control() async throws {
        try await Stage.run { stage in
            let engine = ScriptedEngine.echo()
            let relay = try Relay(stage, engine: engine)
            let thread = try await stage.chat("one")
            try await relay.settle()
            let session = try await stage.session(of: thread).id
            func control(_ action: String) async throws -> [FunctionResult] {
                relay.call("sessions/\(session)/control", ["action": .string(action)], on: stage)
                return try await relay.settle().results(SessionControlEvent.type)
            }
            #expect(try await control("pause").map(\.status) == [.done])
            _ = try await stage.chat("two", on: thread)
            try await relay.settle()
            #expect(engine.requests.count == 1)

            // Somebody asks for the turn by name while it is paused: quiet. After it, the customer is answered.
            let message = try #require(await stage.portal.messages(thread).last)
            relay.call("turns", ["threadId": .string(thread), "messageId": .string(message.id)], on: stage)
            #expect(try await relay.settle().results(ConversationTurnEvent.type).map(\.code) == [.sessionPaused])
            #expect(try await control("resume").map(\.status) == [.done])
            #expect(await stage.portal.messages(thread).last?.text == "You wrote: two")

            relay.call("sessions/\(session)", ["customData": ["plan": "gold", "seats": 5]], method: "PATCH", on: stage)
            try await relay.settle()
            let data = try await stage.store.customData(sessionID: session)
            #expect(Set(data.map { "\($0.property)=\($0.value ?? "")" }) == ["plan=gold", "seats=5"])

            #expect(try await control("close").map(\.status) == [.done])
            #expect(await stage.portal.thread(thread)?.status == .closed)
            relay.call("erasures", ["sessionId": .string(session)], on: stage)
            try await relay.settle()
            #expect(try await stage.store.session(id: session) == nil)
        }
    }
}
