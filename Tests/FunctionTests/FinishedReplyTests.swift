import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@Suite("What the AI leaves to be filled in")
struct FinishedReplyTests {
    struct Row: NamedCase {
        let name: String
        let action: AnswerAction
        var environment: [String: String] = [:]
        /// What the customer, whose name is Robin Reader, reads.
        let says: [String]
        /// Stands in the comments, one after the other.
        var comments: [String] = []
        var code: ReasonCode?

        private static let line = "A colleague answers."

        static let all = [
            Row(
                name: "filled in where it is known, left out where not",
                action: .reply(.init(text: "Dear {{first_name}},\n\nyes.\n\nBest regards,\n[Your Name]")),
                says: ["Dear Robin,\n\nyes.\n\nBest regards,"]),
            Row(
                name: "line breaks that are spelled out", action: .reply(.init(text: "Hello,\\n\\nyes.")),
                says: ["Hello,\n\nyes."]),
            Row(
                name: "nobody knows it: a draft, and a person",
                action: .reply(.init(text: "It arrives on [delivery date].", language: "en")), says: [],
                comments: ["[delivery date]", "“[delivery date]” is not filled in"], code: .unfilledAnswer),
            Row(
                name: "a draft may hold it", action: .reply(.init(text: "It arrives on [delivery date].")),
                environment: ["ASSIST_MODE": "true"], says: [], comments: ["[delivery date]"]),
            Row(
                name: "in a closing line: the polite line",
                action: .handoff(.init(reason: "R", summary: "S", reply: "[Agent Name] will write on [date].")), says: [line],
                comments: ["Reason: R"]),
            Row(
                name: "a name in a closing line",
                action: .handoff(.init(reason: "R", summary: "S", reply: "Robin, we write soon.\n[Your Name]")),
                says: ["Robin, we write soon."], comments: ["Reason: R"]),
        ]
    }

    @Test("It does not reach the customer", arguments: Row.all)
    func unfilled(_ row: Row) async throws {
        let environment = ["AI_FALLBACK_LINE": "A colleague answers.", "HANDOFF_LINE": "off"].merging(row.environment) { $1 }
        try await Stage.run(environment) { stage in
            let relay = try Relay(stage, engine: ScriptedEngine { _ throws(AnswerError) in row.action })
            let thread = try await stage.portal.customerWritesChat(
                text: "When does it arrive?", name: "Robin Reader", email: "robin@reader.example"
            ).threadID
            let steps = try await relay.settle()
            #expect(await stage.portal.messages(thread).map(\.text).dropFirst() == row.says[...])
            let comments = await stage.portal.comments(thread).map(\.text)
            #expect(comments.count == row.comments.count)
            for (comment, part) in zip(comments, row.comments) { #expect(comment.contains(part)) }
            if let code = row.code {
                #expect(steps.results(AIReplyEvent.type).map(\.code) == [code])
                #expect(try await stage.session(of: thread).state == .handedOff)
            }
        }
    }

    @Test("A person's own words stay as they are")
    func person() async throws {
        try await Stage.run { stage in
            let relay = try Relay(stage, engine: ScriptedEngine { _ throws(AnswerError) in .none(reason: "") })
            let thread = try await stage.chat("When does it arrive?")
            try await relay.settle()
            relay.add(
                Stage.event(
                    AIReplyEvent.type,
                    [
                        "threadId": .string(thread), "text": "On [date], {{name}}.",
                        "senderUserId": .string("\(stage.portal.settings.rep.userID)"),
                    ]))
            try await relay.settle()
            #expect(await stage.portal.messages(thread).last?.text == "On [date], {{name}}.")
        }
    }
}
