import Conversations
import FoundationEssentials
import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

/// A draft is the team's to read: it is no answer, and keeps none from the customer.
@Suite("Drafts and answers, where the mode changes between them")
struct DraftTests {
    struct Row: NamedCase {
        let name: String
        var isAssisting = true
        var isAssistingLater = false
        var engine: @Sendable () -> ScriptedEngine = { .echo() }
        /// What somebody asks for after the restart.
        let ask: @Sendable (_ thread: String, _ message: String) -> RelayEvent
        /// On the thread, after the question.
        let says: [String]
        let comments: Int
        var kind: String?
        var code: ReasonCode?
        var state = Session.State.open
    }

    private static func turn(_ thread: String, _ message: String) -> RelayEvent {
        Stage.event(ConversationTurnEvent.type, ["threadId": .string(thread), "messageId": .string(message)], id: "again")
    }

    private static func resume(_ thread: String, _ message: String) -> RelayEvent {
        Stage.event(SessionControlEvent.type, ["threadId": .string(thread), "action": "resume"], id: "resume")
    }

    private static func reply(_ thread: String, _ message: String) -> RelayEvent {
        Stage.event(
            AIReplyEvent.type, ["threadId": .string(thread), "inReplyTo": .string(message), "text": "Two days."], id: "reply")
    }

    private static func handoff(_ thread: String, _ message: String) -> RelayEvent {
        Stage.event(
            AIHandoffEvent.type,
            [
                "threadId": .string(thread), "inReplyTo": .string(message), "reason": "By hand", "summary": "",
                "reply": "A colleague will help you.",
            ], id: "handoff")
    }

    @Sendable private static func leaving() -> ScriptedEngine {
        ScriptedEngine { _ throws(AnswerError) in
            .handoff(.init(reason: "Refund", summary: "Owes four hundred.", language: "en", reply: "A colleague will see to it."))
        }
    }

    static let rows = [
        Row(
            name: "drafted, then given its turn again: the stored answer is posted", ask: turn, says: ["You wrote: one"],
            comments: 1, kind: "message"),
        Row(
            name: "drafted, then resumed: the stored answer is posted", ask: resume, says: ["You wrote: one"], comments: 1,
            kind: "message"),
        Row(
            name: "drafted, then answered by the AI side", ask: reply, says: ["Two days."], comments: 1, kind: "message"),
        Row(
            name: "drafted, then handed over by hand: the customer reads the closing line", ask: handoff,
            says: ["A colleague will help you."], comments: 2, state: .handedOff),
        Row(
            name: "drafted, and drafts are still all there is", isAssistingLater: true, ask: turn, says: [], comments: 1,
            kind: "comment", code: .alreadyDone),
        Row(
            name: "answered, then drafts alone: the answer stands, and nothing is drafted", isAssisting: false,
            isAssistingLater: true, ask: turn, says: ["You wrote: one"], comments: 0, kind: "message", code: .alreadyDone),
        Row(
            name: "what the AI left to a person was drafted: now a person gets it", engine: leaving, ask: turn,
            says: ["A colleague will see to it."], comments: 2, state: .handedOff),
        Row(
            name: "left to a person, and drafts are still all there is", isAssistingLater: true, engine: leaving, ask: turn,
            says: [], comments: 1, kind: "comment", code: .alreadyDone),
        Row(
            name: "answered, then left to a person by hand: nothing more is said to the customer", isAssisting: false,
            ask: handoff, says: ["You wrote: one"], comments: 1, state: .handedOff),
    ]

    @Test("The customer gets one answer where they may, and the team one draft", arguments: rows)
    func changed(_ row: Row) async throws {
        try await Stage.run(["ASSIST_MODE": "\(row.isAssisting)"]) { stage in
            let engine = row.engine()
            let thread = try await stage.chat("one")
            try await Relay(stage, engine: engine).settle()
            let message = try #require(await stage.portal.messages(thread).first?.id)
            let later = try Relay(try stage.restarted(["ASSIST_MODE": "\(row.isAssistingLater)"]), engine: engine)
            // Twice: what is asked for again is done once.
            var steps: [Relay.Step] = []
            for number in 1...2 {
                var event = row.ask(thread, message)
                event.id += "-\(number)"
                later.add(event)
                steps += try await later.settle()
            }
            #expect(steps.allSatisfy { $0.result.status != .failed }, "\(steps)")
            #expect(engine.requests.count == 1)
            #expect(await stage.portal.messages(thread).dropFirst().map(\.text) == row.says)
            let comments = await stage.portal.comments(thread)
            #expect(comments.count == row.comments)
            let reply = steps.first { $0.event.type == AIReplyEvent.type }?.result
            #expect(reply?.data["kind"]?.string == row.kind && reply?.code == row.code, "\(steps)")
            #expect(try await stage.session(of: thread).state == row.state)
        }
    }

    @Test("A draft is for the team alone, whoever's it is", arguments: [nil, "52530072"])
    func asked(_ sender: String?) async throws {
        try await Stage.run { stage in
            let thread = try await stage.chat("one")
            var data: JSONObject = ["threadId": .string(thread), "text": "Two days.", "draft": true]
            data["senderUserId"] = sender.map(JSON.string)
            let event = Stage.event(AIReplyEvent.type, .object(data), id: "draft")
            let result = await stage.handle(try Functions(stage.services), event)
            #expect(result.data["kind"] == "comment", "\(result)")
            #expect(await stage.portal.messages(thread).count == 1)
        }
    }

    @Test("A draft that is under way when the mode changes is still not for the customer")
    func underWay() async throws {
        try await Stage.run(["ASSIST_MODE": "true"]) { stage in
            let thread = try await stage.chat("one")
            let function = try Functions(stage.services, engines: ["default": Self.leaving()])
            let turn = try #require(await stage.handle(function, try await stage.arrival(on: thread)).events.first)
            let draft = try #require(await stage.handle(function, turn).events.first)
            let result = await stage.handle(try Functions(try stage.restarted(["ASSIST_MODE": "false"]).services), draft)
            #expect(result.data["kind"] == "comment")
            #expect(await stage.portal.messages(thread).count == 1)
        }
    }
}
