import Foundation
import HostCore
import HostDelivery
import RelayCore
import TestSupport
import Testing

@testable import Operations

@Suite("The story of a conversation")
struct StoryTests {
    static let now = Date(timeIntervalSince1970: 1_790_000_000)

    /// One invocation about message m on thread 7.
    struct Row {
        let function: String
        let type: String
        let id: String
        var cause: String?
        var status = FunctionResult.Status.done
        var code: ReasonCode?
        var outcome = InvocationRecord.Outcome.completed
        var result: JSON = [:]
        var messageID: String? = "m"
        var seconds = 0.0
    }

    static func story(_ rows: [Row]) -> Story {
        var texts: [Int64: HistoryTexts] = [:]
        let entries = rows.enumerated().map { index, row -> HistoryEntry in
            let number = Int64(index + 1)
            texts[number] = HistoryTexts(event: Array("{}".utf8), result: row.result.canonicalBytes)
            let time = now + row.seconds
            return HistoryEntry(
                number: number, function: row.function, eventID: row.id, source: "/s", organization: "default",
                causeID: row.cause, traceParent: nil,
                subject: EventSubject(type: row.type, threadID: "7", sessionID: "ses_1", messageID: row.messageID), attempt: 0,
                queued: time, due: time, started: time + 0.01, ended: time + 0.11, status: row.status, code: row.code,
                effect: (row.result["data"]?["kind"] ?? row.result["data"]?["state"])?.string, message: nil, outcome: row.outcome,
                size: 2)
        }
        return Story(entries, texts: texts)
    }

    private static let arrival = Row(
        function: "message-route", type: HubSpotEvent.newMessage, id: "new",
        result: ["events": [["id": "turn", "type": "conversation.turn"]]])
    private static let turn = Row(
        function: "ai-turn", type: ConversationTurnEvent.type, id: "turn", cause: "new",
        result: ["data": ["decision": "answer", "rules": []], "events": [["id": "reply", "type": "ai.reply"]]], seconds: 2)
    private static let reply = Row(
        function: "ai-reply-post", type: AIReplyEvent.type, id: "reply", cause: "turn",
        result: ["data": ["kind": "message", "messageId": "ours"]], seconds: 3)

    private static func turn(_ status: FunctionResult.Status, _ code: ReasonCode, _ outcome: InvocationRecord.Outcome) -> Row {
        Row(
            function: "ai-turn", type: ConversationTurnEvent.type, id: "turn", cause: "new", status: status, code: code,
            outcome: outcome, seconds: 2)
    }

    private static func byHand(
        _ type: String, to state: String? = nil, _ status: FunctionResult.Status = .done
    ) -> Row {
        Row(
            function: "f", type: type, id: "by-hand", status: status, result: ["data": ["state": .optional(state)]],
            messageID: nil, seconds: 60)
    }

    struct Ending: NamedCase {
        let name: String
        let rows: [Row]
        let says: String
        var isAnswered = false
    }

    static let endings = [
        Ending(
            name: "answered", rows: [arrival, turn, reply], says: "The customer has an answer as message ours, 3.1 s after",
            isAnswered: true),
        Ending(
            name: "answered, and not delivered",
            rows: [
                arrival, turn, reply,
                Row(
                    function: "ai-reply-post", type: ReplyCheckEvent.type, id: "check", cause: "reply", code: .deliveryFailed,
                    seconds: 60),
            ], says: "HubSpot could not deliver the answer"),
        Ending(name: "no message", rows: [], says: "No message of a customer came to us"),
        Ending(
            name: "a person's message",
            rows: [
                Row(
                    function: "message-route", type: HubSpotEvent.newMessage, id: "new", status: .skipped, code: .senderIsAgent)
            ], says: "The AI stays quiet (sender-is-agent): "),
        Ending(name: "its turn waits", rows: [arrival], says: "It is under way: conversation.turn turn waits"),
        Ending(name: "its answer waits", rows: [arrival, turn], says: "It is under way: ai.reply reply waits"),
        Ending(
            name: "quiet", rows: [arrival, turn(.skipped, .ownerIsHuman, .completed)],
            says: "The AI stays quiet (owner-is-human): \(ReasonCode.ownerIsHuman.meaning) \(ReasonCode.ownerIsHuman.remedy)"),
        Ending(
            name: "HubSpot is down", rows: [arrival, turn(.retry, .unavailable, .postponed(until: now + 9))],
            says: "It comes again at 2026-09-21T14:13:29.000Z (unavailable): "),
        Ending(
            name: "given up", rows: [arrival, turn(.failed, .validation, .buried)],
            says: "It was given up and is a dead letter (validation): "),
        Ending(
            name: "a draft",
            rows: [
                arrival,
                Row(
                    function: "ai-turn", type: ConversationTurnEvent.type, id: "turn", cause: "new",
                    result: [
                        "data": [
                            "decision": "draft",
                            "rules": [["rule": "assist-mode", "verdict": "draft", "code": "assist-mode"]],
                        ]
                    ]),
                Row(
                    function: "ai-reply-post", type: AIReplyEvent.type, id: "reply", cause: "turn",
                    result: ["data": ["kind": "comment", "messageId": "c"]]),
            ], says: "The team has the answer as a draft, and the customer does not have it (assist-mode): "),
        Ending(
            name: "handed over",
            rows: [
                arrival, Row(function: "ai-turn", type: ConversationTurnEvent.type, id: "turn", cause: "new", code: .aiTimeout),
                Row(function: "handoff-comment", type: AIHandoffEvent.type, id: "handoff", cause: "turn"),
            ], says: "A person has the conversation: \(ReasonCode.aiTimeout.meaning)"),
        Ending(
            name: "answered, as an older version wrote it down",
            rows: [arrival, turn, Row(function: "ai-reply-post", type: AIReplyEvent.type, id: "reply", cause: "turn")],
            says: "An answer was written, and it is not known any more"),
        Ending(
            name: "quiet while paused, then handed over by hand",
            rows: [arrival, turn(.skipped, .sessionPaused, .completed), byHand(AIHandoffEvent.type)],
            says: "A person has the conversation. \(ReasonCode.sessionHandedOff.remedy)"),
        Ending(
            name: "answered, then handed over by hand", rows: [arrival, turn, reply, byHand(AIHandoffEvent.type)],
            says: "A person has the conversation. Before that: The customer has an answer as message ours", isAnswered: true),
        Ending(
            name: "answered, then closed", rows: [arrival, turn, reply, byHand(SessionControlEvent.type, to: "closed")],
            says: "The conversation is closed. Before that: The customer has an answer", isAnswered: true),
        Ending(
            name: "answered, then closed, again",
            rows: [arrival, turn, reply, byHand(SessionControlEvent.type, to: "closed", .skipped)],
            says: "The customer has an answer", isAnswered: true),
        Ending(
            name: "handed over, then given back",
            rows: [
                arrival, Row(function: "ai-turn", type: ConversationTurnEvent.type, id: "turn", cause: "new"),
                Row(function: "handoff-comment", type: AIHandoffEvent.type, id: "handoff", cause: "turn"),
                byHand(SessionControlEvent.type, to: "open"),
            ], says: "The AI has the conversation again. Before that: A person has the conversation: the AI decided so."),
        Ending(
            name: "an event without a message, given up",
            rows: [Row(function: "f", type: "t", id: "bad", status: .failed, code: .badField, outcome: .buried)],
            says: "It was given up and is a dead letter (bad-field): "),
        Ending(
            name: "a handoff that waits",
            rows: [
                arrival, Row(function: "ai-turn", type: ConversationTurnEvent.type, id: "turn", cause: "new"),
                Row(
                    function: "handoff-comment", type: AIHandoffEvent.type, id: "handoff", cause: "turn", status: .retry,
                    code: .unauthorized, outcome: .postponed(until: now + 9)),
            ], says: "The conversation goes to a person, and is not with them yet. It comes again at "),
    ]

    @Test("In one sentence: the answer, or why there is none", arguments: endings)
    func verdict(_ ending: Ending) {
        let verdict = StoryVerdict.of(Self.story(ending.rows))
        #expect(verdict.sentence.hasPrefix(ending.says), "\(verdict.sentence)")
        #expect(verdict.isAnswered == ending.isAnswered)
    }

    @Test("Deliveries of one event are one step, and each step hangs below its cause")
    func tree() throws {
        let busy = Self.turn(.retry, .leaseBusy, .postponed(until: Self.now + 3))
        let story = Self.story([Self.arrival, busy, Self.turn, Self.reply])
        let root = try #require(story.roots.first)
        #expect(story.roots.count == 1)
        #expect(root.children.map(\.first.function) == ["ai-turn"])
        #expect(root.children[0].deliveries.count == 2)
        #expect(root.children[0].children.map(\.first.eventID) == ["reply"])
        #expect(
            story.lines(TextStyle(isColoured: false)) == [
                "message-route: a message on the thread +0 ms",
                "│  the AI gets its turn",
                "│  waited 10 ms, worked 100 ms  new",
                "└─ ai-turn: the AI's turn +2 s",
                "   │  the AI answers",
                "   │  waited 20 ms, worked 200 ms, 2 deliveries (lease-busy)  turn",
                "   └─ ai-reply-post: an answer +3 s",
                "         posted message ours",
                "         waited 10 ms, worked 100 ms  reply",
            ])
    }

    @Test("Events that name each other as their cause are each told once")
    func circle() {
        let rows = [
            Row(function: "f", type: "t", id: "a", cause: "b"), Row(function: "f", type: "t", id: "b", cause: "a"),
            Row(function: "f", type: "t", id: "c", cause: "c"),
        ]
        #expect(Self.story(rows).all.map(\.first.eventID).sorted() == ["a", "b", "c"])
    }

    @Test("What strangers named moves no cursor")
    func plain() {
        let story = Self.story([Row(function: "f", type: "t\u{1B}[2J", id: "a\u{1B}[2J\n")])
        #expect(story.lines(TextStyle(isColoured: true)).joined().contains("\u{1B}[2J") == false)
    }

    @Test(
        "Spans as people read them",
        arguments: [
            (0.0, "0 ms"), (0.3404, "340 ms"), (2, "2 s"), (2.54, "2.5 s"), (200, "3 min 20 s"), (120, "2 min"),
            (18_600, "5 h 10 min"), (270_000, "3 d 3 h"), (-1, "0 ms"),
        ])
    func spans(_ seconds: Double, _ text: String) { #expect(Spans.text(seconds) == text) }
}

@Suite("Lines on a terminal")
struct TerminalLineTests {
    @Test(
        "An invocation takes one line of a terminal, and is whole elsewhere",
        arguments: [(Int?.none, true), (80, false), (120, true), (20, false)])
    func line(_ width: Int?, _ isWhole: Bool) throws {
        let id = "conversation.newMessage:3624100517:abcdef0123456789"
        let row = StoryTests.Row(function: "ticket-property-mirror", type: "t", id: id, code: .sessionHandedOff)
        let entry = try #require(StoryTests.story([row]).roots.first?.last)
        let line = EventLine.text(entry, TextStyle(isColoured: false, width: width))
        #expect(line.hasPrefix("09-21 14:13:20 ticket-property-mirror session-handed-off 100 ms   "))
        #expect(line.hasSuffix(id) == isWhole)
        if let width, width >= 80 { #expect(line.count <= width) }
    }
}
