import FoundationEssentials
import HubSpotSimulator
import RelayCore
import SessionStore
import TestSupport
import Testing

@testable import message_route

@Suite("A session follows its thread, and people's orders")
struct SessionTests {
    private static func change(
        _ threadID: String, _ property: String, _ value: String, at date: Date
    ) -> RelayEvent {
        Stage.event(
            HubSpotEvent.conversationPropertyChange,
            [
                "objectId": .string(threadID), "propertyName": .string(property), "propertyValue": .string(value),
                "occurredAt": .number(JSONNumber(Timestamp.milliseconds(date))),
            ])
    }

    @Test("Assigned away: handed off at once; given back: the AI answers what was written meanwhile")
    func takeover() async throws {
        try await Stage.run { stage in
            let relay = try Relay(stage, engine: ScriptedEngine.echo())
            let thread = try await stage.chat("one")
            try await relay.settle()
            try await stage.portal.assign(threadID: thread, to: stage.portal.settings.rep.userID)
            let taken = try await relay.settle()
            #expect(taken.results(HubSpotEvent.conversationPropertyChange).map(\.data["state"]) == ["handed-off"])
            #expect(try await stage.session(of: thread).state == .handedOff)

            _ = try await stage.chat("two", on: thread)
            let quiet = try await relay.settle()
            #expect(quiet.results(ConversationTurnEvent.type).last?.code == .ownerIsHuman)

            try await stage.portal.assign(threadID: thread, to: stage.portal.settings.aiUser.userID)
            let given = try await relay.settle()
            #expect(try await stage.session(of: thread).state == .open)
            #expect(await stage.portal.messages(thread).last?.text == "You wrote: two")
            #expect(given.results(ConversationTurnEvent.type).map(\.status) == [.done])
        }
    }

    @Test("Given back to nobody, after the person answered: the AI is there again, and has nothing to say")
    func unassigned() async throws {
        try await Stage.run { stage in
            let relay = try Relay(stage, engine: ScriptedEngine.echo())
            let thread = try await stage.chat("one")
            try await relay.settle()
            try await stage.portal.assign(threadID: thread, to: stage.portal.settings.rep.userID)
            _ = try await stage.chat("two", on: thread)
            try await stage.portal.repReplies(threadID: thread, text: "I am Bo.")
            try await relay.settle()
            let count = await stage.portal.messages(thread).count
            try await stage.portal.assign(threadID: thread, to: nil)
            try await relay.settle()
            #expect(try await stage.session(of: thread).state == .open)
            #expect(await stage.portal.messages(thread).count == count)
            _ = try await stage.chat("three", on: thread)
            try await relay.settle()
            #expect(await stage.portal.messages(thread).last?.text == "You wrote: three")
        }
    }

    @Test("An old event does not undo a newer state; the thread counts, not the event's value")
    func order() async throws {
        try await Stage.run { stage in
            let function = try Functions(stage.services)
            let thread = try await stage.chat("one")
            _ = await stage.handle(function, try await stage.arrival(on: thread))
            var session = try await stage.session(of: thread)
            session.enter(.handedOff, at: Date() + 60)
            #expect(try await stage.store.updateSession(session))
            // The thread is nobody's; but this happened before the handoff.
            let late = await stage.handle(function, Self.change(thread, "assignedTo", "", at: Date()))
            #expect(late.code == .stale)
            let newer = await stage.handle(function, Self.change(thread, "assignedTo", "A-99", at: Date() + 120))
            #expect(newer.data["state"] == "open")
            let stranger = await stage.handle(function, Self.change("4040", "assignedTo", "", at: Date()))
            #expect(stranger.code == .noSession)
        }
    }

    @Test("In assist mode the session stays open for drafts")
    func assist() async throws {
        try await Stage.run(["ASSIST_MODE": "true"]) { stage in
            let relay = try Relay(stage, engine: ScriptedEngine.echo())
            let thread = try await stage.chat("one")
            try await relay.settle()
            try await stage.portal.assign(threadID: thread, to: stage.portal.settings.rep.userID)
            _ = try await stage.chat("two", on: thread)
            try await relay.settle()
            #expect(try await stage.session(of: thread).state == .open)
            let drafts = await stage.portal.comments(thread).map(\.text)
            #expect(drafts.count == 2)
            #expect(drafts.allSatisfy { $0.hasPrefix("AI draft (the customer has not got it):") })
            #expect(await stage.portal.messages(thread).count == 2)
        }
    }

    struct Reopening: NamedCase {
        let name: String
        let reopens: Bool
        let code: ReasonCode?
    }

    @Test(
        "Closed in HubSpot: the session is closed; a customer who writes again opens it, where that is wanted",
        arguments: [
            Reopening(name: "wanted", reopens: true, code: nil),
            Reopening(name: "not wanted", reopens: false, code: .sessionClosed),
        ])
    func closed(_ row: Reopening) async throws {
        try await Stage.run(["REOPEN": "\(row.reopens)"]) { stage in
            let relay = try Relay(stage, engine: ScriptedEngine.echo())
            let thread = try await stage.chat("one")
            try await relay.settle()
            try await stage.portal.closeThread(thread)
            try await relay.settle()
            #expect(try await stage.session(of: thread).state == .closed)
            // HubSpot opens the thread; that event is held back here, so that the customer's message alone decides.
            _ = try await stage.chat("two", on: thread)
            let arrival = try await stage.arrival(on: thread)
            _ = await stage.portal.takeWebhooks()
            relay.add(arrival)
            let steps = try await relay.settle()
            #expect(steps.results(ConversationTurnEvent.type).last?.code == row.code)
            #expect(try await stage.session(of: thread).state == (row.reopens ? .open : .closed))
        }
    }

    @Test("A thread that is deleted closes its session")
    func deleted() async throws {
        try await Stage.run { stage in
            let relay = try Relay(stage, engine: ScriptedEngine.echo())
            let thread = try await stage.chat("one")
            try await relay.settle()
            try await stage.portal.archiveThread(thread)
            let steps = try await relay.settle()
            #expect(steps.results(HubSpotEvent.conversationDeletion).map(\.status) == [.done])
            #expect(try await stage.session(of: thread).state == .closed)
        }
    }

    @Test("HubSpot's event of a deletion names no property: from the delivery to the session, by itself")
    func deletion() async throws {
        try await Stage.run { stage in
            let function = try Functions(stage.services)
            let thread = try await stage.chat("one")
            _ = await stage.handle(function, try await stage.arrival(on: thread))
            let body: JSON = [
                [
                    "eventId": 102, "subscriptionId": 7003, "portalId": .number(JSONNumber(stage.portal.settings.portalID)),
                    "appId": 3001, "occurredAt": .number(JSONNumber(Timestamp.milliseconds(Date() + 60))),
                    "subscriptionType": "conversation.deletion", "attemptNumber": 0,
                    "objectId": .number(JSONNumber(try #require(Int(thread)))),
                ]
            ]
            let delivery = WebhookReceiveTests.Delivery(
                name: "deletion", path: WebhookReceiveTests.path("default"), body: body.canonical,
                environment: ["ORGANIZATION": "default", "HUBSPOT_PORTAL_ID": "\(stage.portal.settings.portalID)"], status: 200,
                code: nil)
            let event = try #require(try delivery.result().events.first)
            #expect(event.type == HubSpotEvent.conversationDeletion)
            let result = await stage.handle(function, event)
            #expect(result.status == .done && result.data["state"] == "closed", "\(result.line)")
            #expect(result.events.map(\.type) == [SessionUpdatedEvent.type])
            #expect(try await stage.session(of: thread).state == .closed)
        }
    }

    @Test("Paused, resumed, closed from the AI's side")
    func control() async throws {
        try await Stage.run { stage in
            let relay = try Relay(stage, engine: ScriptedEngine.echo())
            let thread = try await stage.chat("one")
            try await relay.settle()
            let id = try await stage.session(of: thread).id
            func control(_ action: String) async throws -> FunctionResult {
                relay.clock.advance(1)
                relay.add(Stage.event(SessionControlEvent.type, ["sessionId": .string(id), "action": .string(action)]))
                return try #require(try await relay.settle().results(SessionControlEvent.type).last)
            }
            #expect(try await control("pause").data["state"] == "paused")
            _ = try await stage.chat("two", on: thread)
            #expect(try await relay.settle().results(ConversationTurnEvent.type).last?.code == .sessionPaused)
            let resumed = try await control("resume")
            #expect(resumed.data["state"] == "open")
            #expect(await stage.portal.messages(thread).last?.text == "You wrote: two", "\(resumed.line)")

            let ticket = try await stage.portal.createTicket(
                properties: ["subject": "x", "hs_pipeline": "0", "hs_pipeline_stage": "1"], threadID: thread)
            _ = try await stage.chat("three", on: thread)
            try await relay.settle()
            let closed = try await control("close")
            #expect(closed.data["state"] == "closed" && closed.data["notDone"] == [])
            #expect(await stage.portal.thread(thread)?.status == .closed)
            #expect(await stage.portal.ticket(ticket)?.properties["hs_pipeline_stage"] == "4")
            #expect(try await control("pause").code == .sessionClosed)
            #expect(try await control("dance").message?.contains("data.action") == true)
        }
    }
}
