import FoundationEssentials
import RelayCore
import TestSupport
import Testing

@Suite("Whose result is kept")
struct KeptResultTests {
    struct Row: NamedCase {
        let name: String
        /// The event, and who answers.
        let event: @Sendable (Stage, Functions) async throws -> RelayEvent
        var engine = ScriptedEngine.echo()
        let isKept: Bool
    }

    static let rows = [
        Row(name: "a customer's message", event: { stage, _ in try await message(stage) }, isKept: true),
        Row(
            name: "what we wrote ourselves",
            event: { stage, _ in
                _ = try await stage.store.startEffect(key: "reply:1:m", now: Date())
                try await stage.store.finishEffect(key: "reply:1:m", hubSpotID: "own")
                return Stage.event(HubSpotEvent.newMessage, ["objectId": 1, "messageId": "own"])
            }, isKept: false),
        Row(
            name: "a greeting that HubSpot shows by itself",
            event: { _, _ in
                Stage.event(HubSpotEvent.newMessage, ["objectId": 1, "messageId": "w", "messageType": "WELCOME_MESSAGE"])
            }, isKept: false),
        Row(
            name: "a new thread", event: { _, _ in Stage.event(HubSpotEvent.conversationCreation, ["objectId": 1]) },
            isKept: false),
        Row(name: "a turn, whose outcome is kept", event: turn, isKept: false),
        Row(
            name: "a turn that hands over", event: turn,
            engine: ScriptedEngine { _ throws(AnswerError) in .handoff(.init(reason: "Wants a person", summary: "Short")) },
            isKept: false),
        Row(
            name: "a turn that is answered later, by a time that is kept", event: turn,
            engine: ScriptedEngine { _ throws(AnswerError) in .deferred }, isKept: true),
        Row(
            name: "a turn without an outcome",
            event: { stage, functions in
                let event = try await turn(stage, functions)
                _ = try await stage.chat("And this", on: try #require(event.data["threadId"]?.id))
                _ = await stage.handle(functions, try await stage.arrival(on: try #require(event.data["threadId"]?.id)))
                return event
            }, isKept: true),
    ]

    private static func message(_ stage: Stage) async throws -> RelayEvent {
        try await stage.arrival(on: try await stage.chat("Where is my parcel?"))
    }

    private static let turn: @Sendable (Stage, Functions) async throws -> RelayEvent = { stage, functions in
        try #require(await stage.handle(functions, try await message(stage)).events.first)
    }

    @Test("A result that stands by itself is not; and a repeat comes to the same either way", arguments: rows)
    func kept(_ row: Row) async throws {
        try await Stage.run { stage in
            let functions = try Functions(stage.services, engines: ["default": row.engine])
            let event = try await row.event(stage, functions)
            let result = await stage.handle(functions, event)
            let identity = EventIdentity(source: event.source, id: event.id)
            #expect(try await (stage.store.resultLine(of: identity) != nil) == row.isKept)
            #expect(await stage.handle(functions, event).kept.line == result.kept.line)
            // No claim is left either: another worker may have it at once.
            guard !row.isKept else { return }
            #expect(try await stage.store.claim(identity, owner: "other", now: Date(), until: Date() + 1) == .claimed)
            #expect(await stage.handle(functions, event).kept.line == result.kept.line)
        }
    }

    @Test("What was kept of an event counts, whatever stands since")
    func earlier() async throws {
        try await Stage.run { stage in
            let functions = try Functions(stage.services, engines: ["default": ScriptedEngine.echo()])
            let event = try await Self.turn(stage, functions)
            let identity = EventIdentity(source: event.source, id: event.id)
            _ = try await stage.store.claim(identity, owner: "one", now: Date(), until: Date() + 1)
            _ = try await stage.store.finish(
                identity, owner: "one", resultLine: #"{"status":"skipped","code":"erased"}"#, subject: nil, now: Date())
            _ = try await stage.store.recordTurnOutcome(
                threadID: try #require(event.data["threadId"]?.id), messageID: try #require(event.data["messageId"]?.id),
                outcome: #"{"action":"none"}"#, now: Date())
            #expect(await stage.handle(functions, event).code == .erased)
        }
    }
}
