import FoundationEssentials
import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@testable import ai_turn
@testable import message_route

@Suite("The team's own mailboxes")
struct OwnMailboxTests {
    private static let support = "support@shop.example"
    private static let billing = "billing@shop.example"
    private static let robin = "robin@reader.example"

    /// A portal whose second inbox has a mailbox of its own.
    private static var settings: PortalSettings {
        var settings = PortalSettings()
        settings.channelAccounts.append(
            SimulatedChannelAccount(
                id: "220012", channelID: SimulatedChannel.email, name: "Billing", address: billing, inboxID: "3302"))
        return settings
    }

    private static func answers(_ stage: Stage, _ thread: String) async -> [SimulatedMessage] {
        await stage.portal.messages(thread).filter { $0.direction == .outgoing }
    }

    struct Copies: NamedCase {
        let name: String
        var to = [support]
        let cc: [String]
        let addressees: [String]
    }

    @Test(
        "None of them is written to, whatever inbox it is of",
        arguments: [
            Copies(name: "in CC", cc: [billing], addressees: [robin]),
            Copies(name: "in TO beside the other", to: [billing, support], cc: [], addressees: [robin]),
            Copies(name: "in capitals, with a plus", cc: ["BILLING+4711@shop.example"], addressees: [robin]),
            Copies(name: "HubSpot's own address of it", cc: ["in-1@portal.hs-inbox.com"], addressees: [robin]),
            Copies(
                name: "beside somebody else", cc: [billing, "kim@reader.example"], addressees: [robin, "kim@reader.example"]),
        ])
    func copies(_ row: Copies) async throws {
        try await Stage.run([:], Self.settings) { stage in
            let thread = try await stage.portal.customerWritesEmail(
                from: Self.robin, to: row.to, cc: row.cc, subject: "Boots", text: "Where are they?"
            ).threadID
            try await Relay(stage, engine: ScriptedEngine.echo()).settle()
            #expect(await Self.answers(stage, thread).map { $0.recipients.compactMap(\.deliveryValue) } == [row.addressees])
        }
    }

    @Test(
        "An answer is signed as from the mailbox that sends it, whomever the mail was addressed to",
        arguments: [[support], ["list@partner.example", support], ["list@partner.example"]])
    func signature(_ to: [String]) async throws {
        let signatures = #"""
            [{"pattern":"shop.example","html":"<p>Shop</p>"},{"pattern":"partner.example","html":"<p>Partner</p>"}]
            """#
        try await Stage.run(["SIGNATURES": signatures], Self.settings) { stage in
            let thread = try await stage.portal.customerWritesEmail(
                from: Self.robin, to: to, subject: "Boots", text: "Where are they?"
            ).threadID
            try await Relay(stage, engine: ScriptedEngine.echo()).settle()
            #expect(await Self.answers(stage, thread).map { $0.text.hasSuffix("-- \nShop") } == [true])
        }
    }

    struct Row: NamedCase {
        let name: String
        var environment: [String: String] = [:]
        let from: String
        var to = [support]
        var cc: [String] = []
        var subject = "Contact form"
        let code: ReasonCode
        /// How many comments tell a person.
        let comments: Int
    }

    static let rows = [
        Row(name: "a contact form", from: support, code: .ownMailbox, comments: 1),
        Row(name: "a mailing list that writes as us", from: support, cc: ["kim@reader.example"], code: .ownMailbox, comments: 1),
        Row(name: "from one of our inboxes to another", from: billing, code: .ownMailbox, comments: 1),
        Row(
            name: "the domain is named, too", environment: ["OWN_DOMAINS": "shop.example"], from: support, code: .ownMailbox,
            comments: 1),
        Row(
            name: "in assist mode the AI drafts", environment: ["ASSIST_MODE": "true"], from: support, code: .ownMailbox,
            comments: 1),
        Row(
            name: "a form that sends from the team's domain", environment: ["OWN_DOMAINS": "shop.example"],
            from: "web@shop.example", code: .ownMailbox, comments: 1),
        Row(
            name: "our answer to a customer, copied to another inbox", from: support, to: [robin], cc: [billing],
            subject: "Re: Boots", code: .ownDomain, comments: 0),
        Row(
            name: "an absence note of our mailbox", from: support, subject: "Automatic reply: Boots", code: .ownMailbox,
            comments: 0),
    ]

    @Test("What comes from one is not answered, and a person gets what hides who wrote it", arguments: rows)
    func incoming(_ row: Row) async throws {
        try await Stage.run(row.environment, Self.settings) { stage in
            let relay = try Relay(stage, engine: ScriptedEngine.echo())
            let text = "Name: Robin\nMessage: How long is shipping?"
            let thread = try await stage.portal.customerWritesEmail(
                from: row.from, to: row.to, cc: row.cc, subject: row.subject, text: text
            ).threadID
            let steps = try await relay.settle()
            let decided = steps.results(row.comments == 0 ? HubSpotEvent.newMessage : ConversationTurnEvent.type)
            #expect(decided.first?.code == row.code || row.environment["ASSIST_MODE"] != nil)
            #expect(await Self.answers(stage, thread).isEmpty)
            #expect(await stage.portal.comments(thread).count == row.comments)
            // A loop ends here: what comes after is the person's.
            try await stage.portal.customerWritesEmail(
                from: row.from, to: row.to, cc: row.cc, subject: row.subject, text: text, threadID: thread)
            try await relay.settle()
            #expect(await Self.answers(stage, thread).isEmpty)
        }
    }

    @Test("The comment says why, and our mailbox is nobody's contact")
    func comment() async throws {
        try await Stage.run([:], Self.settings) { stage in
            let thread = try await stage.portal.customerWritesEmail(
                from: Self.support, name: "Robin via Support", subject: "Contact form", text: "Message: How long is shipping?"
            ).threadID
            try await Relay(stage, engine: ScriptedEngine.echo()).settle()
            let comments = await stage.portal.comments(thread).map(\.text)
            #expect(comments.count == 1)
            #expect(comments.first?.contains("Reason: \(HiddenSender.reason)\n") == true)
            #expect(comments.first?.contains("The customer wants: Message: How long is shipping?") == true)
            #expect(comments.first?.contains("\nCustomer: unknown\n") == true)
            let session = try await stage.session(of: thread)
            #expect(session.state == .handedOff && session.contactEmail == nil && session.contactName == nil)
        }
    }

    struct Fault: NamedCase {
        let name: String
        let refusal: Refusal
        let status: FunctionResult.Status
    }

    @Test(
        "Where HubSpot does not tell the mailboxes: a fault that passes is waited for, a refusal costs no answer",
        arguments: [
            Fault(name: "unavailable", refusal: .unavailable, status: .retry),
            Fault(name: "refused", refusal: .missingScopes(["conversations.read"]), status: .done),
        ])
    func fault(_ row: Fault) async throws {
        try await Stage.run { stage in
            let function = try Functions(stage.services(TestClock(now: Date()).ambient))
            let thread = try await stage.portal.customerWritesEmail(
                from: Self.robin, subject: "Boots", text: "Where are they?"
            ).threadID
            stage.simulator.failNext(
                .refuse(row.refusal), matching: .path(containing: "channel-accounts", method: "GET"), times: 20)
            let arrival = try await stage.arrival(on: thread)
            #expect(await stage.handle(function, arrival).status == row.status)
            stage.simulator.forgetFaults()
            try await Relay(stage, engine: ScriptedEngine.echo()).settle()
            #expect(await Self.answers(stage, thread).map { $0.recipients.compactMap(\.deliveryValue) } == [[Self.robin]])
        }
    }
}
