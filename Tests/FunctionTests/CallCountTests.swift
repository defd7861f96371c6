import FoundationEssentials
import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@testable import ai_turn

@Suite("How many calls of HubSpot a message costs")
struct CallCountTests {
    typealias Writing = @Sendable (SimulatedPortal, _ threadID: String?) async throws -> Written

    struct Row: NamedCase {
        let name: String
        let write: Writing
        /// What happens while the AI thinks.
        var meanwhile: (@Sendable (SimulatedPortal, _ threadID: String) async throws -> Void)?
        /// The calls, in order, without what is read once for many messages.
        let calls: [HubSpotSimulator.Operation]
    }

    private static let chat: Writing = { try await $0.customerWritesChat(text: "one", threadID: $1) }
    private static let mail: Writing = {
        try await $0.customerWritesEmail(from: "robin@reader.example", subject: "Boots", text: "one", threadID: $1)
    }
    private static let answered: [HubSpotSimulator.Operation] = [
        .listMessages, .getThread, .getThread, .postMessage, .getMessage,
    ]

    static let rows = [
        Row(name: "a chat", write: chat, calls: answered),
        Row(name: "an e-mail", write: mail, calls: answered),
        Row(
            name: "somebody wrote while the AI thought: the messages are read again, and the person is not spoken over",
            write: chat, meanwhile: { try await $0.repReplies(threadID: $1, text: "I am Riley.") },
            calls: [.listMessages, .getThread, .getThread, .listMessages]),
        Row(
            name: "only the owner changed: the thread tells", write: chat,
            meanwhile: { try await $0.assign(threadID: $1, to: $0.settings.rep.userID) },
            calls: [.listMessages, .getThread, .getThread]),
    ]

    /// The webhook of the message alone: what others tell of costs calls of its own.
    @Test("A message costs", arguments: rows, [false, true])
    func calls(_ row: Row, isLater: Bool) async throws {
        try await Stage.run(["HUBSPOT_APP_ID": "1098266"]) { stage in
            let relay = try Relay(stage, engine: ScriptedEngine.echo())
            // What a worker learns once: the portal's mailboxes.
            _ = try await Self.mail(stage.portal, nil)
            var thread: String?
            if isLater { thread = try await row.write(stage.portal, nil).threadID }
            try await relay.settle()
            let before = stage.simulator.calls.count
            let written = try await row.write(stage.portal, thread)
            let arrival = try await stage.arrival(on: written.threadID)
            _ = await stage.portal.takeWebhooks()
            relay.onStep = { step in
                _ = await stage.portal.takeWebhooks()
                guard step.event.type == ConversationTurnEvent.type, let meanwhile = row.meanwhile else { return }
                do { try await meanwhile(stage.portal, written.threadID) } catch { Issue.record(error) }
                _ = await stage.portal.takeWebhooks()
            }
            relay.add(arrival)
            try await relay.settle()
            #expect(stage.simulator.calls.dropFirst(before).compactMap(\.operation) == row.calls)
            let answers = await stage.portal.messages(written.threadID).filter { $0.senders.first?.actorID == "A-52530071" }
            #expect(answers.count == (row.meanwhile == nil ? 1 : 0) + (isLater ? 1 : 0))
        }
    }

    @Test("A message that HubSpot tells of late is put before the AI with the one that came after it")
    func late() async throws {
        try await Stage.run { stage in
            let engine = ScriptedEngine.echo()
            let relay = try Relay(stage, engine: engine)
            let thread = try await stage.chat("zero")
            try await relay.settle()
            _ = try await stage.chat("one", on: thread)
            let late = await stage.portal.takeWebhooks()
            _ = try await stage.chat("two", on: thread)
            try await relay.settle()
            #expect(engine.requests.last?.messages.map(\.text) == ["one", "two"])
            for event in WebhookBatch(late, organization: nil, portalID: nil).events { relay.add(event) }
            try await relay.settle()
            #expect(await stage.portal.messages(thread).last?.text == "You wrote: one / two")
            #expect(engine.requests.count == 2)
        }
    }
}
