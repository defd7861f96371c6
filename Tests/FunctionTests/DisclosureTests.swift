import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@Suite("The AI says that it is one")
struct DisclosureTests {
    private static let english = "An AI assistant is answering you here."
    private static let german = "Hier antwortet Ihnen ein KI-Assistent."

    struct Row: NamedCase {
        let name: String
        /// nil: as it is by default.
        var configured: String?
        var environment: [String: String] = [:]
        var action = AnswerAction.reply(.init(text: "Yes."))
        var asks = "Is it there?"
        /// What the customer reads first.
        let says: String

        static let all = [
            Row(name: "by default", says: "\(english)\n\nYes."),
            Row(name: "in the AI's language", action: .reply(.init(text: "Ja.", language: "de-AT")), says: "\(german)\n\nJa."),
            Row(name: "in the customer's language", asks: "Wo ist denn mein Paket, bitte?", says: "\(german)\n\nYes."),
            Row(name: "off", configured: "off", says: "Yes."),
            Row(name: "in other words", configured: "**An AI** writes.", says: "An AI writes.\n\nYes."),
            Row(name: "off on another channel", configured: #"{"email":"off"}"#, says: "\(english)\n\nYes."),
            Row(name: "off on the channel", configured: #"{"chat":"off","en":"An AI."}"#, says: "Yes."),
            Row(
                name: "at a handoff", action: .handoff(.init(reason: "R", summary: "S", reply: "A colleague helps you.")),
                says: "\(english)\n\nA colleague helps you."),
        ]
    }

    @Test("Its first message says so", arguments: Row.all)
    func first(_ row: Row) async throws {
        // No value for the key is its default.
        let environment = ["AI_DISCLOSURE": row.configured ?? "{}"].merging(row.environment) { $1 }
        try await Stage.run(environment) { stage in
            let relay = try Relay(stage, engine: ScriptedEngine { _ throws(AnswerError) in row.action })
            let thread = try await stage.chat(row.asks)
            try await relay.settle()
            #expect(await stage.portal.messages(thread).dropFirst().map(\.text) == [row.says])
        }
    }

    @Test("Once in a conversation, in both forms, before the signature; the session keeps what was answered alone")
    func once() async throws {
        try await Stage.run(["AI_DISCLOSURE": "By **AI**.", "SIGNATURES": #"[{"pattern":"shop.example","html":"<p>Shop</p>"}]"#])
        {
            stage in
            let relay = try Relay(stage, engine: ScriptedEngine.echo())
            let thread = try await stage.portal.customerWritesEmail(
                from: "casey@customer.example", subject: "Parcel", text: "one"
            ).threadID
            try await relay.settle()
            let first = try #require(await stage.portal.messages(thread).last)
            #expect(first.text == "By AI.\n\nYou wrote: one\n\n-- \nShop")
            #expect(first.richText?.hasPrefix("<p>By <strong>AI</strong>.</p>\n<p>You wrote: one</p>") == true)
            let session = try await stage.session(of: thread)
            #expect(session.isDisclosed)
            #expect(try await stage.store.timeline(sessionID: session.id, limit: 9).map(\.text) == ["one", "You wrote: one"])

            try await stage.portal.customerWritesEmail(
                from: "casey@customer.example", subject: "Re: Parcel", text: "two", threadID: thread)
            try await relay.settle()
            #expect(await stage.portal.messages(thread).last?.text == "You wrote: two\n\n-- \nShop")
        }
    }

    @Test("Neither in a draft nor in what a person writes; the AI's first message after them says it")
    func others() async throws {
        try await Stage.run(["AI_DISCLOSURE": "By AI."]) { stage in
            let relay = try Relay(stage, engine: ScriptedEngine { _ throws(AnswerError) in .none(reason: "") })
            let thread = try await stage.chat("one")
            try await relay.settle()
            relay.add(
                Stage.event(
                    AIReplyEvent.type,
                    [
                        "threadId": .string(thread), "text": "I look into it.",
                        "senderUserId": .string("\(stage.portal.settings.rep.userID)"),
                    ]))
            try await relay.settle()
            #expect(await stage.portal.messages(thread).last?.text == "I look into it.")
            #expect(try await stage.session(of: thread).isDisclosed == false)
            _ = try await stage.chat("two", on: thread)
            try await relay.settle()
            let message = try #require(await stage.portal.messages(thread).last)
            relay.add(
                Stage.event(
                    AIReplyEvent.type,
                    ["threadId": .string(thread), "inReplyTo": .string(message.id), "text": "It is on its way."]))
            try await relay.settle()
            #expect(await stage.portal.messages(thread).last?.text == "By AI.\n\nIt is on its way.")
        }
        try await Stage.run(["AI_DISCLOSURE": "By AI.", "ASSIST_MODE": "true"]) { stage in
            let relay = try Relay(stage, engine: ScriptedEngine.echo())
            let thread = try await stage.chat("one")
            try await relay.settle()
            #expect(await stage.portal.comments(thread).first?.text.contains("By AI.") == false)
            #expect(try await stage.session(of: thread).isDisclosed == false)
        }
    }
}
