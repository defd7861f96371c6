import Conversations
import Foundation
import HubSpotSimulator
import RelayCore
import SessionStore
import TestSupport
import Testing

@testable import message_route
@testable import ticket_property_mirror

@Suite("Tickets that are merged, deleted, restored and put elsewhere; notes on them")
struct MirrorTicketTests {
    @Test("Merged: the sessions go to the ticket that is left, by either kind of event", arguments: [false, true])
    func merged(generic: Bool) async throws {
        try await MirrorStage.run(
            MirrorStage.mapping,
            {
                $0.subscriptions =
                    generic ? [.conversationNewMessage, .objectMerge, .objectPropertyChange] : WebhookType.standard
            }
        ) { here in
            let other = try await here.stage.chat("Another matter")
            try await here.relay.settle()
            let otherTicket = try #require(await here.portal.thread(other)?.ticketID)
            let left = try await here.portal.mergeTickets(primaryID: here.ticketID, otherID: otherTicket)
            let steps = try await here.relay.settle()
            let result = try #require(steps.results(generic ? "hubspot.object.merge" : "hubspot.ticket.merge").last)
            #expect(result.status == .done && result.data["sessionIds"]?.array?.count == 2, "\(result.line)")
            for thread in [here.threadID, other] { #expect(try await here.stage.session(of: thread).ticketID == left) }
            #expect(try await here.stage.store.sessionIDs(ticketID: left).count == 2)
            for old in [here.ticketID, otherTicket] where old != left {
                #expect(try await here.stage.store.sessionIDs(ticketID: old).isEmpty)
            }
            try await here.portal.editTicketProperty(ticketID: left, name: "customer_plan", value: "gold")
            try await here.relay.settle()
            #expect(try await here.data("plan")?.value == "gold")
        }
    }

    @Test("What was kept of merged tickets goes with them: the first one's values, and what it lacked")
    func carried() async throws {
        try await Stage.run { stage in
            let function = try Functions(stage.services)
            for (ticket, property, value, time) in [
                (11, "subject", "first", 1), (12, "subject", "second", 2), (12, "content", "more", 3),
            ] {
                let event = Stage.event(
                    HubSpotEvent.ticketPropertyChange,
                    [
                        "objectId": .number(JSONNumber(ticket)), "propertyName": .string(property),
                        "propertyValue": .string(value), "occurredAt": .number(JSONNumber(time)),
                    ])
                #expect(await stage.handle(function, event).code == .noSession)
            }
            let merge = Stage.event(
                "hubspot.ticket.merge",
                ["primaryObjectId": 11, "mergedObjectIds": [12], "newObjectId": 13, "occurredAt": 4, "objectId": 13])
            #expect(await stage.handle(function, merge).code == .noSession)
            let kept = try await stage.store.ticketProperties(ticketID: "13")
            #expect(kept.map(\.value) == ["more", "first"])
        }
    }

    @Test("Deleted: the session has none, and a later handoff makes a new one; come back: it is the session's again")
    func deleted() async throws {
        try await MirrorStage.run { here in
            try await here.portal.deleteTicket(here.ticketID)
            let gone = try #require(try await here.relay.settle().results("hubspot.ticket.deletion").last)
            #expect(gone.status == .done && gone.data["sessionIds"] == [.string(here.sessionID)], "\(gone.line)")
            #expect(try await here.stage.session(of: here.threadID).ticketID == nil)
            #expect(
                try await here.stage.store.formerSessionIDs(ticketID: here.ticketID) == [here.sessionID])
            // A deletion that comes late, of a ticket that is there: HubSpot counts, not the event.
            let other = try await here.portal.createTicket(properties: ["subject": "Again", "hs_pipeline_stage": "1"])
            let session = try await here.stage.session(of: here.threadID)
            try await here.stage.services.organization(of: Stage.event("x", [:]), Stage.context).linkTicket(
                other, to: session)
            let function = try Functions(here.stage.services)
            let late = await here.stage.handle(
                function,
                Stage.event("hubspot.object.deletion", ["objectId": .string(other), "objectTypeId": "0-5", "occurredAt": 5]))
            #expect(late.status == .done)
            #expect(try await here.stage.session(of: here.threadID).ticketID == other)
        }
    }

    @Test("Restored: the sessions that were its own are again, but for those with another ticket")
    func restored() async throws {
        try await MirrorStage.run { here in
            let services = try here.stage.services.organization(of: Stage.event("x", [:]), Stage.context)
            let sessions = services.sessions
            let restore = { (id: String) async throws in
                await here.stage.handle(
                    try Functions(here.stage.services),
                    Stage.event("hubspot.ticket.restore", ["objectId": .string(id), "occurredAt": 5]))
            }
            let ticket = try await here.portal.createTicket(properties: ["subject": "By hand", "hs_pipeline_stage": "1"])
            // A conversation that HubSpot never saw has no thread that could tell of the ticket.
            let date = Date()
            let session = try await here.stage.store.createSession(
                Session(id: "ses_x", threadID: nil, channel: .chat, createdAt: date, updatedAt: date))
            let linked = try await services.linkTicket(ticket, to: session)
            try await sessions.unlinkTicket(ticket, from: linked)
            #expect(try await sessions.find(id: "ses_x")?.ticketID == nil)
            #expect(try await restore(ticket).data["sessionIds"] == ["ses_x"])
            let found = try #require(try await sessions.find(id: "ses_x"))
            #expect(found.ticketID == ticket)
            try await services.linkTicket(here.ticketID, to: found)
            #expect(try await restore(ticket).code == .noSession)
            #expect(try await sessions.find(id: "ses_x")?.ticketID == here.ticketID)
        }
    }

    @Test("A thread that goes to another ticket takes its session along")
    func moved() async throws {
        try await MirrorStage.run { here in
            let other = try await here.portal.createTicket(properties: ["subject": "By hand", "hs_pipeline_stage": "1"])
            try await here.portal.addThread(here.threadID, toTicket: other)
            let function = try Functions(here.stage.services)
            let contact = await here.stage.handle(
                function,
                Stage.event(
                    "hubspot.ticket.associationChange",
                    [
                        "fromObjectId": .string(here.ticketID), "toObjectId": 9, "associationType": "TICKET_TO_CONTACT",
                        "occurredAt": 1,
                    ]))
            #expect(contact.code == .nothingToDo)
            let thread = await here.stage.handle(
                function,
                Stage.event(
                    "hubspot.ticket.associationChange",
                    [
                        "fromObjectId": .string(here.ticketID), "toObjectId": .string(here.threadID), "associationRemoved": true,
                        "occurredAt": 2,
                    ]))
            #expect(thread.code == .noSession)
            #expect(try await here.stage.session(of: here.threadID).ticketID == other)
            #expect(try await here.stage.store.sessionIDs(ticketID: here.ticketID).isEmpty)
        }
    }

    struct Move: NamedCase {
        let name: String
        /// Puts the conversation on the other ticket, and lets the mirror hear of it.
        let play: @Sendable (MirrorStage, _ ticketID: String) async throws -> Void
    }

    static let moves = [
        Move(name: "the customer writes") { here, ticket in
            try await here.portal.addThread(here.threadID, toTicket: ticket)
            _ = try await here.stage.chat("Are you there?", on: here.threadID)
            try await here.relay.settle()
        },
        Move(name: "HubSpot tells of the association") { here, ticket in
            try await here.portal.addThread(here.threadID, toTicket: ticket)
            let data: JSON = [
                "fromObjectId": .string(ticket), "toObjectId": .string(here.threadID), "associationRemoved": false,
                "occurredAt": 2,
            ]
            let event = Stage.event("hubspot.ticket.associationChange", data)
            let functions = try Functions(here.stage.services)
            #expect(await here.stage.handle(functions, event).status == .done)
        },
        Move(name: "the first ticket is deleted, and a person makes another") { here, ticket in
            try await here.portal.deleteTicket(here.ticketID)
            try await here.relay.settle()
            try await here.portal.addThread(here.threadID, toTicket: ticket)
            _ = try await here.stage.chat("Are you there?", on: here.threadID)
            try await here.relay.settle()
        },
        Move(name: "the ticket cannot be read at first") { here, ticket in
            try await here.portal.addThread(here.threadID, toTicket: ticket)
            here.stage.simulator.failNext(.refuse(.serverError), matching: .operation(.getTicket), times: 3)
            for text in ["Are you there?", "Hello?"] {
                _ = try await here.stage.chat(text, on: here.threadID)
                try await here.relay.settle()
                #expect(await here.portal.messages(here.threadID).last?.text == "You wrote: \(text)")
            }
        },
    ]

    @Test(
        "The session of a conversation on another ticket has that one's properties, and none of the former one's",
        arguments: moves)
    func exchanged(_ move: Move) async throws {
        try await MirrorStage.run(MirrorStage.mapping.merging(["REPLY_CHECK_DELAY": "0"]) { $1 }) { here in
            for (name, value) in [("hs_ticket_priority", "HIGH"), ("customer_plan", "gold"), ("source_type", "CHAT")] {
                try await here.portal.editTicketProperty(ticketID: here.ticketID, name: name, value: value)
            }
            try await here.relay.settle()
            _ = try await here.update(["city": "Oslo", "note": "Wants blue"])
            #expect(try await here.data("note")?.origin == .pushed)
            #expect(try await here.data("hs_ticket_priority")?.value == "HIGH")
            let other = try await here.portal.createTicket(
                properties: ["subject": "B", "hs_pipeline_stage": "2", "hs_ticket_priority": "LOW", "customer_plan": "silver"])
            try await here.relay.settle()
            try await move.play(here, other)

            #expect(try await here.stage.session(of: here.threadID).ticketID == other)
            #expect(try await here.data("hs_ticket_priority")?.value == "LOW")
            #expect(try await here.data("plan")?.value == "silver")
            #expect(try await here.data("source_type")?.value == nil)
            // The session's own data is still the conversation's, and not on this ticket yet.
            #expect(try await here.data("city")?.value == "Oslo")
            #expect(try await here.data("note")?.value == "Wants blue")
            #expect(try await here.data("note")?.isToBePushed == true)

            try await here.portal.editTicketProperty(ticketID: other, name: "hs_ticket_priority", value: "MEDIUM")
            try await here.relay.settle()
            #expect(try await here.data("hs_ticket_priority")?.value == "MEDIUM")
        }
    }

    @Test("A note of the help desk stands on the timeline as an internal comment, once, and is not answered")
    func note() async throws {
        try await MirrorStage.run(MirrorStage.mapping, { $0.subscriptions.insert(.objectCreation) }) { here in
            let messages = await here.portal.messages(here.threadID).count
            let id = try await here.portal.repWritesNote(ticketID: here.ticketID, text: "Called & left a message")
            let steps = try await here.relay.settle()
            let result = try #require(steps.results(HubSpotEvent.objectCreation).last)
            #expect(result.status == .done && result.data["sessionIds"] == [.string(here.sessionID)], "\(result.line)")
            let event = Stage.event(
                HubSpotEvent.objectCreation, ["objectId": .string(id), "objectTypeId": "0-46", "occurredAt": 1])
            _ = await here.stage.handle(try Functions(here.stage.services, engines: [:]), event)
            let timeline = try await here.stage.store.timeline(
                sessionID: here.sessionID, limit: 50)
            let notes = timeline.filter { $0.role == .note }
            #expect(notes.map(\.text) == ["Called & left a message"])
            #expect(notes.map(\.id) == ["note:\(id)"])
            #expect(await here.portal.messages(here.threadID).count == messages)
        }
    }

    @Test("Our own note is not doubled; one on a ticket without a session is skipped; one that is gone too")
    func otherNotes() async throws {
        try await MirrorStage.run { here in
            let function = try Functions(here.stage.services, engines: [:])
            func arrive(_ id: String) async -> FunctionResult {
                var event = Stage.event(
                    HubSpotEvent.objectCreation, ["objectId": .string(id), "objectTypeId": "0-46", "occurredAt": 1])
                event.attempt = 1
                return await here.stage.handle(function, event)
            }
            let own = try await here.portal.repWritesNote(ticketID: here.ticketID, text: "Handed over")
            _ = try await here.stage.store.startEffect(key: "comment:ses_x:1", now: Date())
            try await here.stage.store.finishEffect(key: "comment:ses_x:1", hubSpotID: own)
            #expect(await arrive(own).code == .ownMessage)
            let ticket = try await here.portal.createTicket(properties: ["subject": "By hand", "hs_pipeline_stage": "1"])
            #expect(await arrive(try await here.portal.repWritesNote(ticketID: ticket, text: "x")).code == .noSession)
            #expect(await arrive("4040").code == .notFound)
        }
    }
}
