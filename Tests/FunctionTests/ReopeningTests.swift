import FoundationEssentials
import HubSpotSimulator
import RelayCore
import SessionStore
import TestSupport
import Testing

@testable import message_route

@Suite("A closed thread that is opened in HubSpot")
struct ReopeningTests {
    struct Row: NamedCase {
        let name: String
        let reopens: Bool
        /// Whether the event of the closing comes after everything else.
        var isClosingHeardLast = false
        let code: ReasonCode?
        let state: Session.State
    }

    @Test(
        "HubSpot opens it by itself when the customer writes, and says so: that opens the session where it is wanted",
        arguments: [
            Row(name: "wanted", reopens: true, code: nil, state: .open),
            Row(name: "not wanted", reopens: false, code: .sessionClosed, state: .closed),
            Row(name: "wanted, the closing heard last", reopens: true, isClosingHeardLast: true, code: nil, state: .open),
            Row(
                name: "not wanted, the closing heard last", reopens: false, isClosingHeardLast: true, code: .sessionClosed,
                state: .closed),
        ])
    func byItself(_ row: Row) async throws {
        try await Stage.run(["REOPEN": "\(row.reopens)"]) { stage in
            let relay = try Relay(stage, engine: ScriptedEngine.echo())
            let thread = try await stage.chat("one")
            try await relay.settle()
            try await stage.portal.closeThread(thread)
            if !row.isClosingHeardLast { try await relay.settle() }
            _ = try await stage.chat("two", on: thread)
            let webhooks = WebhookBatch(await stage.portal.takeWebhooks(), organization: nil, portalID: nil).events
            for event in row.isClosingHeardLast ? webhooks.reversed() : webhooks { relay.add(event) }
            let steps = try await relay.settle()
            #expect(await stage.portal.thread(thread)?.status == .open)
            #expect(steps.results(ConversationTurnEvent.type).allSatisfy { $0.code == row.code })
            #expect(try await stage.session(of: thread).state == row.state)
            let answers = await stage.portal.messages(thread).filter { $0.direction == .outgoing }.map(\.text)
            #expect(answers == (row.reopens ? ["You wrote: one", "You wrote: two"] : ["You wrote: one"]))
        }
    }

    @Test("REOPEN=false: a rep who opens it by hand has it; the AI is there again when it is resumed")
    func byHand() async throws {
        try await Stage.run(["REOPEN": "false"]) { stage in
            let relay = try Relay(stage, engine: ScriptedEngine.echo())
            let thread = try await stage.chat("one")
            try await relay.settle()
            try await stage.portal.closeThread(thread)
            try await relay.settle()
            try await stage.portal.reopenThread(thread)
            let opened = try await relay.settle().results(HubSpotEvent.conversationPropertyChange)
            #expect(opened.map(\.code) == [.sessionClosed])
            _ = try await stage.chat("two", on: thread)
            #expect(try await relay.settle().results(ConversationTurnEvent.type).map(\.code) == [.sessionClosed])
            #expect(try await stage.session(of: thread).state == .closed)
            relay.clock.advance(3600)
            relay.add(Stage.event(SessionControlEvent.type, ["threadId": .string(thread), "action": "resume"]))
            try await relay.settle()
            #expect(try await stage.session(of: thread).state == .open)
            #expect(await stage.portal.messages(thread).last?.text == "You wrote: two")
        }
    }

    struct Thanks: NamedCase {
        let name: String
        var environment: [String: String] = [:]
        var isClosedBefore = true
        /// What the customer writes after the answer, and while the AI thinks about it.
        var text = "Thanks!"
        var meanwhile: String?
        let status: ThreadStatus
        let answers: Int
    }

    @Test(
        "A thread that only thanks had opened is closed again",
        arguments: [
            Thanks(name: "thanks", status: .closed, answers: 1),
            Thanks(name: "not where closing is off", environment: ["CLOSE_THREAD": "false"], status: .open, answers: 1),
            Thanks(name: "not in assist mode", environment: ["ASSIST_MODE": "true"], status: .open, answers: 0),
            Thanks(name: "not a thread that was open", isClosedBefore: false, status: .open, answers: 1),
            Thanks(name: "not where the AI answers", text: "When?", status: .open, answers: 2),
            Thanks(name: "not where the customer asks more meanwhile", meanwhile: "When?", status: .open, answers: 2),
        ])
    func thanks(_ row: Thanks) async throws {
        try await Stage.run(row.environment) { stage in
            let engine = ScriptedEngine { [portal = stage.portal] request throws(AnswerError) in
                guard request.messages.last?.text == "Thanks!" else { return .reply(.init(text: "Tomorrow.")) }
                if let text = row.meanwhile {
                    _ = try? await portal.customerWritesChat(text: text, threadID: request.session.threadID)
                }
                return .none(reason: "only thanks")
            }
            let relay = try Relay(stage, engine: engine)
            let thread = try await stage.chat("When?")
            try await relay.settle()
            if row.isClosedBefore { try await stage.portal.closeThread(thread) }
            try await relay.settle()
            _ = try await stage.chat(row.text, on: thread)
            let steps = try await relay.settle()
            #expect(await stage.portal.thread(thread)?.status == row.status)
            #expect(await stage.portal.messages(thread).count { $0.direction == .outgoing } == row.answers)
            #expect(try await stage.session(of: thread).state == (row.status == .closed ? .closed : .open))
            if row.status == .closed {
                #expect(steps.results(ConversationTurnEvent.type).allSatisfy { $0.code == .aiChoseSilence })
                _ = try await stage.chat("One more thing", on: thread)
                try await relay.settle()
                #expect(await stage.portal.thread(thread)?.status == .open)
                #expect(await stage.portal.messages(thread).last?.text == "Tomorrow.")
            }
        }
    }
}
