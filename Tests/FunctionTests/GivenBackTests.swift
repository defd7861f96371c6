import FoundationEssentials
import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@testable import message_route

/// Whoever gives a conversation back expects the AI to answer what waits, whatever the session had heard until then.
@Suite("A conversation that a person gives back to the AI")
struct GivenBackTests {
    struct Row: NamedCase {
        let name: String
        /// Brings the thread to a person, with a message that nobody answered.
        let play: @Sendable (Stage, Relay, _ threadID: String) async throws -> Void
    }

    static let rows = [
        Row(name: "a rule had given it to a person before the AI's first turn") { stage, relay, thread in
            try await stage.portal.assign(threadID: thread, to: stage.portal.settings.rep.userID)
            try await relay.settle()
        },
        Row(name: "a rule had, and that was told before the message") { stage, relay, thread in
            try await stage.portal.assign(threadID: thread, to: stage.portal.settings.rep.userID)
            for event in await heard(stage).reversed() { relay.add(event) }
            try await relay.settle()
        },
        Row(name: "a rule had, and that is told last of all") { stage, relay, thread in
            try await stage.portal.assign(threadID: thread, to: stage.portal.settings.rep.userID)
            let events = await heard(stage)
            relay.add(try #require(events.first { $0.type == HubSpotEvent.newMessage }))
            try await relay.settle()
            try await stage.portal.assign(threadID: thread, to: nil)
            try await relay.settle()
            for event in events { relay.add(event) }
        },
        Row(name: "a person had answered and closed it, and the customer wrote again") { stage, relay, thread in
            try await closed(stage, relay, thread)
            _ = try await stage.chat("two", on: thread)
            try await relay.settle()
        },
        Row(name: "the same, and HubSpot has not told yet that it is open again") { stage, relay, thread in
            try await closed(stage, relay, thread)
            _ = try await stage.chat("two", on: thread)
            let events = await heard(stage)
            relay.add(try #require(events.first { $0.type == HubSpotEvent.newMessage }))
            try await relay.settle()
        },
    ]

    private static func heard(_ stage: Stage) async -> [RelayEvent] {
        WebhookBatch(await stage.portal.takeWebhooks(), organization: nil, portalID: nil).events
    }

    private static func closed(_ stage: Stage, _ relay: Relay, _ thread: String) async throws {
        try await relay.settle()
        try await stage.portal.repReplies(threadID: thread, text: "I am Bo.")
        try await relay.settle()
        try await stage.portal.closeThread(thread)
        try await relay.settle()
    }

    @Test("What waits is answered, once", arguments: rows, ["nobody", "the AI's user"])
    func answered(_ row: Row, to whom: String) async throws {
        try await Stage.run { stage in
            let relay = try Relay(stage, engine: ScriptedEngine.echo())
            let thread = try await stage.chat("one")
            try await row.play(stage, relay, thread)
            for _ in 0..<2 {
                try await stage.portal.assign(
                    threadID: thread, to: whom == "nobody" ? nil : stage.portal.settings.aiUser.userID)
                try await relay.settle()
                #expect(try await stage.session(of: thread).state == .open)
                let messages = await stage.portal.messages(thread)
                let questions = messages.filter { $0.direction == .incoming }.map { "You wrote: \($0.text)" }
                #expect(messages.filter { $0.text.hasPrefix("You wrote:") }.map(\.text) == questions)
            }
        }
    }

    @Test("A message whose turn is still to come gets no other one")
    func notBefore() async throws {
        try await Stage.run(["CHAT_DELAY": "60"]) { stage in
            let engine = ScriptedEngine.echo()
            let relay = try Relay(stage, engine: engine)
            let thread = try await stage.chat("one")
            try await stage.portal.assign(threadID: thread, to: stage.portal.settings.aiUser.userID)
            let steps = try await relay.settle()
            #expect(steps.count { $0.event.type == ConversationTurnEvent.type } == 1)
            #expect(engine.requests.count == 1)
        }
    }
}
