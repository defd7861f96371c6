import Conversations
import FoundationEssentials
import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@testable import ai_turn
@testable import handoff_comment

/// From the moment at which a handoff is decided the conversation is a person's, although its steps take their time.
@Suite("Between a handoff's beginning and its end")
struct HandoffBeginTests {
    static let line = "I am passing this on to a colleague."

    /// Hands over what asks for a person, and answers everything else.
    private static func engine() -> ScriptedEngine {
        ScriptedEngine { request throws(AnswerError) in
            let newest = request.messages.last?.text ?? ""
            return newest.hasPrefix("A person")
                ? .handoff(.init(reason: "Asks for a person", summary: "s", sentiment: nil, language: nil, reply: line))
                : .reply(.init(text: "You wrote: \(newest)"))
        }
    }

    private static let environment = ["TICKET_WAIT": "3", "HANDOFF_USER_ID": "\(PortalSettings().rep.userID)"]

    /// Plays until a handoff waits for HubSpot's own ticket, does something then, and plays on.
    private static func settle(
        _ relay: Relay, whileWaiting work: @escaping () async throws -> Void
    ) async throws -> [Relay.Step] {
        var isDone = false
        relay.onStep = { step in
            guard step.event.type == AIHandoffEvent.type, step.result.status == .retry, !isDone else { return }
            isDone = true
            do { try await work() } catch { Issue.record(error) }
        }
        let steps = try await relay.settle()
        relay.onStep = { _ in }
        #expect(isDone)
        return steps
    }

    struct Further: NamedCase {
        let name: String
        let text: String
        var portal: @Sendable (inout PortalSettings) -> Void = { _ in }
    }

    @Test(
        "What the customer writes meanwhile is neither answered nor handed over again: it stands in the one comment",
        arguments: [
            Further(name: "a question that the AI could answer", text: "And how long does shipping take?"),
            Further(name: "one that it would hand over", text: "A person for this, too"),
            Further(
                name: "a question, where HubSpot gives the thread to whom the line is sent as", text: "And shipping?",
                portal: { $0.assignsOnSend = true }),
        ])
    func oneHandoff(_ row: Further) async throws {
        var settings = PortalSettings()
        row.portal(&settings)
        try await Stage.run(Self.environment, settings) { stage in
            let engine = Self.engine()
            let relay = try Relay(stage, engine: engine)
            let thread = try await stage.chat("A person please")
            // Nothing that HubSpot does during a call is later than its answer.
            relay.clock.advance(5)
            _ = try await Self.settle(relay) { _ = try await stage.chat(row.text, on: thread) }
            #expect(await stage.portal.messages(thread).map(\.text) == ["A person please", Self.line, row.text])
            let comments = await stage.portal.comments(thread).map(\.text)
            #expect(comments.count == 1)
            #expect(comments.first?.contains("Written since: 1 more message\n- \(row.text)") == true)
            #expect(engine.requests.count == 1)
            #expect(try await stage.session(of: thread).state == .handedOff)
            #expect(await stage.portal.thread(thread)?.assignedTo == settings.rep.actorID)
        }
    }

    @Test(
        "A worker that ends when the closing line is sent: the customer gets the person that it promises",
        arguments: [false, true])
    func lineOfEndedWorker(_ assignsOnSend: Bool) async throws {
        var settings = PortalSettings()
        settings.assignsOnSend = assignsOnSend
        try await Stage.run(Self.environment, settings) { stage in
            let thread = try await stage.chat("A person please")
            let clock = TestClock(now: Date() + 5, shortestTimeout: 20)
            let services = FunctionServices(
                configuration: stage.configuration, stores: stage.stores, transport: CrossedTransport(losesFirst: true),
                ambient: clock.ambient)
            let relay = Relay(stage.portal, try Functions(services, engines: ["default": Self.engine()]), clock)
            try await relay.settle()
            #expect(await stage.portal.messages(thread).map(\.text) == ["A person please", Self.line])
            #expect(await stage.portal.comments(thread).count == 1)
            #expect(await stage.portal.allTickets.count == 1)
            #expect(await stage.portal.thread(thread)?.assignedTo == settings.rep.actorID)
            #expect(try await stage.session(of: thread).state == .handedOff)
        }
    }

    @Test("A repeat that comes before the handoff that it repeats does its steps, the closing line too")
    func repeatFirst() async throws {
        try await Stage.run(Self.environment.merging(["TICKET_WAIT": "0"]) { $1 }) { stage in
            let thread = try await stage.chat("I want to talk to a human please")
            let handoff = try await stage.turn(on: thread)
            var again = handoff
            again.id = RepeatedEvent.id(of: handoff.id, unique: "1")
            again.causationID = handoff.id
            let function = try Functions(stage.services)
            for event in [again, handoff] {
                let result = await stage.handle(function, event)
                #expect(result.status == .done && result.data["notDone"] == [], "\(result.line)")
            }
            #expect(await stage.portal.messages(thread).count == 2)
            #expect(await stage.portal.comments(thread).count == 1)
        }
    }

    struct Late: NamedCase {
        let name: String
        let code: ReasonCode
        /// Whether the AI answers what the customer writes next.
        var isAnsweredAgain = true
        let work: @Sendable (Stage, Relay, _ threadID: String) async throws -> Void
    }

    static let late = [
        Late(name: "taken and given back", code: .stale) { stage, _, thread in
            try await stage.portal.assign(threadID: thread, to: stage.portal.settings.rep.userID)
            try await stage.portal.assign(threadID: thread, to: nil)
        },
        Late(name: "resumed from the AI's side", code: .stale) { _, relay, thread in
            control("resume", relay, thread)
        },
        Late(name: "closed", code: .sessionClosed) { stage, _, thread in try await stage.portal.closeThread(thread) },
        Late(name: "closed from the AI's side", code: .sessionClosed) { _, relay, thread in
            control("close", relay, thread)
        },
        Late(name: "closed, and HubSpot has not told of it", code: .sessionClosed, isAnsweredAgain: false) { stage, _, thread in
            try await stage.portal.closeThread(thread)
            _ = await stage.portal.takeWebhooks()
        },
        Late(name: "marked as spam", code: .sessionClosed, isAnsweredAgain: false) { stage, _, thread in
            try await stage.portal.markAsSpam(thread)
        },
    ]

    private static func control(_ action: String, _ relay: Relay, _ thread: String) {
        var event = Stage.event(SessionControlEvent.type, ["threadId": .string(thread), "action": .string(action)])
        event.time = Timestamp.rfc3339(Date())
        relay.add(event)
    }

    @Test("A late handoff takes no conversation that was closed or given back meanwhile; the team reads of it", arguments: late)
    func tooLate(_ row: Late) async throws {
        try await Stage.run(Self.environment) { stage in
            let relay = try Relay(stage, engine: Self.engine())
            let thread = try await stage.chat("A person please")
            let steps = try await Self.settle(relay) { try await row.work(stage, relay, thread) }
            let result = try #require(steps.results(AIHandoffEvent.type).last)
            #expect(Stage.notDone(result) == ["assignee \(row.code.rawValue)"], "\(result.line)")
            #expect(await stage.portal.comments(thread).count == 1)
            #expect(await stage.portal.allTickets.isEmpty)
            #expect(await stage.portal.thread(thread)?.assignedTo == nil)
            #expect(await stage.portal.messages(thread).map(\.text) == ["A person please", Self.line])
            // The line was said: it is no suggestion any more.
            #expect(await stage.portal.comments(thread).first?.text.contains("Suggested reply") == false)
            guard row.isAnsweredAgain else { return }
            relay.clock.advance(10)
            _ = try await stage.chat("two", on: thread)
            try await relay.settle()
            #expect(await stage.portal.messages(thread).last?.text == "You wrote: two")
        }
    }

    @Test("A conversation that a person closes while the AI thinks is not taken, and the customer is told nothing")
    func closedWhileThinking() async throws {
        try await Stage.run(Self.environment) { stage in
            let thread = try await stage.chat("A person please")
            let portal = stage.portal
            let engine = ScriptedEngine { _ throws(AnswerError) in
                try? await portal.closeThread(thread)
                return .handoff(.init(reason: "r", summary: "s", sentiment: nil, language: nil, reply: Self.line))
            }
            let relay = try Relay(stage, engine: engine)
            try await relay.settle()
            #expect(await portal.thread(thread)?.status == .closed)
            #expect(await portal.messages(thread).map(\.text) == ["A person please"])
            #expect(await portal.comments(thread).count == 1)
            #expect(await portal.allTickets.isEmpty)
            #expect(try await stage.session(of: thread).state == .closed)
        }
    }

    @Test("A worker that ends right after the handoff was kept: the next one takes the session")
    func interrupted() async throws {
        try await Stage.run(Self.environment) { stage in
            let thread = try await stage.chat("A person please")
            let functions = try Functions(stage.services, engines: ["default": Self.engine()])
            let turn = try #require(await stage.handle(functions, try await stage.arrival(on: thread)).events.first)
            let outcome = TurnOutcome(
                turn: try ConversationTurnEvent(turn), sessionID: try await stage.session(of: thread).id,
                action: .handoff(.init(reason: "r", summary: "s", sentiment: nil, language: nil, reply: nil)), code: nil)
            let services = try stage.services.organization(of: turn, Stage.context)
            _ = try await TurnOutcomes(services: services).record(outcome)
            #expect(try await stage.session(of: thread).state == .open)
            let result = await stage.handle(functions, turn)
            #expect(result.events.map(\.type) == [AIHandoffEvent.type])
            #expect(try await stage.session(of: thread).state == .handedOff)
        }
    }
}
