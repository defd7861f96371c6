import Conversations
import Foundation
import HubSpotSimulator
import RelayCore
import SessionStore
import TestSupport
import Testing

@testable import ticket_property_mirror

@Suite("Custom data that is edited on our side")
struct MirrorUpdateTests {
    @Test("It goes to the ticket at once; what the portal lacks is named, and costs nothing else")
    func pushed() async throws {
        try await MirrorStage.run { here in
            let result = try await here.update(["plan": "gold", "score": 7, "ours": true])
            #expect(result.status == .done)
            #expect(result.data["pushed"] == ["customer_plan"])
            #expect(result.data["unknownProperties"] == ["no_such_property"])
            #expect(result.events.map(\.type) == [SessionUpdatedEvent.type])
            #expect(await here.portal.ticket(here.ticketID)?.properties["customer_plan"] == "gold")
            #expect(try await here.data("plan")?.origin == .pushed)
            #expect(try await here.data("score")?.value == "7")
            #expect(try await here.data("score")?.origin == .session)
            #expect(try await here.data("ours")?.value == "true")
            // HubSpot tells our own write back: nobody hears of it again, and nothing is written again.
            let writes = here.calls(.updateTicket)
            let told = try #require(
                try await here.relay.settle().results(HubSpotEvent.ticketPropertyChange).last {
                    $0.data["property"] == "customer_plan"
                })
            #expect(told.status == .skipped && told.code == .ownWrite && told.events.isEmpty)
            #expect(here.calls(.updateTicket) == writes)
            let entry = try #require(try await here.data("plan"))
            #expect(entry.value == "gold" && entry.label == "Gold" && entry.origin == .ticket)
            // A person changes it after that.
            try await here.portal.editTicketProperty(ticketID: here.ticketID, name: "customer_plan", value: "silver")
            try await here.relay.settle()
            #expect(try await here.data("plan")?.value == "silver")
        }
    }

    @Test("null clears, in the session and on the ticket")
    func cleared() async throws {
        try await MirrorStage.run { here in
            _ = try await here.update(["plan": "gold"])
            _ = try await here.relay.settle()
            #expect(try await here.update(["plan": .null], at: Date() + 1).data["pushed"] == ["customer_plan"])
            #expect(try await here.data("plan")?.value == nil)
            #expect((await here.portal.ticket(here.ticketID)?.properties["customer_plan"] ?? "").isEmpty)
        }
    }

    @Test("A value that HubSpot does not take is named, and the others are written")
    func refused() async throws {
        try await MirrorStage.run { here in
            let result = try await here.update(["plan": "platinum", "note": "about boots"])
            #expect(result.status == .done && result.code == .validation)
            #expect(result.data["refused"] == ["customer_plan"])
            #expect(result.data["pushed"] == ["content"])
            #expect(await here.portal.ticket(here.ticketID)?.properties["content"] == "about boots")
        }
    }

    @Test("An edit that is older than a person's loses, here and there")
    func stale() async throws {
        try await MirrorStage.run { here in
            let now = Date()
            _ = try await here.change("customer_plan", "silver", at: Timestamp.milliseconds(now))
            let writes = here.calls(.updateTicket)
            let result = try await here.update(["plan": "gold"], at: now - 60)
            #expect(result.status == .skipped && result.code == .stale && result.data["stale"] == ["plan"])
            #expect(here.calls(.updateTicket) == writes)
            #expect(try await here.data("plan")?.value == "silver")
        }
    }

    @Test("A write whose answer was lost is written again, and stands once")
    func repeated() async throws {
        try await MirrorStage.run { here in
            here.stage.simulator.failNext(.refuse(.unavailable), matching: .operation(.updateTicket))
            var event = Stage.event(
                SessionUpdateEvent.type, ["sessionId": .string(here.sessionID), "customData": ["plan": "gold"]])
            event.time = Timestamp.rfc3339(Date())
            let function = try Functions(here.stage.services)
            let first = await here.stage.handle(function, event)
            #expect(first.status == .retry)
            let second = await here.stage.handle(function, event)
            #expect(second.status == .done && second.data["pushed"] == ["customer_plan"])
            #expect(await here.stage.handle(function, event).kept.line == second.kept.line)
        }
    }

    @Test("Without a ticket it stays in the session, for the handoff")
    func noTicket() async throws {
        try await MirrorStage.run(MirrorStage.mapping, { $0.createsTickets = true }) { here in
            try await here.portal.deleteTicket(here.ticketID)
            try await here.relay.settle()
            let result = try await here.update(["plan": "gold"])
            #expect(result.status == .done && result.data["pushed"] == [])
            #expect(try await here.data("plan")?.origin == .session)
        }
    }

    struct BadUpdate: NamedCase {
        let name: String
        let data: JSON
        let field: String
    }

    @Test(
        "A bad update names its field",
        arguments: [
            BadUpdate(name: "no session", data: ["customData": ["a": "b"]], field: "data.sessionId"),
            BadUpdate(name: "no data", data: ["sessionId": "ses_1"], field: "data.customData"),
            BadUpdate(name: "nothing in it", data: ["sessionId": "ses_1", "customData": [:]], field: "data.customData"),
            BadUpdate(
                name: "a list", data: ["sessionId": "ses_1", "customData": ["a": [1]]], field: "data.customData.a"),
            BadUpdate(
                name: "too long",
                data: ["sessionId": "ses_1", "customData": ["a": .string(String(repeating: "x", count: 65_537))]],
                field: "data.customData.a"),
        ])
    func bad(_ row: BadUpdate) async throws {
        try await Stage.run { stage in
            let result = await stage.handle(
                try Functions(stage.services), Stage.event(SessionUpdateEvent.type, row.data))
            #expect(result.status == .failed && result.code == .badField)
            #expect(result.message?.hasPrefix(row.field) == true, "\(result.line)")
        }
    }

    @Test("An unknown session is an error")
    func unknownSession() async throws {
        try await Stage.run { stage in
            let event = Stage.event(SessionUpdateEvent.type, ["sessionId": "ses_none", "customData": ["a": "b"]])
            let result = await stage.handle(try Functions(stage.services), event)
            #expect(result.status == .failed && result.code == .noSession)
        }
    }
}
