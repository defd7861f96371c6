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
}
