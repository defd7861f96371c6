import FoundationEssentials
import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@testable import ai_reply_post

@Suite("Whom an answer goes to")
struct AddresseeTests {
    struct Mail: Sendable {
        let from: String
        var cc: [String] = []
    }

    struct Row: NamedCase {
        let name: String
        /// On one thread, one after the other.
        let mails: [Mail]
        /// Which of them is answered.
        var answered = 0
        /// `TO`, `CC`, in order.
        let addressees: [String]
    }

    private static let alex = "alex@reader.example"
    private static let bo = "bo@writer.example"
    private static let kim = "kim@reader.example"

    static let rows = [
        Row(name: "its author", mails: [Mail(from: alex)], addressees: ["TO \(alex)"]),
        Row(name: "whom its author copied it to", mails: [Mail(from: alex, cc: [kim])], addressees: ["TO \(alex)", "CC \(kim)"]),
        Row(name: "not who wrote later", mails: [Mail(from: alex), Mail(from: bo)], addressees: ["TO \(alex)"]),
        Row(
            name: "who asked before and waits", mails: [Mail(from: alex), Mail(from: bo)], answered: 1,
            addressees: ["TO \(bo)", "TO \(alex)"]),
        Row(
            name: "who asked twice and waits, once", mails: [Mail(from: alex), Mail(from: alex), Mail(from: bo, cc: [alex])],
            answered: 2, addressees: ["TO \(bo)", "TO \(alex)"]),
        Row(
            name: "not whom another mail was copied to", mails: [Mail(from: alex, cc: [kim]), Mail(from: bo)], answered: 1,
            addressees: ["TO \(bo)", "TO \(alex)"]),
    ]

    enum Speaker: String, CaseIterable, NamedCase {
        case ai, person
        case closingLine = "closing line"
        var name: String { rawValue }

        func event(_ stage: Stage, threadID: String, inReplyTo messageID: String) -> RelayEvent {
            var data: JSONObject = ["threadId": .string(threadID), "inReplyTo": .string(messageID)]
            if self == .closingLine {
                data["reason"] = "Asks for a person"
                data["summary"] = "Wants the invoice."
                data["reply"] = "A colleague will send it."
                return Stage.event(AIHandoffEvent.type, .object(data))
            }
            data["text"] = "Here is your invoice."
            if self == .person { data["senderUserId"] = .string("\(stage.portal.settings.rep.userID)") }
            return Stage.event(AIReplyEvent.type, .object(data))
        }
    }

    private static func write(_ mails: [Mail], _ stage: Stage) async throws -> [Written] {
        var written: [Written] = []
        for mail in mails {
            written.append(
                try await stage.portal.customerWritesEmail(
                    from: mail.from, cc: mail.cc, subject: "Order", text: "Where is it?", threadID: written.first?.threadID))
        }
        return written
    }

    private static func answers(_ stage: Stage, _ thread: String) async -> [[String]] {
        await stage.portal.messages(thread).filter { $0.direction == .outgoing }.map { message in
            message.recipients.map { "\($0.field?.rawValue ?? "") \($0.deliveryValue ?? "")" }
        }
    }

    /// The AI answers the newest message only; a person any.
    @Test("An answer goes to", arguments: rows, Speaker.allCases)
    func addressees(_ row: Row, _ speaker: Speaker) async throws {
        try await Stage.run { stage in
            let written = try await Self.write(speaker == .person ? row.mails : Array(row.mails.prefix(row.answered + 1)), stage)
            let answered = written[row.answered]
            let event = speaker.event(stage, threadID: answered.threadID, inReplyTo: answered.messageID)
            let result = await stage.handle(try Functions(stage.services), event)
            #expect(result.status == .done, "\(result.line)")
            #expect(await Self.answers(stage, answered.threadID) == [row.addressees])
        }
    }

    struct Refusal: NamedCase {
        let name: String
        let inReplyTo: String?
        let status: FunctionResult.Status
        let code: ReasonCode
        /// What follows: a person gets the reply as a suggestion.
        var follows: [String] = []
    }

    @Test(
        "A person's reply to what no customer wrote goes to nobody, and is told",
        arguments: [
            Refusal(name: "an unknown message", inReplyTo: "4040", status: .failed, code: .notFound),
            Refusal(
                name: "a colleague's mail", inReplyTo: nil, status: .done, code: .noRecipient, follows: [AIHandoffEvent.type]),
        ])
    func refusal(_ row: Refusal) async throws {
        try await Stage.run(["OWN_DOMAINS": "shop.example"]) { stage in
            let thread = try await Self.write([Mail(from: Self.alex)], stage)[0].threadID
            let colleagues = try await stage.portal.colleagueWritesEmail(threadID: thread, text: "I am on it.")
            let event = Speaker.person.event(stage, threadID: thread, inReplyTo: row.inReplyTo ?? colleagues.messageID)
            let result = await stage.handle(try Functions(stage.services), event)
            #expect(result.status == row.status && result.code == row.code, "\(result.line)")
            #expect(result.events.map(\.type) == row.follows)
            #expect(await Self.answers(stage, thread) == [])
        }
    }

    @Test("Who writes while the AI answers somebody else: the next answer is for both, and later ones are not")
    func crossing() async throws {
        try await Stage.run { stage in
            let relay = try Relay(stage, engine: ScriptedEngine.echo())
            let thread = try await Self.write([Mail(from: Self.alex)], stage)[0].threadID
            var didWrite = false
            relay.onStep = { step in
                guard step.event.type == ConversationTurnEvent.type, !didWrite else { return }
                didWrite = true
                _ = try? await stage.portal.customerWritesEmail(
                    from: Self.bo, subject: "Re: Order", text: "Mine, too.", threadID: thread)
            }
            try await relay.settle()
            #expect(await Self.answers(stage, thread) == [["TO \(Self.bo)", "TO \(Self.alex)"]])
            #expect(await stage.portal.messages(thread).last?.text == "You wrote: Where is it? / Mine, too.")
            try await stage.portal.customerWritesEmail(from: Self.bo, subject: "Re: Order", text: "And?", threadID: thread)
            try await relay.settle()
            #expect(await Self.answers(stage, thread).last == ["TO \(Self.bo)"])
        }
    }

    @Test("A draft names whom it is for, where several write")
    func draft() async throws {
        try await Stage.run(["ASSIST_MODE": "true"]) { stage in
            let thread = try await Self.write([Mail(from: Self.alex), Mail(from: Self.bo)], stage)[0].threadID
            try await Relay(stage, engine: ScriptedEngine.echo()).settle()
            let draft = try #require(await stage.portal.comments(thread).last).text
            #expect(draft.contains("For \(Self.bo), \(Self.alex)"), "\(draft)")
        }
    }
}
