import FoundationEssentials
import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@testable import handoff_comment

@Suite("Conversations of a help desk, where HubSpot takes no comments")
struct HelpDeskTests {
    private static var settings: PortalSettings {
        var settings = PortalSettings()
        for index in settings.channelAccounts.indices { settings.channelAccounts[index].inboxID = "3302" }
        return settings
    }

    private static func notes(_ stage: Stage) async -> [SimulatedObject] {
        var notes: [SimulatedObject] = []
        for ticket in await stage.portal.allTickets { notes += await stage.portal.notes(on: ObjectReference(.ticket, ticket.id)) }
        return notes
    }

    @Test("The handoff's comment is a note on the ticket, and comes back as our own", arguments: ["v3", "2026-09"])
    func handoff(_ edition: String) async throws {
        var settings = Self.settings
        settings.subscriptions.insert(.objectCreation)
        try await Stage.run(["HUBSPOT_API_EDITION": edition], settings) { stage in
            let relay = try Relay(stage)
            let thread = try await stage.chat("I want to talk to a human please")
            let steps = try await relay.settle()
            #expect(await stage.portal.comments(thread).isEmpty)
            let notes = await Self.notes(stage)
            #expect(notes.count == 1)
            let text = try #require(notes.first?.properties["hs_note_body"])
            #expect(text.contains(Marker.handoff) && text.contains("The customer asked for a person"))
            #expect(steps.results(AIHandoffEvent.type).map { $0.data["commentId"]?.string } == [notes.first?.id])
            #expect(steps.results(HubSpotEvent.objectCreation).contains { $0.code == .ownMessage }, "\(steps)")
            #expect(!stage.simulator.calls.contains { $0.operation == .postMessage && $0.body["type"] == "COMMENT" })
            #expect(stage.simulator.calls.count { $0.operation == .listInboxes } == 1)
        }
    }

    @Test("So is a draft; the ticket is made for it where there is none")
    func draft() async throws {
        try await Stage.run(["ASSIST_MODE": "true"], Self.settings) { stage in
            let relay = try Relay(stage, engine: ScriptedEngine.echo())
            let thread = try await stage.chat("How long does shipping take?")
            var steps = try await relay.settle()
            #expect(steps.results(AIReplyEvent.type).map { $0.data["kind"]?.string } == ["note"])
            _ = try await stage.chat("And to Norway?", on: thread)
            steps = try await relay.settle()
            #expect(await stage.portal.messages(thread).count == 2)
            #expect(await stage.portal.comments(thread).isEmpty)
            let texts = await Self.notes(stage).compactMap { $0.properties["hs_note_body"] }
            #expect(texts.count == 2 && texts.allSatisfy { $0.contains("AI draft (the customer has not got it)") })
            let ticket = try await stage.onlyTicket()
            #expect(await stage.portal.thread(thread)?.ticketID == ticket.id)
            #expect(try await stage.session(of: thread).ticketID == ticket.id)
        }
    }

    @Test("A thread that refuses a comment although its inbox is none gets a note, too")
    func refusal() async throws {
        try await Stage.run { stage in
            stage.simulator.failNext(.refuse(.invalid("not supported")), matching: .posting(.comment), times: nil)
            let thread = try await stage.chat("I want to talk to a human please")
            let result = try await stage.handOff(["threadId": .string(thread)])
            #expect(result.status == .done && Stage.notDone(result) == [], "\(result.line)")
            #expect(await Self.notes(stage).map(\.id) == [result.data["commentId"]?.string])
        }
    }

    @Test(
        "There is one note, whatever becomes of its call",
        arguments: [Fault.dropAfterActing, .dropBeforeActing, .refuse(.serverError), .actThenRefuse(.unavailable)], [true, false])
    func once(_ fault: Fault, _ isHelpDesk: Bool) async throws {
        try await Stage.run([:], isHelpDesk ? Self.settings : PortalSettings()) { stage in
            if !isHelpDesk {
                stage.simulator.failNext(.refuse(.invalid("not supported")), matching: .posting(.comment), times: nil)
            }
            stage.simulator.failNext(fault, matching: .operation(.createNote))
            let thread = try await stage.chat("I want to talk to a human please")
            let result = try await stage.handOff(["threadId": .string(thread)])
            #expect(result.status == .done, "\(result.line)")
            #expect(await Self.notes(stage).map(\.id) == [result.data["commentId"]?.string])
        }
    }

    @Test("Where there is neither a ticket nor a comment the handoff is failed: nobody would know of it")
    func nowhere() async throws {
        try await Stage.run(["TICKETING": "false"], Self.settings) { stage in
            let thread = try await stage.chat("I want to talk to a human please")
            let result = try await stage.handOff(["threadId": .string(thread)])
            #expect(result.status == .failed && result.code == .ticketingOff)
            let ticket = try await stage.portal.createTicket(
                properties: ["subject": "HubSpot's own", "hs_pipeline_stage": "1"], threadID: thread)
            let again = try await stage.handOff(["threadId": .string(thread)])
            #expect(again.status == .done, "\(again.line)")
            #expect(await stage.portal.notes(on: ObjectReference(.ticket, ticket)).count == 1)
        }
    }
}
