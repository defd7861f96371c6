import Conversations
import Foundation
import HubSpotSimulator
import RelayCore
import SessionStore
import TestSupport
import Testing

@testable import ticket_property_mirror

@Suite("What people edit on a ticket")
struct MirrorTests {
    @Test("Its label is read once, and again for a value that is not known; a failure is not kept")
    func labels() async throws {
        try await MirrorStage.run { here in
            let function = try Functions(here.stage.services)
            here.stage.simulator.failNext(.refuse(.unavailable), matching: .operation(.listPipelines), times: nil)
            #expect(try await here.change("hs_pipeline", "0", at: 1000, by: function).data["label"] == .null)
            here.stage.simulator.forgetFaults()
            var before = here.calls(.listPipelines)
            for (time, stage) in [(2000, "2"), (3000, "3"), (4000, "2")] {
                let result = try await here.change("hs_pipeline_stage", JSON.string(stage), at: time, by: function)
                #expect(result.data["label"]?.string?.hasPrefix("Waiting") == true)
            }
            #expect(here.calls(.listPipelines) == before + 1)
            // A stage that was added since.
            before = here.calls(.listPipelines)
            #expect(try await here.change("hs_pipeline_stage", "77", at: 5000, by: function).data["label"] == .null)
            #expect(here.calls(.listPipelines) == before + 1)
            // A text has no label, and is not asked for again and again.
            before = here.calls(.getProperty)
            for time in [1, 2, 3] { _ = try await here.change("subject", JSON.string("text \(time)"), at: time, by: function) }
            #expect(here.calls(.getProperty) == before + 1)
            let several = try await here.change("customer_plan", "gold;silver", at: 1, by: function)
            #expect(several.data["label"] == "Gold; Silver")
            let owner = here.portal.settings.rep.ownerID
            let owned = try await here.change("hubspot_owner_id", .number(JSONNumber(owner)), at: 1, by: function)
            #expect(owned.data["label"] == "Riley Rep")
        }
    }

    @Test("A withheld value is not taken for one, nor for a cleared one")
    func redacted() async throws {
        try await MirrorStage.run { here in
            _ = try await here.change("content", "known", at: 1000)
            let hidden = try await here.change("content", "REDACTED", at: 2000)
            #expect(hidden.status == .done && hidden.data["isRedacted"] == true && hidden.data["value"] == .null)
            let entry = try #require(try await here.data("note"))
            #expect(entry.isRedacted && entry.value == nil)
            // It changed again, and nobody may say to what: the session is told.
            #expect(try await here.change("content", "REDACTED", at: 3000).events.count == 1)
            // On a property that is not sensitive it is a word like any other.
            let word = try await here.change("content", "REDACTED", at: 4000, ["isSensitive": false])
            #expect(word.data["value"] == "REDACTED")
            #expect(try await here.data("note")?.isRedacted == false)
        }
    }

    @Test("Every thread of the ticket hears of it, also one that was put on it later")
    func severalThreads() async throws {
        try await MirrorStage.run { here in
            let other = try await here.stage.chat("Another matter")
            try await here.relay.settle()
            try await here.portal.addThread(other, toTicket: here.ticketID)
            try await here.portal.editTicketProperty(ticketID: here.ticketID, name: "customer_plan", value: "gold")
            let steps = try await here.relay.settle()
            let result = try #require(steps.results(HubSpotEvent.ticketPropertyChange).last)
            #expect(result.data["sessionIds"]?.array?.count == 2)
            let otherSession = try await here.stage.session(of: other)
            #expect(otherSession.ticketID == here.ticketID)
            for session in [here.sessionID, otherSession.id] {
                let entry = try #require(try await here.data("plan", session: session))
                #expect(entry.value == "gold" && entry.label == "Gold" && entry.origin == .ticket)
            }
        }
    }

    @Test("What is told before a session has the ticket is kept, and applied when it has")
    func early() async throws {
        try await Stage.run(MirrorStage.mapping) { stage in
            try await stage.portal.defineTicketProperty(MirrorStage.plan)
            let relay = try Relay(stage, engine: ScriptedEngine.echo())
            let threadID = try await stage.chat("Hello")
            let ticketID = try await stage.portal.createTicket(properties: ["subject": "By hand", "hs_pipeline_stage": "1"])
            for value in ["silver", "gold"] {
                try await stage.portal.editTicketProperty(ticketID: ticketID, name: "customer_plan", value: value)
            }
            let early = try await relay.settle().results(HubSpotEvent.ticketPropertyChange).filter {
                $0.data["property"] == "customer_plan"
            }
            #expect(early.map(\.code) == [.noSession, .noSession])
            try await stage.portal.addThread(threadID, toTicket: ticketID)
            _ = try await stage.chat("Still there?", on: threadID)
            try await relay.settle()
            let session = try await stage.session(of: threadID)
            #expect(session.ticketID == ticketID)
            let data = try await stage.store.customData(sessionID: session.id)
            #expect(data.first { $0.property == "plan" }?.value == "gold")
            #expect(data.first { $0.property == "plan" }?.label == "Gold")
        }
    }

    @Test("A change that was applied and not told of is told of when it comes again")
    func interrupted() async throws {
        try await MirrorStage.run { here in
            let time = Date(timeIntervalSince1970: 1_700_000_000)
            let entry = CustomDataEntry(property: "plan", value: "gold", label: "Gold", occurredAt: time)
            _ = try await here.stage.store.setProperty(sessionID: here.sessionID, entry: entry)
            let result = try await here.change("customer_plan", "gold", at: 1_700_000_000_000)
            #expect(result.status == .done && result.code == .unchanged && result.events.count == 1)
        }
    }
}
