import FoundationEssentials
import HubSpotSimulator
import RelayCore
import SessionStore
import TestSupport
import Testing

@testable import message_route

@Suite("A message arrives")
struct ArrivalTests {
    struct Row: NamedCase {
        let name: String
        var environment: [String: String] = [:]
        /// Writes on the thread; the id of what was written.
        let write: @Sendable (SimulatedPortal, _ threadID: String) async throws -> String
        let code: ReasonCode?
        let role: TimelineEntry.Role?
        /// How many calls of HubSpot the event may cost.
        var calls = 1
    }

    static let rows = [
        Row(
            name: "a customer's",
            write: {
                try await $0.customerWritesEmail(
                    from: "casey@customer.example", subject: "Re: it", text: "words", threadID: $1
                ).messageID
            }, code: nil,
            role: .customer),
        Row(
            name: "a person's reply", write: { try await $0.repReplies(threadID: $1, text: "words").messageID },
            code: .senderIsAgent, role: .rep),
        Row(
            name: "an internal comment", write: { try await $0.repComments(threadID: $1, text: "words").messageID },
            code: .internalComment, role: .note),
        Row(
            name: "a chatflow bot's", write: { try await $0.botReplies(threadID: $1, text: "words").messageID },
            code: .senderIsBot, role: .ai),
        Row(
            name: "HubSpot's customer agent's",
            write: { try await $0.botReplies(threadID: $1, text: "words", actorID: "L-12").messageID }, code: .senderIsBot,
            role: .ai),
        Row(
            name: "a colleague's from their own mailbox", environment: ["OWN_DOMAINS": "shop.example"],
            write: {
                try await $0.customerWritesEmail(from: "bo@shop.example", subject: "Re: it", text: "words", threadID: $1)
                    .messageID
            }, code: .ownDomain, role: .rep),
        Row(
            name: "an absence note",
            write: {
                try await $0.customerWritesEmail(
                    from: "casey@customer.example", subject: "Automatic reply: it", text: "words", threadID: $1
                ).messageID
            }, code: .automaticMail, role: .customer),
    ]

    @Test("Each is written down as whose it is, and only a customer's gets a turn", arguments: rows)
    func arrival(_ row: Row) async throws {
        try await Stage.run(row.environment.merging(["HUBSPOT_APP_ID": "1098266"]) { $1 }) { stage in
            let function = try Functions(stage.services)
            let thread = try await stage.portal.customerWritesEmail(
                from: "casey@customer.example", subject: "It", text: "Hello"
            ).threadID
            _ = await stage.handle(function, try await stage.arrival(on: thread))
            let calls = stage.simulator.calls.count
            let id = try await row.write(stage.portal, thread)
            let event = Stage.event(HubSpotEvent.newMessage, ["objectId": .string(thread), "messageId": .string(id)])
            let result = await stage.handle(function, event)
            #expect(result.code == row.code)
            #expect(result.events.map(\.type) == (row.code == nil ? [ConversationTurnEvent.type] : []))
            #expect(result.status == (row.code == nil ? .done : .skipped))
            let timeline = try await stage.store.timeline(
                sessionID: try await stage.session(of: thread).id, limit: 10)
            let entry = timeline.first { $0.id == id }
            #expect(entry?.role == row.role)
            #expect(entry?.text == "words")
            #expect(stage.simulator.calls.count - calls == row.calls)
        }
    }

    @Test("Our own message is known by the ledger, without a call; a welcome message by its event")
    func withoutCalls() async throws {
        try await Stage.run { stage in
            let function = try Functions(stage.services)
            _ = try await stage.store.startEffect(key: "reply:1:m", now: Date())
            try await stage.store.finishEffect(key: "reply:1:m", hubSpotID: "own")
            let own = await stage.handle(function, Stage.event(HubSpotEvent.newMessage, ["objectId": 1, "messageId": "own"]))
            #expect(own.code == .ownMessage)
            let welcome = await stage.handle(
                function,
                Stage.event(
                    HubSpotEvent.newMessage, ["objectId": 1, "messageId": "w", "messageType": "WELCOME_MESSAGE"]))
            #expect(welcome.code == .notAMessage)
            #expect(stage.simulator.calls.isEmpty)
        }
    }

    @Test("What is said on a thread that no customer wrote on makes no session")
    func noSession() async throws {
        try await Stage.run { stage in
            let thread = try await stage.chat("Hello")
            let reply = try await stage.portal.repReplies(threadID: thread, text: "Hi")
            let result = await stage.handle(
                try Functions(stage.services),
                Stage.event(HubSpotEvent.newMessage, ["objectId": .string(thread), "messageId": .string(reply.messageID)]))
            #expect(result.code == .senderIsAgent && result.data["sessionId"] == .null)
            // The customer's message, once its event comes, brings the session, and the turn reads what was said before.
            _ = try await stage.chat("Thanks", on: thread)
            _ = try await Relay(stage, engine: ScriptedEngine.echo()).settle()
            let timeline = try await stage.store.timeline(
                sessionID: try await stage.session(of: thread).id, limit: 10)
            #expect(timeline.map(\.text).prefix(3) == ["Hello", "Hi", "Thanks"])
        }
    }

    @Test("A thread or message that HubSpot does not have: asked again once, then skipped")
    func missing() async throws {
        try await Stage.run { stage in
            let function = try Functions(stage.services)
            var event = Stage.event(HubSpotEvent.newMessage, ["objectId": 77, "messageId": "gone"])
            let first = await stage.handle(function, event)
            #expect(first.status == .retry && first.code == .notFound)
            event.attempt = 1
            let second = await stage.handle(function, event)
            #expect(second.status == .skipped && second.code == .notFound)
            let turn = Stage.event(ConversationTurnEvent.type, ["threadId": 77, "messageId": "gone"])
            #expect(await stage.handle(function, turn).code == .notFound)
        }
    }
}
