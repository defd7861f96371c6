import Foundation
import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@Suite("What is written once, however often its event is done again")
struct RepeatedWriteTests {
    struct Row: NamedCase {
        let name: String
        let type: String
        /// `threadId` and `sessionId` are filled in where they stand.
        let data: JSONObject
        /// Whose reply it is, a person of the team.
        var isPersons = false
    }

    static let rows = [
        Row(name: "a person's reply", type: AIReplyEvent.type, data: ["threadId": "", "text": "Only once."], isPersons: true),
        Row(
            name: "a reply of the AI's that names no message", type: AIReplyEvent.type,
            data: ["threadId": "", "text": "Only once."]),
        Row(name: "a reply to the session", type: AIReplyEvent.type, data: ["sessionId": "", "text": "Only once."]),
        Row(
            name: "a handoff", type: AIHandoffEvent.type, data: ["threadId": "", "reason": "Only once", "summary": "Only once."]),
        Row(
            name: "a handoff of a conversation without a thread", type: AIHandoffEvent.type,
            data: ["reason": "Only once", "summary": "Only once.", "contact": ["email": "robin@customer.example"]]),
    ]

    /// How often its words stand at HubSpot.
    private static func count(_ stage: Stage, _ thread: String) async -> Int {
        let portal = stage.portal
        var count = await portal.messages(thread).count { $0.text.contains("Only once") }
        count += await portal.comments(thread).count
        for ticket in await portal.allTickets { count += await portal.notes(on: ObjectReference(.ticket, ticket.id)).count }
        return count
    }

    @Test("A repeat writes nothing again, and one that is to write anew does", arguments: rows)
    func once(_ row: Row) async throws {
        try await Stage.run { stage in
            let thread = try await stage.chat("Hello")
            let functions = try Functions(stage.services, engines: ["default": ScriptedEngine.echo()])
            _ = await stage.handle(functions, try await stage.arrival(on: thread))
            var data = row.data
            if data["threadId"] != nil { data["threadId"] = .string(thread) }
            if data["sessionId"] != nil { data["sessionId"] = .string(try await stage.session(of: thread).id) }
            if row.isPersons { data["senderUserId"] = .string("\(stage.portal.settings.rep.userID)") }
            func deliver(_ id: String) async throws -> FunctionResult {
                await stage.deliver(
                    Stage.event(row.type, .object(data), id: id), to: try Functions(stage.services), TestClock(now: .now))
            }
            #expect(try await deliver("first").status == .done)
            #expect(await Self.count(stage, thread) == 1)
            // Then the customer goes on, so that an answer would have its place again.
            _ = try await stage.chat("One more thing", on: thread)
            _ = await stage.handle(functions, try await stage.arrival(on: thread))
            let again = RepeatedEvent.id(of: "first", unique: "1")
            for id in [again, RepeatedEvent.id(of: "first", unique: "2"), RepeatedEvent.id(of: again, unique: "3")] {
                let result = try await deliver(id)
                #expect(result.status == .done || result.status == .skipped, "\(result.line)")
            }
            #expect(await Self.count(stage, thread) == 1)
            let anew = try await deliver(RepeatedEvent.id(of: "first", unique: "4", writing: .anew))
            #expect(anew.status == .done, "\(anew.line)")
            #expect(await Self.count(stage, thread) == 2)
        }
    }
}
