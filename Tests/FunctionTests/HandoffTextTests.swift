import Conversations
import FoundationEssentials
import HubSpotSimulator
import OnceOnly
import RelayCore
import TestSupport
import Testing

@testable import handoff_comment

@Suite("The comment of a handoff")
struct HandoffTextTests {
    @Test("Everything that a person needs, escaped, with what HubSpot knows of the customer")
    func card() async throws {
        try await Stage.run { stage in
            let thread = try await stage.chat("How long does <b>shipping</b> take? I wait since Monday.")
            let contact = try #require(await stage.portal.allContacts.first?.id)
            let reference = ObjectReference(.contact, contact)
            try await stage.portal.createRecord(.company, properties: ["name": "Acme & Sons"], on: reference)
            try await stage.portal.createRecord(
                .deal, properties: ["dealname": "Winter order", "amount": "1200", "dealstage": "appointmentscheduled"],
                on: reference)
            try await stage.portal.createRecord(
                .deal, properties: ["dealname": "Summer order", "dealstage": "closedwon"], on: reference)
            for (subject, stageID) in [("Lost parcel", "2"), ("Old matter", "4")] {
                try await stage.portal.createRecord(
                    .ticket, properties: ["subject": subject, "hs_pipeline": "0", "hs_pipeline_stage": stageID], on: reference)
            }
            let result = try await stage.handOff([
                "threadId": .string(thread), "sentiment": "angry", "language": "nl", "reply": "One moment, Casey.",
            ])
            #expect(Stage.notDone(result) == [], "\(result.line)")
            let comment = try #require(await stage.portal.comments(thread).first)
            let session = SessionID.of(threadID: thread, organization: "default")
            let other = try #require(await stage.portal.allTickets.first { $0.properties["subject"] == "Lost parcel" }?.id)
            #expect(
                comment.text == """
                    \(Marker.handoff)
                    Reason: The customer asked for a person
                    The customer wants: How long does <b>shipping</b> take?
                    Summary: Wants another size.
                    Tried: nothing: the AI gave no answer
                    Sentiment: angry
                    Language: Dutch (nl)
                    Customer: Casey Customer
                    - Company: Acme & Sons
                    - Open deals: Winter order, 1200
                    - Other open tickets: Lost parcel (\(other))
                    Session: \(session)
                    Open the session: https://sessions.example.com/\(session)
                    """)
            let html = try #require(comment.richText)
            #expect(html.contains("How long does &lt;b&gt;shipping&lt;/b&gt; take?"))
            #expect(html.contains("<li>Company: Acme &amp; Sons</li>"))
            #expect(html.hasPrefix("<p><strong>\(Marker.handoff)</strong></p>"))
        }
    }

    struct Decider: NamedCase {
        let name: String
        let more: JSONObject
        let title: String
    }

    @Test(
        "The title says who decided it",
        arguments: [
            Decider(name: "the AI", more: [:], title: "🔄 AI decided to handoff"),
            Decider(name: "a person", more: ["byHand": true], title: "🔄 Handed over by hand"),
        ])
    func title(_ row: Decider) async throws {
        try await Stage.run { stage in
            let thread = try await stage.chat("Hello")
            _ = try await stage.handOff(row.more.merging(["threadId": .string(thread)]) { $1 })
            let comment = try #require(await stage.portal.comments(thread).first)
            #expect(comment.text.hasPrefix("\(row.title)\nReason: "))
            #expect(comment.richText?.hasPrefix("<p><strong>\(row.title)</strong></p>") == true)
        }
    }

    @Test("A missing scope leaves the fact out, and is named")
    func scopes() async throws {
        var settings = PortalSettings()
        settings.scopes.subtract([APIScope.companiesRead, APIScope.dealsRead])
        try await Stage.run([:], settings) { stage in
            let thread = try await stage.chat("A human please")
            let contact = ObjectReference(.contact, try #require(await stage.portal.allContacts.first?.id))
            try await stage.portal.createRecord(.company, properties: ["name": "Acme"], on: contact)
            try await stage.portal.createRecord(
                .ticket, properties: ["subject": "Lost parcel", "hs_pipeline": "0", "hs_pipeline_stage": "1"], on: contact)
            let result = try await stage.handOff(["threadId": .string(thread)])
            #expect(result.status == .done && Stage.notDone(result) == ["facts missing-scope"], "\(result.line)")
            #expect(Stage.messages(result).first?.contains(APIScope.companiesRead) == true)
            let comment = try #require(await stage.portal.comments(thread).first?.text)
            #expect(comment.contains("- Other open tickets: Lost parcel") && !comment.contains("Acme"))
        }
    }

    @Test("Where a person has the thread, the closing line is a suggestion")
    func suggestion() async throws {
        try await Stage.run { stage in
            let written = try await stage.portal.customerWritesChat(text: "A human please", email: "casey@customer.example")
            try await stage.portal.assign(threadID: written.threadID, to: stage.portal.settings.rep.userID)
            let result = try await stage.handOff([
                "threadId": .string(written.threadID), "inReplyTo": .string(written.messageID), "reply": "One moment.",
            ])
            #expect(Stage.notDone(result) == ["closing-line owner-is-human"])
            #expect(await stage.portal.messages(written.threadID).count == 1)
            #expect(
                await stage.portal.comments(written.threadID).first?.text.contains("\nSuggested reply: One moment.\n") == true)
        }
    }

    // MARK: Pure parts

    private static func entry(_ id: String, _ role: TimelineEntry.Role, _ text: String, files: [String] = []) -> TimelineEntry {
        TimelineEntry(id: id, role: role, text: text, attachmentNames: files, createdAt: Date(timeIntervalSince1970: 0))
    }

    struct Ask: NamedCase {
        let name: String
        let entries: [TimelineEntry]
        var inReplyTo: String?
        let ask: String?
    }

    static let asks = [
        Ask(name: "nobody wrote", entries: [entry("1", .ai, "Hello.")], ask: nil),
        Ask(
            name: "the newest message's first sentence",
            entries: [entry("1", .customer, "Hello."), entry("2", .customer, "My order 4.2 is late! Where is it?")],
            ask: "My order 4.2 is late!"),
        Ask(
            name: "of the message that is handed over",
            entries: [entry("1", .customer, "First"), entry("2", .customer, "Second")], inReplyTo: "1", ask: "First"),
        Ask(name: "not what is quoted", entries: [entry("1", .customer, "> Hello\n\nYes please")], ask: "Yes please"),
        Ask(
            name: "cut", entries: [entry("1", .customer, String(repeating: "a", count: 500))],
            ask: String(repeating: "a", count: 159) + "…"),
        Ask(name: "a file alone", entries: [entry("1", .customer, "", files: ["bill.pdf"])], ask: "(files: bill.pdf)"),
    ]

    @Test("What the customer wants, on one line", arguments: asks)
    func ask(_ test: Ask) { #expect(HandoffText.ask(test.entries, inReplyTo: test.inReplyTo) == test.ask) }

    @Test("What was tried: how many answers, and the newest ones")
    func tried() {
        let answers = [
            Self.entry("1", .ai, "One."), Self.entry("2", .ai, "Two.\nMore."),
            Self.entry("3", .ai, "Three.\n\nFrom our help article: Shipping (https://help.shop.example/shipping)"),
        ]
        #expect(HandoffText.tried([answers[0]]) == .init(label: "Tried", value: "1 answer by the AI", list: ["One."]))
        #expect(
            HandoffText.tried(answers, shown: 2)
                == .init(
                    label: "Tried", value: "3 answers by the AI, of which the newest",
                    list: ["Two.", "Three. [From our help article: Shipping (https://help.shop.example/shipping)]"]))
    }

    struct Transcript: NamedCase {
        let name: String
        let lines: [String]
        let limit: Int
        let shown: String
    }

    static let transcripts = [
        Transcript(name: "all fit", lines: ["one", "two"], limit: 100, shown: "one\ntwo"),
        Transcript(name: "none", lines: [], limit: 100, shown: ""),
        Transcript(
            name: "the oldest do not fit", lines: ["one", "two", String(repeating: "a", count: 50)], limit: 96,
            shown: "(1 older messages left out)\ntwo\n" + String(repeating: "a", count: 50)),
        Transcript(
            name: "the newest is cut", lines: ["one", "two", String(repeating: "a", count: 500)], limit: 61,
            shown: "(2 older messages left out)\n" + String(repeating: "a", count: 13) + "… (cut)"),
        Transcript(
            name: "no emoji is cut in two", lines: ["a" + String(repeating: "\u{1F600}", count: 500)], limit: 61,
            shown: "a" + String(repeating: "\u{1F600}", count: 6) + "… (cut)"),
    ]

    @Test("The conversation on a ticket: the newest messages that fit", arguments: transcripts)
    func transcript(_ test: Transcript) {
        let shown = TicketText.newest(test.lines, within: test.limit)
        #expect(shown == test.shown)
        #expect(shown.utf16.count <= test.limit)
    }

    @Test(
        "Languages by name and tag",
        arguments: [
            ("nl", "Dutch (nl)"), ("nl-BE", "Dutch (nl-BE)"), ("PT-br", "Portuguese (PT-br)"), ("tlh", "tlh"), ("", ""),
        ])
    func language(_ tag: String, _ shown: String) { #expect(LanguageName.shown(tag) == shown) }
}
