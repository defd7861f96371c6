import Conversations
import FoundationEssentials
import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@testable import ai_turn

@Suite("A turn that is tried again and again")
struct GivenUpTurnTests {
    struct Row: NamedCase {
        let name: String
        let attempt: Int
        let isLast: Bool
        var environment: [String: String] = [:]
        let follows: String
        var isAsked = false
    }

    @Test(
        "On its last try a person gets the conversation, and the AI is not asked",
        arguments: [
            Row(name: "the last of five", attempt: 4, isLast: true, follows: AIHandoffEvent.type),
            Row(
                name: "the last of five, for drafts", attempt: 4, isLast: true, environment: ["ASSIST_MODE": "true"],
                follows: AIReplyEvent.type),
            Row(name: "the one before", attempt: 3, isLast: false, follows: AIReplyEvent.type, isAsked: true),
            Row(name: "the only one", attempt: 0, isLast: true, follows: AIReplyEvent.type, isAsked: true),
        ])
    func lastTry(_ row: Row) async throws {
        try await Stage.run(row.environment) { stage in
            let engine = ScriptedEngine.echo()
            let function = try Functions(stage.services, engines: ["default": engine])
            let thread = try await stage.chat("Hello")
            let arrived = await stage.handle(function, try await stage.arrival(on: thread))
            var turn = try #require(arrived.events.first)
            (turn.attempt, turn.isLastAttempt) = (row.attempt, row.isLast)
            let result = await stage.handle(function, turn)
            #expect(result.status == .done && result.events.map(\.type) == [row.follows], "\(result.line)")
            #expect(engine.requests.count == (row.isAsked ? 1 : 0))
            // What follows is carried out as from any other turn.
            guard row.follows == AIHandoffEvent.type, let handoff = result.events.first else { return }
            #expect(result.code == .deadlinePassed)
            #expect(await stage.deliver(handoff, to: function, TestClock(now: Date())).status == .done)
            #expect(await stage.portal.comments(thread).count == 1)
            let line = "Thank you for your message. A colleague will get back to you shortly."
            #expect(await stage.portal.messages(thread).last?.text == line)
        }
    }
}
