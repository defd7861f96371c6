import FoundationEssentials
import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@testable import handoff_comment

@Suite("A handoff that is disturbed")
struct HandoffFaultTests {
    struct Row: NamedCase {
        let name: String
        let fault: Fault
        let call: CallMatch
    }

    static let calls: [(String, CallMatch)] = [
        ("the closing line", .posting(.message)), ("the contact", .operation(.createContact)),
        ("the ticket", .operation(.createTicket)), ("the comment", .posting(.comment)),
        ("the assignment", .operation(.updateTicket)), ("the thread's assignment", .operation(.assignThread)),
    ]
    static let faults: [(String, Fault)] = [
        ("the answer is lost", .dropAfterActing), ("the request is lost", .dropBeforeActing),
        ("a gateway loses patience", .actThenRefuse(.unavailable)), ("HubSpot is down", .refuse(.serverError)),
        ("the answer is a page of HTML", .spoil(.malformed)), ("HubSpot is busy", .refuse(.tenSecondLimit(retryAfter: 60))),
    ]
    static let rows = calls.flatMap { call in
        faults.map { fault in Row(name: "\(call.0): \(fault.0)", fault: fault.1, call: call.1) }
    }

    @Test("Every step happens once, whatever becomes of its call", arguments: rows)
    func once(_ row: Row) async throws {
        var settings = PortalSettings()
        settings.createsContacts = false
        try await Stage.run(["HANDOFF_USER_ID": "\(settings.rep.userID)"], settings) { stage in
            let thread = try await stage.portal.customerWritesEmail(
                from: "casey@customer.example", name: "Casey Customer", subject: "Boots", text: "I want to talk to a human please"
            ).threadID
            let handoff = try await stage.turn(on: thread)
            stage.simulator.failNext(row.fault, matching: row.call)
            let clock = TestClock(now: Date())
            let result = await stage.deliver(handoff, to: try Functions(stage.services(clock.ambient)), clock)

            #expect(result.status == .done, "\(result.line)")
            #expect(result.data["notDone"]?.array == [], "\(result.line)")
            let portal = stage.portal
            #expect(await portal.messages(thread).map(\.direction) == [.incoming, .outgoing])
            #expect(await portal.comments(thread).map(\.id) == [result.data["commentId"]?.string])
            let contacts = await portal.allContacts.map(\.id)
            #expect(contacts == [result.data["contactId"]?.string])
            let tickets = await portal.allTickets
            #expect(tickets.map(\.id) == [result.data["ticketId"]?.string])
            #expect(tickets.first?.properties["hubspot_owner_id"] == "\(portal.settings.rep.ownerID)")
            #expect(await portal.thread(thread)?.assignedTo == portal.settings.rep.actorID)
            #expect(await portal.thread(thread)?.ticketID == tickets.first?.id)
            #expect(await portal.tickets(ofContact: contacts.first ?? "") == tickets.map(\.id))
        }
    }

    static let inlineCalls: [(String, CallMatch)] = [
        ("the contact", .operation(.createContact)), ("the ticket", .operation(.createTicket)),
        ("the note", .operation(.createNote)), ("the assignment", .operation(.updateTicket)),
    ]
    static let inlineRows = inlineCalls.flatMap { call in
        faults.map { fault in Row(name: "\(call.0): \(fault.0)", fault: fault.1, call: call.1) }
    }

    @Test("The same without a thread, where the comment is a note", arguments: inlineRows)
    func onceWithoutThread(_ row: Row) async throws {
        try await Stage.run { stage in
            stage.simulator.failNext(row.fault, matching: row.call)
            let line: JSON = ["role": "customer", "text": "Hello?"]
            let result = try await stage.handOff(["contact": ["email": "casey@customer.example"], "transcript": [line]])
            #expect(result.status == .done && Stage.notDone(result) == [], "\(result.line)")
            let ticket = try await stage.onlyTicket()
            #expect(result.data["ticketId"]?.string == ticket.id)
            #expect(ticket.properties["hubspot_owner_id"] != nil)
            #expect(await stage.portal.allContacts.map(\.id) == [result.data["contactId"]?.string])
            #expect(await stage.portal.contacts(ofTicket: ticket.id) == [result.data["contactId"]?.string])
            let notes = await stage.portal.notes(on: ObjectReference(.ticket, ticket.id))
            #expect(notes.map(\.id) == [result.data["commentId"]?.string])
        }
    }

    /// Reads of HubSpot, and what becomes of the handoff when each is refused for good.
    @Test(
        "A read that HubSpot refuses costs its own step",
        arguments: [
            (Operation.getContact, "contact missing-scope"), (.searchTickets, "facts missing-scope"),
            (.getOwner, "owner missing-scope"),
        ])
    func refusedRead(_ operation: Operation, _ notDone: String) async throws {
        try await Stage.run { stage in
            stage.simulator.failNext(.refuse(.missingScopes(["x"])), matching: .operation(operation), times: nil)
            let thread = try await stage.chat("I want to talk to a human please")
            let result = try await stage.handOff(["threadId": .string(thread)])
            #expect(result.status == .done && Stage.notDone(result) == [notDone], "\(result.line)")
            #expect(await stage.portal.comments(thread).count == 1)
            _ = try await stage.onlyTicket()
        }
    }
}
