import Conversations
import CurlTransport
import Foundation
import HubSpotSimulator
import RelayCore
import SessionStore
import TestSupport
import Testing

@testable import ai_reply_post
@testable import session_control
@testable import ticket_property_mirror

@Suite("Customer data is deleted")
struct ErasureTests {
    /// A word that the customer says, and that must be nowhere afterwards.
    private static let secret = "Zanzibar"

    /// A conversation with an answer, custom data, a ticket and results that hold the customer's word.
    private static func run(_ work: (MirrorStage) async throws -> Void) async throws {
        try await MirrorStage.run { here in
            _ = try await here.stage.chat("I moved to \(secret)", on: here.threadID)
            try await here.relay.settle()
            try await here.portal.editTicketProperty(ticketID: here.ticketID, name: "content", value: secret)
            try await here.relay.settle()
            _ = try await here.update(["city": .string(secret)])
            #expect(try await !holdingTables(here.stage).isEmpty)
            try await work(here)
        }
    }

    /// The tables of the store that hold the word.
    private static func holdingTables(_ stage: Stage) async throws -> [String] {
        try await stage.tables(holding: secret)
    }

    private func delete(_ here: MirrorStage, _ data: JSON, clock: TestClock? = nil) async throws -> FunctionResult {
        let services = clock.map { here.stage.services($0.ambient) } ?? here.stage.services
        return await here.stage.handle(
            try Functions(services, engines: [:]), Stage.event(SessionDeleteEvent.type, data))
    }

    struct Selector: NamedCase {
        let name: String
        let data: @Sendable (MirrorStage, Session) -> JSON
    }

    @Test(
        "Of a thread, a session, a contact or an address: nothing of the customer's words is left, the ledger is",
        arguments: [
            Selector(name: "thread", data: { here, _ in ["threadId": .string(here.threadID)] }),
            Selector(name: "session", data: { here, _ in ["sessionId": .string(here.sessionID)] }),
            Selector(name: "contact", data: { _, session in ["contactId": .optional(session.contactID)] }),
            Selector(name: "address", data: { _, _ in ["email": "Casey@Customer.example"] }),
        ])
    func selected(_ selector: Selector) async throws {
        try await Self.run { here in
            let other = try await here.portal.customerWritesChat(text: "Unrelated", name: "Robin", email: "robin@example.com")
                .threadID
            try await here.relay.settle()
            let session = try await here.stage.session(of: here.threadID)
            let result = try await delete(here, selector.data(here, session))
            #expect(result.status == .done, "\(result.line)")
            #expect(result.data["deleted"]?["sessions"] == 1)
            #expect(result.data["deleted"]?["timelineEntries"] == 4)
            // What the host has to erase with them.
            let erasure = try #require(Erasure.all(in: result.data).last)
            #expect(erasure.threadID == here.threadID && erasure.ticketIDs == [here.ticketID])
            #expect(erasure.sessionID == here.sessionID && erasure.organizations == ["default"])
            #expect(erasure.contactIDs == [session.contactID])
            #expect(try await Self.holdingTables(here.stage) == [])
            #expect(try here.stage.files(holding: Self.secret) == [])
            #expect(try await here.stage.store.session(id: here.sessionID) == nil)
            #expect(try await here.stage.store.ticketIDs(sessionID: here.sessionID).isEmpty)
            let messages = await here.portal.messages(here.threadID)
            for answer in messages where answer.direction == .outgoing {
                #expect(try await here.stage.store.effectKey(hubSpotID: answer.id) != nil)
            }
            #expect(messages.map(\.direction) == [.incoming, .outgoing, .incoming, .outgoing])
            // Somebody else's conversation is whole.
            #expect(try await here.stage.session(of: other).threadID == other)
        }
    }

    @Test("What HubSpot told of a conversation's other customers goes with it")
    func others() async throws {
        try await Self.run { here in
            var session = try await here.stage.session(of: here.threadID)
            session.otherContactIDs = ["10", "11"]
            #expect(try await here.stage.store.updateSession(session))
            let result = try await delete(here, ["threadId": .string(here.threadID)])
            let contact = try #require(session.contactID)
            #expect(Erasure.all(in: result.data).map(\.contactIDs) == [[contact, "10", "11"]], "\(result.line)")
        }
    }

    @Test(
        "HubSpot's privacy deletions do the same",
        arguments: [HubSpotEvent.conversationPrivacyDeletion, HubSpotEvent.contactPrivacyDeletion])
    func privacy(_ type: String) async throws {
        try await Self.run { here in
            let contact = try #require(try await here.stage.session(of: here.threadID).contactID)
            if type == HubSpotEvent.contactPrivacyDeletion {
                try await here.portal.customerDeletesData(contactID: contact)
            } else {
                try await here.portal.customerDeletesData(threadID: here.threadID)
            }
            let steps = try await here.relay.settle()
            let results =
                steps.results(HubSpotEvent.conversationPrivacyDeletion) + steps.results(HubSpotEvent.contactPrivacyDeletion)
            // HubSpot tells of the contact and of each of its conversations; the first event that comes does it.
            #expect(results.compactMap { $0.data["deleted"]?["sessions"]?.int }.reduce(0, +) == 1)
            #expect(!steps.results(type).isEmpty)
            #expect(steps.results(SessionDeleteEvent.type).allSatisfy { $0.status == .done })
            #expect(try await Self.holdingTables(here.stage) == [])
        }
    }

    @Test("Events of before bring nothing back, whatever they are; what is said after is a new conversation")
    func late() async throws {
        try await Self.run { here in
            let old = try #require(
                await here.portal.messages(here.threadID).last { $0.text.contains(Self.secret) && $0.direction == .incoming })
            _ = try await delete(here, ["threadId": .string(here.threadID)])
            let route = try Functions(here.stage.services, engines: ["default": ScriptedEngine.echo()])
            let thread: JSON = .string(here.threadID)
            let ids: JSON = [
                "objectId": thread, "threadId": thread, "messageId": .string(old.id), "inReplyTo": .string(old.id),
                "text": "late",
            ]
            for type in [HubSpotEvent.newMessage, ConversationTurnEvent.type] {
                #expect(await here.stage.handle(route, Stage.event(type, ids)).code == .erased, "\(type)")
            }
            let reply = await here.stage.handle(try Functions(here.stage.services), Stage.event(AIReplyEvent.type, ids))
            #expect(reply.code == .erased)
            let update = try await here.update(["city": "Paris"])
            #expect(update.code == .erased)
            #expect(try await here.stage.store.session(id: here.sessionID) == nil)
            #expect(try await Self.holdingTables(here.stage) == [])

            _ = try await here.stage.chat("Hello again", on: here.threadID)
            try await here.relay.settle()
            #expect(await here.portal.messages(here.threadID).last?.text == "You wrote: Hello again")
            let timeline = try await here.stage.store.timeline(sessionID: here.sessionID, limit: 50)
            #expect(timeline.map(\.text).first == "Hello again")
            #expect(try await Self.holdingTables(here.stage) == [])
        }
    }

    struct Meanwhile: NamedCase {
        let name: String
        let erase: @Sendable (Stage, Session) async throws -> Void
    }

    static let meanwhile = [
        Meanwhile(name: "HubSpot deletes the conversation") { stage, session in
            try await stage.portal.customerDeletesData(threadID: try #require(session.threadID))
        },
        Meanwhile(name: "HubSpot deletes the contact") { stage, session in
            try await stage.portal.customerDeletesData(contactID: try #require(session.contactID))
        },
        Meanwhile(name: "session.delete") { stage, session in
            let event = Stage.event(SessionDeleteEvent.type, ["sessionId": .string(session.id)])
            let functions = try Functions(stage.services, engines: [:])
            #expect(await stage.handle(functions, event).status == .done)
        },
    ]

    @Test("An erasure while the AI's word is under way leaves nothing behind", arguments: meanwhile, [false, true])
    func whileAnswering(_ row: Meanwhile, isHandoff: Bool) async throws {
        try await Stage.run { stage in
            let engine = ScriptedEngine { _ throws(AnswerError) in
                isHandoff
                    ? .handoff(.init(reason: Self.secret, summary: Self.secret, sentiment: nil, language: nil, reply: nil))
                    : .reply(.init(text: Self.secret))
            }
            let relay = try Relay(stage, engine: engine)
            let thread = try await stage.chat("I moved to \(Self.secret)")
            relay.onStep = { step in
                guard step.event.type == ConversationTurnEvent.type else { return }
                do { try await row.erase(stage, try await stage.session(of: thread)) } catch { Issue.record(error) }
            }
            let steps = try await relay.settle()
            let word = isHandoff ? AIHandoffEvent.type : AIReplyEvent.type
            #expect(steps.results(word).map(\.status) == [.skipped], "\(steps)")
            #expect(steps.allSatisfy { $0.result.status != .failed })
            #expect(try await Self.holdingTables(stage) == [])
            #expect(await stage.portal.allTickets.isEmpty)
        }
    }

    @Test(
        "What the AI side says later of a session that was erased is a skip", arguments: [AIReplyEvent.type, AIHandoffEvent.type])
    func later(_ type: String) async throws {
        try await Self.run { here in
            #expect(try await delete(here, ["sessionId": .string(here.sessionID)]).status == .done)
            let data: JSON = ["sessionId": .string(here.sessionID), "text": "x", "reason": "r", "summary": "s"]
            let functions = try Functions(here.stage.services)
            let result = await here.stage.handle(functions, Stage.event(type, data))
            #expect(result.status == .skipped && result.code == .erased, "\(result.line)")
            let unknown: JSON = ["sessionId": "ses_unknown", "text": "x", "reason": "r", "summary": "s"]
            #expect(await here.stage.handle(functions, Stage.event(type, unknown)).code == .noSession)
        }
    }

    @Test("A second look, later, erases what a worker wrote down meanwhile, and leaves a new conversation alone")
    func secondLook() async throws {
        try await Self.run { here in
            let clock = TestClock(now: Date())
            let result = try await delete(here, ["threadId": .string(here.threadID)], clock: clock)
            let look = try #require(result.events.first)
            let route = try Functions(here.stage.services(clock.ambient), engines: [:])
            #expect(await here.stage.handle(route, look).code == .notBefore)
            let entry = TimelineEntry(id: "m", role: .customer, text: Self.secret, createdAt: clock.now - 60)
            _ = try await here.stage.store.appendTimeline(sessionID: here.sessionID, entry: entry)
            clock.advance(1000)
            #expect(try !here.stage.files(holding: Self.secret).isEmpty)
            #expect(await here.stage.handle(route, look).data["deleted"]?["timelineEntries"] == 1)
            #expect(try await Self.holdingTables(here.stage) == [])
            #expect(try here.stage.files(holding: Self.secret) == [])
            var again = look
            again.id = "again"
            let new = TimelineEntry(id: "n", role: .customer, text: "new", createdAt: clock.now)
            _ = try await here.stage.store.appendTimeline(sessionID: here.sessionID, entry: new)
            #expect(await here.stage.handle(route, again).data["deleted"]?["timelineEntries"] == 0)
            #expect(try await here.stage.store.timeline(sessionID: here.sessionID, limit: 9).map(\.text) == ["new"])
        }
    }

    @Test("Where the customer wrote again, the second look takes the results of the erased conversation, and no others")
    func secondLookAtResults() async throws {
        try await Self.run { here in
            let clock = TestClock(now: Date())
            let store = here.stage.store
            func finish(_ id: String) async throws {
                let event = EventIdentity(source: "/test", id: id)
                _ = try await store.claim(event, owner: id, now: clock.now, until: clock.now + 60)
                _ = try await store.finish(
                    event, owner: id, resultLine: Self.secret, subject: here.sessionID, now: clock.now)
            }
            func line(_ id: String) async throws -> String? {
                try await store.resultLine(of: EventIdentity(source: "/test", id: id))
            }
            let result = try await delete(here, ["threadId": .string(here.threadID)], clock: clock)
            let look = try #require(result.events.first)
            clock.advance(2)
            try await finish("meanwhile")
            clock.advance(2)
            _ = try await store.createSession(
                Session(id: here.sessionID, threadID: here.threadID, channel: .chat, createdAt: clock.now, updatedAt: clock.now))
            _ = try await store.appendTimeline(
                sessionID: here.sessionID, entry: TimelineEntry(id: "n", role: .customer, text: "new", createdAt: clock.now))
            try await finish("new")
            clock.advance(1000)
            let route = try Functions(here.stage.services(clock.ambient), engines: [:])
            let again = await here.stage.handle(route, look)
            // With that of the first look itself.
            #expect(again.status == .done && again.data["deleted"]?["results"] == 2, "\(again.line)")
            #expect(try await line("meanwhile")?.contains(Self.secret) == false)
            #expect(try await line("new") == Self.secret)
            #expect(try await store.session(id: here.sessionID) != nil)
            // The host erases events with words up to then, and others up to the erasure.
            let erasure = try #require(Erasure.all(in: again.data).first)
            #expect(erasure.threadID == here.threadID && erasure.sessionID == here.sessionID)
            #expect(abs(erasure.wordsUntil.timeIntervalSince(erasure.until) - 4) < 0.01)
        }
    }

    @Test("A conversation that a worker is at costs those that were erased before it no second look")
    func busy() async throws {
        try await Self.run { here in
            _ = try await here.stage.chat("I moved to \(Self.secret)")
            try await here.relay.settle()
            let store = here.stage.store
            let contact = try #require(try await here.stage.session(of: here.threadID).contactID)
            let ids = try await store.sessionIDs(matching: .contact(id: contact), limit: 9)
            try #require(ids.count == 2)
            let lease = "turn:\(try #require(try await store.session(id: ids[1])?.threadID))"
            _ = try await store.acquireLease(name: lease, owner: "worker", now: Date(), until: Date() + 60)

            let first = try await delete(here, ["contactId": .string(contact)])
            #expect(first.status == .done && first.data["deleted"]?["sessions"] == 1, "\(first.line)")
            #expect(first.data["isComplete"] == false)
            try #require(first.events.map { $0.data["sessionId"]?.string } == [ids[0], nil])
            let functions = try Functions(here.stage.services, engines: [:])
            #expect(await here.stage.handle(functions, first.events[1]).code == .leaseBusy)

            try await store.releaseLease(name: lease, owner: "worker")
            let second = await here.stage.handle(functions, first.events[1])
            #expect(second.data["deleted"]?["sessions"] == 1 && second.data["isComplete"] == true, "\(second.line)")
            #expect(second.events.map { $0.data["sessionId"]?.string } == [ids[1]])
            #expect(try await Self.holdingTables(here.stage) == [])
        }
    }

    @Test("Sessions in which nothing has happened for so many days, in bounded parts")
    func retention() async throws {
        try await Self.run { here in
            let long = Date() - 100 * 86_400
            for number in 0...DataDeletion.sessionLimit {
                _ = try await here.stage.store.createSession(
                    Session(
                        id: "ses_old\(number)", threadID: nil, channel: .chat, createdAt: long,
                        updatedAt: long))
            }
            let first = try await delete(here, ["olderThanDays": 90])
            #expect(first.data["deleted"]?["sessions"] == .number(JSONNumber(DataDeletion.sessionLimit)))
            #expect(first.data["isComplete"] == false)
            let second = await here.stage.handle(
                try Functions(here.stage.services, engines: [:]), try #require(first.events.first))
            #expect(second.data["deleted"]?["sessions"] == 1 && second.data["isComplete"] == true)
            // What is younger stays, until it is as old.
            #expect(try await here.stage.session(of: here.threadID).threadID == here.threadID)
            let clock = TestClock(now: Date() + 91 * 86_400)
            #expect(try await delete(here, ["olderThanDays": 90], clock: clock).data["deleted"]?["sessions"] == 1)
            #expect(try await Self.holdingTables(here.stage) == [])
        }
    }

    @Test("A message whose webhook is under way when its idle conversation is erased begins a new one, and is answered")
    func retentionMeanwhile() async throws {
        try await Self.run { here in
            let fortyDays = 40.0 * 86_400
            await here.portal.advanceTime(fortyDays)
            here.relay.clock.advance(fortyDays)
            _ = try await here.stage.chat("Hello again", on: here.threadID)
            let result = try await delete(here, ["olderThanDays": 30], clock: TestClock(now: here.relay.clock.now))
            #expect(result.data["deleted"]?["sessions"] == 1)
            let steps = try await here.relay.settle()
            #expect(steps.results(HubSpotEvent.newMessage).first?.status == .done)
            #expect(await here.portal.messages(here.threadID).last?.text == "You wrote: Hello again")
            let timeline = try await here.stage.store.timeline(sessionID: here.sessionID, limit: 50)
            #expect(timeline.map(\.text) == ["Hello again", "You wrote: Hello again"])
            #expect(try await Self.holdingTables(here.stage) == [])
        }
    }

    @Test("A session that is not idle any more when its turn comes is left alone")
    func active() async throws {
        try await Self.run { here in
            let event = Stage.event(SessionDeleteEvent.type, ["olderThanDays": 30])
            let services = try here.stage.services.organization(of: event, Stage.context)
            let deletion = try DataDeletion(event, services, names: [])
            let session = try await here.stage.session(of: here.threadID)
            #expect(try await deletion.retire(session.id, idleSince: session.updatedAt).counts == SessionErasure.Counts())
            #expect(try await here.stage.session(of: here.threadID) == session)
            #expect(try await here.stage.store.erasedAt(sessionID: session.id) == nil)
            #expect(try await deletion.retire(session.id, idleSince: session.updatedAt + 1).counts.sessions == 1)
            #expect(
                try await here.stage.store.erasedAt(sessionID: session.id) == session.updatedAt + 1)
        }
    }

    @Test("Results of finished events go by themselves after a while")
    func results() async throws {
        try await Self.run { here in
            let clock = TestClock(now: Date() + 29 * 86_400)
            let event = Stage.event("hubspot.ticket.creation", ["objectId": 1, "occurredAt": 1])
            _ = await here.stage.handle(try Functions(here.stage.services(clock.ambient)), event)
            // The turn of the thread's message.
            #expect(try await here.stage.tables(holding: here.threadID).contains("claim"))
            clock.advance(2 * 86_400)
            var later = event
            later.id = "later"
            _ = await here.stage.handle(try Functions(here.stage.services(clock.ambient)), later)
            #expect(try await !here.stage.tables(holding: here.threadID).contains("claim"))
            #expect(try await !here.stage.tables(holding: Self.secret).contains("ticketProperty"))
        }
    }

    struct BadRequest: NamedCase {
        let name: String
        let data: JSON
    }

    @Test(
        "A request that does not say whose data is meant is refused",
        arguments: [
            BadRequest(name: "nobody's", data: [:]),
            BadRequest(name: "two at once", data: ["threadId": 1, "email": "casey@customer.example"]),
            BadRequest(name: "0 days", data: ["olderThanDays": 0]),
            BadRequest(name: "days in words", data: ["olderThanDays": "many"]),
        ])
    func bad(_ row: BadRequest) async throws {
        try await Stage.run { stage in
            let result = await stage.handle(
                try Functions(stage.services, engines: [:]), Stage.event(SessionDeleteEvent.type, row.data))
            #expect(result.status == .failed && result.code == .badField, "\(result.line)")
        }
    }
}
