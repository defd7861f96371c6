import FoundationEssentials
import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@testable import handoff_comment

@Suite("What the customer reads at a handoff")
struct HandoffLineTests {
    struct Row: NamedCase {
        let name: String
        var line: String?
        var text = "I want to talk to a human please"
        var handoff: JSONObject = [:]
        /// Whether the AI has answered the customer's newest message.
        var isAnswered = false
        /// Whether a person has the thread.
        var isTaken = false
        /// nil: nothing.
        let says: String?
    }

    private static let english = "I am passing this on to a colleague, who will get back to you here."
    private static let german = "Ich gebe das an eine Kollegin oder einen Kollegen weiter, die sich hier bei Ihnen melden."

    static let rows = [
        Row(name: "the AI's own line", handoff: ["reply": "One moment."], says: "One moment."),
        Row(name: "ours where the AI has none", says: english),
        Row(name: "in the language that the AI names", handoff: ["language": "de-CH"], says: german),
        Row(name: "in the language of the customer's words", text: "Ich möchte bitte mit einem Menschen sprechen", says: german),
        Row(name: "the configured one", line: "One moment.", handoff: ["language": "de"], says: "One moment."),
        Row(
            name: "the configured one of the language", line: #"{"en":"One moment.","de":"Einen Moment."}"#,
            handoff: ["language": "de"], says: "Einen Moment."),
        Row(name: "none where it is off", line: "off", says: nil),
        Row(name: "none to whom the AI has answered", isAnswered: true, says: nil),
        Row(name: "none where a person has the thread", isTaken: true, says: nil),
    ]

    @Test("The AI's line; where it has none, ours", arguments: rows)
    func line(_ row: Row) async throws {
        try await Stage.run(row.line.map { ["HANDOFF_LINE": $0] } ?? [:]) { stage in
            let thread = try await stage.chat(row.text)
            if row.isAnswered {
                let reply = Stage.event(AIReplyEvent.type, ["threadId": .string(thread), "text": "Two to four days."])
                #expect(await stage.handle(try Functions(stage.services), reply).status == .done)
            }
            if row.isTaken { try await stage.portal.assign(threadID: thread, to: stage.portal.settings.rep.userID) }
            let before = await stage.portal.messages(thread).count
            let result = try await stage.handOff(row.handoff.merging(["threadId": .string(thread)]) { $1 })
            #expect(result.status == .done && Stage.notDone(result) == [], "\(result.line)")
            let said = await stage.portal.messages(thread).dropFirst(before)
            #expect(said.map(\.text) == (row.says.map { [$0] } ?? []))
            #expect(result.data["closingLineId"]?.string == said.last?.id)
            let comment = try #require(await stage.portal.comments(thread).first?.text)
            // Nothing of ours is suggested to the colleague, nor counted as an answer.
            #expect(!comment.contains("Suggested reply"))
            #expect(comment.contains(row.isAnswered ? "1 answer by the AI" : "the AI gave no answer"))
        }
    }

    @Test("A handoff that is delivered again says its line once")
    func once() async throws {
        try await Stage.run { stage in
            let thread = try await stage.chat("I want to talk to a human please")
            stage.simulator.failNext(.dropAfterActing, matching: .posting(.message))
            let result = try await stage.handOff(["threadId": .string(thread)])
            let messages = await stage.portal.messages(thread)
            #expect(messages.map(\.text).last == Self.english && messages.count == 2)
            #expect(result.data["closingLineId"]?.string == messages.last?.id)
        }
    }
}
