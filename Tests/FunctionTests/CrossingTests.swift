import Answering
import FoundationEssentials
import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@testable import ai_reply_post
@testable import message_route

/// People, programs and HubSpot do something while the AI's answer is under way.
@Suite("What crosses the AI's answer")
struct CrossingTests {
    /// Plays until the step whose event has the type, does something then, and plays on.
    private func settle(
        _ relay: Relay, after type: String, _ work: @escaping () async throws -> Void
    ) async throws -> [Relay.Step] {
        var isDone = false
        relay.onStep = { step in
            guard step.event.type == type, !isDone else { return }
            isDone = true
            do { try await work() } catch { Issue.record(error) }
        }
        return try await relay.settle()
    }

    @Test("Taken, and given back before the AI's next word: what was kept is said, once")
    func givenBack() async throws {
        try await Stage.run { stage in
            let relay = try Relay(stage, engine: ScriptedEngine.echo())
            let thread = try await stage.chat("one")
            let first = try await settle(relay, after: ConversationTurnEvent.type) {
                try await stage.portal.assign(threadID: thread, to: stage.portal.settings.rep.userID)
            }
            #expect(first.results(AIReplyEvent.type).map(\.code) == [.ownerIsHuman])
            for _ in 0..<2 {
                try await stage.portal.assign(threadID: thread, to: nil)
                try await relay.settle()
                #expect(await stage.portal.messages(thread).map(\.text) == ["one", "You wrote: one"])
                try await stage.portal.assign(threadID: thread, to: stage.portal.settings.rep.userID)
                try await relay.settle()
            }
        }
    }

    @Test("A bounce on the thread: the customer is answered, not the program, and the AI does not hear it")
    func bounce() async throws {
        try await Stage.run { stage in
            let engine = ScriptedEngine.echo()
            let relay = try Relay(stage, engine: engine)
            let thread = try await stage.portal.customerWritesEmail(
                from: "robin@reader.example", subject: "Boots", text: "Where are my boots?"
            ).threadID
            try await stage.portal.customerWritesEmail(
                from: "mailer-daemon@mail.example", subject: "Undeliverable: Boots", text: "Nobody of that name.",
                threadID: thread)
            try await relay.settle()
            let answer = try #require(await stage.portal.messages(thread).last)
            #expect(answer.text == "You wrote: Where are my boots?")
            #expect(answer.recipients.compactMap(\.deliveryValue) == ["robin@reader.example"])
            #expect(engine.requests.count == 1)
        }
    }

    @Test("An answer that HubSpot does not take: a person gets it as a suggestion")
    func refused() async throws {
        try await Stage.run { stage in
            let relay = try Relay(stage, engine: ScriptedEngine.echo())
            stage.simulator.failNext(.refuse(.invalid("richText is not allowed")), matching: .operation(.postMessage), times: 2)
            let thread = try await stage.chat("one")
            let steps = try await relay.settle()
            #expect(steps.results(AIReplyEvent.type).map(\.code) == [.validation])
            #expect(await stage.portal.messages(thread).count == 1)
            let comment = try #require(await stage.portal.comments(thread).first).text
            #expect(comment.contains("HubSpot did not take the AI's answer"))
            #expect(comment.contains("Suggested reply: You wrote: one"))
            #expect(try await stage.session(of: thread).state == .handedOff)
        }
    }

    @Test("A closing line that HubSpot cannot deliver stands in the comment as a suggestion")
    func closingLine() async throws {
        var settings = PortalSettings()
        settings.sendFailure = "MAILBOX_FULL"
        try await Stage.run([:], settings) { stage in
            let thread = try await stage.chat("A human please")
            let result = try await stage.handOff(["threadId": .string(thread), "reply": "A colleague will help you."])
            #expect(result.data["closingLineId"] == .null)
            #expect(Stage.notDone(result) == ["closing-line delivery-failed"])
            let comment = try #require(await stage.portal.comments(thread).first).text
            #expect(comment.contains("Suggested reply: A colleague will help you."))
        }
    }

    struct Unnamed: NamedCase {
        let name: String
        let inReplyTo: JSON
        let code: ReasonCode
    }

    @Test(
        "The AI side does not speak over a person, whatever it says it answers",
        arguments: [
            Unnamed(name: "nothing", inReplyTo: .null, code: .ownerIsHuman),
            Unnamed(name: "an unknown message", inReplyTo: "4040", code: .notFound),
        ])
    func unnamed(_ row: Unnamed) async throws {
        try await Stage.run { stage in
            let relay = try Relay(stage, engine: ScriptedEngine.echo())
            let thread = try await stage.chat("one")
            try await stage.portal.assign(threadID: thread, to: stage.portal.settings.rep.userID)
            try await stage.portal.repReplies(threadID: thread, text: "I am Bo.")
            try await relay.settle()
            var data: JSONObject = ["threadId": .string(thread), "text": "Hello from the AI."]
            data["inReplyTo"] = row.inReplyTo.isNull ? nil : row.inReplyTo
            relay.add(Stage.event(AIReplyEvent.type, .object(data)))
            let steps = try await relay.settle()
            #expect(steps.results(AIReplyEvent.type).map(\.code) == [row.code])
            data["text"] = nil
            data["reply"] = "A colleague will help you."
            let result = try await stage.handOff(data)
            #expect(Stage.notDone(result).first == "closing-line \(row.code.rawValue)")
            #expect(await stage.portal.messages(thread).map(\.text) == ["one", "I am Bo."])
        }
    }

    @Test("A person answers from the AI side first: the AI's own answer does not follow")
    func personFirst() async throws {
        try await Stage.run { stage in
            let relay = try Relay(stage, engine: ScriptedEngine.echo())
            let thread = try await stage.chat("one")
            let rep = stage.portal.settings.rep
            let steps = try await settle(relay, after: ConversationTurnEvent.type) {
                let data: JSON = [
                    "threadId": .string(thread), "text": "This is Riley.", "senderUserId": .string("\(rep.userID)"),
                ]
                _ = await stage.handle(try Functions(stage.services), Stage.event(AIReplyEvent.type, data))
            }
            #expect(steps.results(AIReplyEvent.type).map(\.code) == [.alreadyAnswered])
            #expect(await stage.portal.messages(thread).map(\.text) == ["one", "This is Riley."])
        }
    }

    @Test("On a channel that cannot be answered a handoff is a handoff")
    func whatsApp() async throws {
        try await Stage.run(["AUTOPILOT": "chat,email,whatsapp"]) { stage in
            let engine = ScriptedEngine { _ throws(AnswerError) in
                .handoff(.init(reason: "Asks for a person", summary: "s", sentiment: nil, language: nil, reply: "One moment."))
            }
            let relay = try Relay(stage, engine: engine)
            let thread = try await stage.portal.customerWritesWhatsApp(text: "A human please", phone: "+15550100").threadID
            try await relay.settle()
            let comment = try #require(await stage.portal.comments(thread).first).text
            #expect(comment.contains("Suggested reply: One moment."))
            #expect(try await stage.session(of: thread).state == .handedOff)
            _ = try await stage.onlyTicket()
        }
    }

    @Test("In assist mode an engine that stays silent ends no drafts")
    func silentInAssistMode() async throws {
        try await Stage.run(["ASSIST_MODE": "true"]) { stage in
            let relay = try Relay(stage, engine: ScriptedEngine { _ throws(AnswerError) in .deferred })
            let thread = try await stage.chat("one")
            try await relay.settle()
            let drafts = await stage.portal.comments(thread).map(\.text)
            #expect(drafts.count == 1 && drafts[0].contains("The AI did not answer in time"))
            #expect(await stage.portal.allTickets.isEmpty)
            #expect(try await stage.session(of: thread).state == .open)
        }
    }

    @Test("What a handoff told the team is not said to the customer after the conversation was given back")
    func handoffIsInternal() async throws {
        let secret = "The customer owes four thousand since March, and legal is informed."
        try await Stage.run { stage in
            let engine = ScriptedEngine { request throws(AnswerError) in
                request.messages.contains { $0.text == "two" }
                    ? .reply(.init(text: "We know: \(secret)"))
                    : .handoff(.init(reason: "Money", summary: secret, sentiment: nil, language: nil, reply: nil))
            }
            let relay = try Relay(stage, engine: GuardedEngine(engine))
            let thread = try await stage.chat("one")
            try await relay.settle()
            #expect(await stage.portal.comments(thread).first?.text.contains(secret) == true)
            try await stage.portal.repReplies(threadID: thread, text: "Hello.")
            try await stage.portal.assign(threadID: thread, to: nil)
            try await relay.settle()
            _ = try await stage.chat("two", on: thread)
            try await relay.settle()
            #expect(await stage.portal.messages(thread).allSatisfy { !$0.text.contains(secret) })
        }
    }

    @Test("Given back after a handoff, the conversation stays with the AI until the customer writes")
    func handedBack() async throws {
        try await Stage.run(["HANDOFF_USER_ID": "\(PortalSettings().rep.userID)"]) { stage in
            let engine = ScriptedEngine { request throws(AnswerError) in
                request.messages.contains { $0.text == "two" }
                    ? .reply(.init(text: "Here I am."))
                    : .handoff(.init(reason: "r", summary: "s", sentiment: nil, language: nil, reply: nil))
            }
            let relay = try Relay(stage, engine: engine)
            let thread = try await stage.chat("one")
            try await relay.settle()
            #expect(try await stage.session(of: thread).state == .handedOff)
            for user in [nil, stage.portal.settings.aiUser.userID] {
                try await stage.portal.assign(threadID: thread, to: user)
                try await relay.settle()
                #expect(try await stage.session(of: thread).state == .open)
                #expect(await stage.portal.thread(thread)?.assignedTo == user.map { "A-\($0)" })
            }
            _ = try await stage.chat("two", on: thread)
            try await relay.settle()
            #expect(await stage.portal.messages(thread).last?.text == "Here I am.")
            #expect(await stage.portal.comments(thread).count == 1)
        }
    }

    @Test("An answer that HubSpot refuses again after a hand-back goes to a person again, and may be said later")
    func refusedAgain() async throws {
        let text = "Standard shipping takes two to four working days, and orders above sixty ship free."
        try await Stage.run { stage in
            let engine = ScriptedEngine { _ throws(AnswerError) in .reply(.init(text: text)) }
            let relay = try Relay(stage, engine: GuardedEngine(engine))
            stage.simulator.failNext(.refuse(.invalid("not now")), matching: .operation(.postMessage), times: 4)
            let thread = try await stage.chat("one")
            try await relay.settle()
            for _ in 0..<2 {
                #expect(try await stage.session(of: thread).state == .handedOff)
                try await stage.portal.assign(threadID: thread, to: stage.portal.settings.rep.userID)
                try await relay.settle()
                try await stage.portal.assign(threadID: thread, to: nil)
                try await relay.settle()
            }
            _ = try await stage.chat("two", on: thread)
            try await relay.settle()
            #expect(await stage.portal.messages(thread).last?.text == text)
        }
    }
}
