import FoundationEssentials
import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@testable import ai_reply_post
@testable import ai_turn

@Suite("A turn: one answer to what the customer wrote")
struct TurnTests {
    @Test("Quick messages become one turn: the newest carries it, the older ones are context")
    func burst() async throws {
        try await Stage.run(["CHAT_DELAY": "1.5"]) { stage in
            let engine = ScriptedEngine.echo()
            let relay = try Relay(stage, engine: engine)
            let thread = try await stage.chat("Hello")
            _ = try await stage.chat("My order is late.", on: thread)
            _ = try await stage.chat("It is number 7.", on: thread)
            let steps = try await relay.settle()
            #expect(
                await stage.portal.messages(thread).map(\.text).last == "You wrote: Hello / My order is late. / It is number 7.")
            #expect(await stage.portal.messages(thread).count == 4)
            #expect(engine.requests.count == 1)
            #expect(steps.results(ConversationTurnEvent.type).map(\.code) == [.superseded, .superseded, nil])
        }
    }

    @Test("A lost event of the newer message costs nothing: the superseded turn makes its turn")
    func lostEvent() async throws {
        try await Stage.run { stage in
            let relay = try Relay(stage, engine: ScriptedEngine.echo())
            let thread = try await stage.chat("First")
            let first = try await stage.arrival(on: thread)
            _ = try await stage.chat("Second", on: thread)
            _ = await stage.portal.takeWebhooks()
            relay.add(first)
            try await relay.settle()
            #expect(await stage.portal.messages(thread).map(\.text).last == "You wrote: First / Second")
        }
    }

    @Test("A message that comes while the AI thinks is answered together with the one before it")
    func meanwhile() async throws {
        try await Stage.run { stage in
            let portal = stage.portal
            let engine = ScriptedEngine { request throws(AnswerError) in
                if request.messages.count == 1 {
                    _ = try? await portal.customerWritesChat(text: "And this", threadID: request.session.threadID)
                }
                return .reply(.init(text: request.messages.map(\.text).joined(separator: " / ")))
            }
            let relay = try Relay(stage, engine: engine)
            let thread = try await stage.chat("This")
            let steps = try await relay.settle()
            #expect(steps.results(AIReplyEvent.type).map(\.code) == [.superseded, nil])
            #expect(await portal.messages(thread).map(\.text) == ["This", "And this", "This / And this"])
        }
    }

    struct Failing: NamedCase {
        let name: String
        let environment: [String: String]
        let answer: @Sendable () async throws(AnswerError) -> AnswerAction
        let code: ReasonCode
    }

    static let failures = [
        Failing(
            name: "down", environment: [:], answer: { () throws(AnswerError) in throw AnswerError("down") }, code: .aiUnavailable),
        Failing(
            name: "slow", environment: ["AI_TIMEOUT": "0.1"],
            answer: { () throws(AnswerError) in
                await untilCancelled()
                throw AnswerError("cancelled")
            }, code: .aiTimeout),
    ]

    @Test("An engine that fails: one polite line, and a person", arguments: failures)
    func failing(_ row: Failing) async throws {
        try await Stage.run(["AI_FALLBACK_LINE": "A colleague answers."].merging(row.environment) { $1 }) { stage in
            let relay = try Relay(stage, engine: ScriptedEngine { _ throws(AnswerError) in try await row.answer() })
            let thread = try await stage.chat("How long does shipping take?")
            let steps = try await relay.settle()
            #expect(steps.results(ConversationTurnEvent.type).last?.code == row.code)
            #expect(await stage.portal.messages(thread).map(\.text).last == "A colleague answers.")
            #expect(await stage.portal.comments(thread).first?.text.contains("The AI could not answer") == true)
            // The next message finds a person in charge, and no second line.
            _ = try await stage.chat("Hello?", on: thread)
            let later = try await relay.settle()
            #expect(later.results(ConversationTurnEvent.type).last?.code == .sessionHandedOff)
            #expect(await stage.portal.messages(thread).count == 3)
        }
    }

    struct Spoken: NamedCase {
        let name: String
        var line: String?
        let text: String
        /// What the AI said of the language before it failed.
        var known: String?
        let says: String
    }

    static let spoken = [
        Spoken(
            name: "the language that the AI named", text: "Und wie?", known: "de",
            says: "Vielen Dank für Ihre Nachricht. Eine Kollegin oder ein Kollege meldet sich in Kürze bei Ihnen."),
        Spoken(
            name: "the language of the customer's words", text: "Wo ist mein Paket und wann kommt es?",
            says: "Vielen Dank für Ihre Nachricht. Eine Kollegin oder ein Kollege meldet sich in Kürze bei Ihnen."),
        Spoken(
            name: "a region of it", text: "?", known: "nl-BE",
            says: "Bedankt voor uw bericht. Een collega neemt binnenkort contact met u op."),
        Spoken(
            name: "a language without words of ours", text: "?", known: "tlh",
            says: "Thank you for your message. A colleague will get back to you shortly."),
        Spoken(name: "as configured", line: "A colleague answers.", text: "Und wie?", known: "de", says: "A colleague answers."),
        Spoken(
            name: "as configured for the language", line: #"{"en":"A colleague answers.","de":"Jemand antwortet."}"#,
            text: "Und wie?", known: "de-AT", says: "Jemand antwortet."),
        Spoken(
            name: "configured for others alone", line: #"{"en":"A colleague answers."}"#, text: "Et alors ?", known: "fr",
            says: "Merci pour votre message. Un collègue vous répondra rapidement."),
    ]

    @Test("The polite line is in the customer's language", arguments: spoken)
    func language(_ row: Spoken) async throws {
        try await Stage.run(row.line.map { ["AI_FALLBACK_LINE": $0] } ?? [:]) { stage in
            let engine = ScriptedEngine { request throws(AnswerError) in
                guard let known = row.known, request.history.isEmpty else { throw AnswerError("down") }
                return .reply(.init(text: "…", language: known))
            }
            let relay = try Relay(stage, engine: engine)
            var thread: String?
            if row.known != nil {
                thread = try await stage.chat("?")
                try await relay.settle()
            }
            thread = try await stage.chat(row.text, on: thread)
            try await relay.settle()
            #expect(await stage.portal.messages(thread ?? "").map(\.text).last == row.says)
        }
    }

    @Test("An engine that answers later and does not: the line and a person, once the time is up")
    func silent() async throws {
        try await Stage.run(["AI_REPLY_TIMEOUT": "90"]) { stage in
            let relay = try Relay(stage, engine: ScriptedEngine { _ throws(AnswerError) in .deferred })
            let began = relay.clock.now
            let thread = try await stage.chat("How long does shipping take?")
            let steps = try await relay.settle()
            #expect(steps.results(AITimeoutEvent.type).last?.code == .aiTimeout)
            #expect(relay.clock.now.timeIntervalSince(began) >= 90)
            #expect(await stage.portal.messages(thread).count == 2)
            #expect(await stage.portal.comments(thread).first?.text.contains("did not answer in time") == true)
        }
    }

    @Test("An engine that answers later and does: its reply stands, and the timeout finds it")
    func deferred() async throws {
        try await Stage.run { stage in
            let relay = try Relay(stage, engine: ScriptedEngine { _ throws(AnswerError) in .deferred })
            let thread = try await stage.chat("How long does shipping take?")
            let message = try #require(await stage.portal.messages(thread).last)
            relay.add(
                Stage.event(
                    AIReplyEvent.type,
                    ["threadId": .string(thread), "inReplyTo": .string(message.id), "text": "Two to four days."]))
            let steps = try await relay.settle()
            #expect(steps.results(AITimeoutEvent.type).map(\.code) == [.alreadyDone])
            #expect(await stage.portal.messages(thread).map(\.text) == ["How long does shipping take?", "Two to four days."])
        }
    }

    @Test("The reply budget spent: a person takes over, and nothing more is said")
    func budget() async throws {
        try await Stage.run(["REPLY_BUDGET": "2"]) { stage in
            let relay = try Relay(stage, engine: ScriptedEngine.echo())
            let thread = try await stage.chat("one")
            try await relay.settle()
            for text in ["two", "three"] {
                _ = try await stage.chat(text, on: thread)
                try await relay.settle()
            }
            let messages = await stage.portal.messages(thread)
            #expect(messages.count { $0.direction == .outgoing } == 2)
            #expect(await stage.portal.comments(thread).first?.text.contains("2 times within an hour") == true)
            let session = try await stage.session(of: thread)
            #expect(session.state == .handedOff)
        }
    }

    @Test("The budget spent between the AI's answer and its posting: no answer, and a person")
    func budgetMeanwhile() async throws {
        try await Stage.run(["REPLY_BUDGET": "1"]) { stage in
            let relay = try Relay(stage, engine: ScriptedEngine.echo())
            let thread = try await stage.chat("one")
            try await relay.settle()
            _ = try await stage.chat("two", on: thread)
            _ = await stage.portal.takeWebhooks()
            let message = try #require(await stage.portal.messages(thread).last)
            relay.add(
                Stage.event(
                    AIReplyEvent.type, ["threadId": .string(thread), "inReplyTo": .string(message.id), "text": "Two."]))
            let steps = try await relay.settle()
            #expect(steps.results(AIReplyEvent.type).map(\.code) == [.replyBudgetSpent])
            #expect(await stage.portal.messages(thread).map(\.text) == ["one", "You wrote: one", "two"])
            #expect(try await stage.session(of: thread).state == .handedOff)
        }
    }

    @Test("An engine that stays silent on a message, when a newer one has come whose event was lost")
    func silentAndSuperseded() async throws {
        try await Stage.run { stage in
            let engine = ScriptedEngine { request throws(AnswerError) in
                request.messages.count == 1 ? .deferred : .reply(.init(text: "Both."))
            }
            let relay = try Relay(stage, engine: engine)
            let thread = try await stage.chat("one")
            relay.onStep = { step in
                guard step.event.type == ConversationTurnEvent.type, await stage.portal.messages(thread).count == 1 else {
                    return
                }
                _ = try? await stage.chat("two", on: thread)
                _ = await stage.portal.takeWebhooks()
            }
            let steps = try await relay.settle()
            #expect(steps.results(AITimeoutEvent.type).map(\.code) == [.superseded])
            #expect(await stage.portal.messages(thread).last?.text == "Both.")
            #expect(await stage.portal.comments(thread).isEmpty)
        }
    }

    @Test("The same turn on two workers at once: the AI is asked once, and one answer stands")
    func twoWorkers() async throws {
        try await Stage.run { stage in
            let engine = ScriptedEngine.echo()
            let thread = try await stage.chat("Hello there")
            let services = stage.services
            let arrived = await stage.handle(
                try Functions(services, engines: ["default": engine]), try await stage.arrival(on: thread))
            let turn = try #require(arrived.events.first)
            let workers = try (0..<4).map { _ in try Functions(services, engines: ["default": engine]) }
            let results = await withTaskGroup(of: FunctionResult.self) { group in
                for (number, worker) in workers.enumerated() {
                    var delivery = turn
                    // Two of the same event, two deliberate repeats.
                    if number > 1 { delivery.id += ":again-\(number)" }
                    group.addTask { [delivery] in await stage.handle(worker, delivery) }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(engine.requests.count == 1)
            // What follows from a repeat has an id of its own, and is posted as the same reply.
            let reply = EffectKey.reply(conversation: thread, key: turn.data["messageId"]?.string ?? "")
            for result in results where result.status != .retry {
                #expect(result.events.map { $0.id == reply || $0.id.hasPrefix(reply + ":") } == [true])
            }
            let poster = try Functions(services)
            for event in results.flatMap(\.events) { _ = await stage.handle(poster, event) }
            #expect(await stage.portal.messages(thread).map(\.text) == ["Hello there", "You wrote: Hello there"])
            #expect(results.allSatisfy { $0.status == .done || $0.code?.isWait == true })
        }
    }
}

@Suite("What the AI is given to read")
struct TurnTextTests {
    @Test("A shortened mail is read whole, without what stands on the thread; once")
    func original() async throws {
        try await Stage.run { stage in
            let engine = ScriptedEngine.echo()
            let relay = try Relay(stage, engine: engine)
            let thread = try await stage.mail("The zip of my jacket is broken.")
            try await relay.settle()
            let whole =
                "The sleeve too.\n\nOn Mon, 3 Nov 2026 at 09:00, Shop wrote:\n> You wrote: The zip of my jacket is broken.\n"
            try await stage.mail(
                "The sleeve", on: thread, original: SimulatedContent(text: whole, richText: nil))
            try await relay.settle()
            #expect(engine.requests.last?.messages.map(\.text) == ["The sleeve too."])
            #expect(stage.simulator.calls.count { $0.operation == .getOriginalContent } == 1)
            #expect(await stage.portal.messages(thread).count == 4)
        }
    }

    struct Quoting: NamedCase {
        let name: String
        let first: String
        let second: String?
        let expected: String
    }

    private static let headers = "From: Shop\nSent: Monday, 3 November 2025 10:00\nTo: Casey\nSubject: It\n\n"

    static let quoting = [
        Quoting(
            name: "thanks above our answer", first: "My jacket is late.",
            second: "Thanks!\n\n\(headers)You wrote: My jacket is late.", expected: "Thanks!"),
        Quoting(
            name: "an answer below ours", first: "My jacket is late.",
            second: "Thanks!\n\n\(headers)You wrote: My jacket is late.\nSince Monday.", expected: "Thanks!\n\nSince Monday."),
        Quoting(
            name: "a mail of others", first: "My jacket is late.",
            second: "They say this.\n\n\(headers)It is lost.\n\nWhat now?",
            expected: "They say this.\n\n\(headers)It is lost.\n\nWhat now?"),
        Quoting(
            name: "a thread's first mail", first: "It is broken.\n\nOn 3 Nov 2025 at 10:00, Shop wrote:\n> Your jacket is there.",
            second: nil, expected: "It is broken.\n\nOn 3 Nov 2025 at 10:00, Shop wrote:\n> Your jacket is there."),
    ]

    @Test("Of what a mail quotes, the AI reads what is new", arguments: quoting)
    func quotes(_ row: Quoting) async throws {
        try await Stage.run { stage in
            let engine = ScriptedEngine.echo()
            let relay = try Relay(stage, engine: engine)
            let thread = try await stage.mail(row.first)
            try await relay.settle()
            if let second = row.second {
                try await stage.mail(second, on: thread)
                try await relay.settle()
            }
            #expect(engine.requests.last?.messages.map(\.text) == [row.expected])
        }
    }

    @Test("Attachments are named, notes and people's replies are history, and none is lost")
    func history() async throws {
        try await Stage.run { stage in
            let engine = ScriptedEngine.echo()
            let relay = try Relay(stage, engine: engine)
            let thread = try await stage.chat("First question")
            try await relay.settle()
            try await stage.portal.repComments(threadID: thread, text: "Known customer")
            try await stage.portal.customerWritesChat(
                text: "Second question", threadID: thread, attachments: [AttachedFile(name: "boot.jpg", bytes: [0xFF])])
            try await relay.settle()
            let request = try #require(engine.requests.last)
            #expect(request.messages.map(\.attachmentNames) == [["boot.jpg"]])
            #expect(request.history.map(\.role) == [.customer, .ai, .note])
            #expect(request.messages.map(\.text) == ["Second question"])
            // In the transcript of the ticket as well.
            relay.add(
                Stage.event(AIHandoffEvent.type, ["threadId": .string(thread), "reason": "asked", "summary": "Boots"]))
            try await relay.settle()
            #expect(await stage.portal.allTickets.first?.properties["content"]?.contains("boot.jpg") == true)
        }
    }

    struct Delivery: NamedCase {
        let name: String
        let failsAtOnce: Bool
    }

    @Test(
        "A reply that is not delivered: comment and a person",
        arguments: [Delivery(name: "at once", failsAtOnce: true), Delivery(name: "found later", failsAtOnce: false)])
    func undelivered(_ row: Delivery) async throws {
        var settings = PortalSettings()
        if row.failsAtOnce { settings.sendFailure = "MAILBOX_FULL" }
        try await Stage.run([:], settings) { stage in
            let relay = try Relay(stage, engine: ScriptedEngine.echo())
            let thread = try await stage.chat("Hello there")
            if !row.failsAtOnce {
                // The message fails between the answer and its check.
                relay.onStep = { step in
                    guard step.event.type == AIReplyEvent.type, let id = step.result.data["messageId"]?.string else { return }
                    try? await stage.portal.failDelivery(threadID: thread, messageID: id, reason: "mailbox full")
                }
            }
            let steps = try await relay.settle()
            let failed = steps.results(row.failsAtOnce ? AIReplyEvent.type : ReplyCheckEvent.type)
            #expect(failed.contains { $0.code == .deliveryFailed })
            #expect(await stage.portal.comments(thread).first?.text.contains("could not be delivered") == true)
            #expect(await stage.portal.messages(thread).count == 2)
            #expect(try await stage.session(of: thread).state == .handedOff)
        }
    }
}

extension Stage {
    /// A customer's mail; the id of its thread.
    @discardableResult
    fileprivate func mail(
        _ text: String, on threadID: String? = nil, original: SimulatedContent? = nil
    ) async throws -> String {
        try await portal.customerWritesEmail(
            from: "casey@customer.example", subject: "It", text: text, threadID: threadID, original: original
        ).threadID
    }
}
