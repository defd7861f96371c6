import FoundationEssentials
import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@Suite("A ticket is closed")
struct TicketClosingTests {
    struct Row: NamedCase {
        let name: String
        let stage: String
        let state: Session.State
    }

    @Test(
        "Its session is closed with it, by the stage's own account; a customer who writes again opens it",
        arguments: [
            Row(name: "to a closed stage", stage: "4", state: .closed), Row(name: "to an open stage", stage: "2", state: .open),
        ])
    func closed(_ row: Row) async throws {
        try await Stage.run { stage in
            let relay = try Relay(stage, engine: ScriptedEngine.echo())
            let thread = try await stage.chat("one")
            let ticket = try await stage.portal.createTicket(
                properties: ["subject": "Boots", "hs_pipeline": "0", "hs_pipeline_stage": "1"], threadID: thread)
            try await relay.settle()
            try await stage.portal.editTicketProperty(ticketID: ticket, name: "hs_pipeline_stage", value: row.stage)
            try await relay.settle()
            #expect(try await stage.session(of: thread).state == row.state)
            _ = try await stage.chat("two", on: thread)
            try await relay.settle()
            #expect(try await stage.session(of: thread).state == .open)
            #expect(await stage.portal.messages(thread).last?.text == "You wrote: two")
        }
    }

    @Test("While HubSpot does not tell the stages, the event is tried again")
    func unknown() async throws {
        try await Stage.run { stage in
            let relay = try Relay(stage, engine: ScriptedEngine.echo())
            let thread = try await stage.chat("one")
            let ticket = try await stage.portal.createTicket(
                properties: ["subject": "Boots", "hs_pipeline": "0", "hs_pipeline_stage": "1"], threadID: thread)
            try await relay.settle()
            stage.simulator.failNext(.refuse(.serverError), matching: .path(containing: "/pipelines/"), times: 8)
            try await stage.portal.editTicketProperty(ticketID: ticket, name: "hs_pipeline_stage", value: "4")
            let steps = try await relay.settle()
            #expect(steps.contains { $0.event.type == HubSpotEvent.ticketPropertyChange && $0.result.code == .unavailable })
            #expect(try await stage.session(of: thread).state == .closed)
        }
    }
}
