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
        ("the assignment", .operation(.updateTicket)),
    ]
    static let faults: [(String, Fault)] = [
        ("the answer is lost", .dropAfterActing), ("the request is lost", .dropBeforeActing),
        ("a gateway loses patience", .actThenRefuse(.unavailable)), ("HubSpot is down", .refuse(.serverError)),
        ("HubSpot is busy", .refuse(.tenSecondLimit(retryAfter: 60))),
    ]
    static let rows = calls.flatMap { call in
        faults.map { fault in Row(name: "\(call.0): \(fault.0)", fault: fault.1, call: call.1) }
    }

    @Test("Every step happens once, whatever becomes of its call", arguments: rows)
    func once(_ row: Row) async throws {
        var settings = PortalSettings()
        settings.createsContacts = false
        try await Stage.run([:], settings) { stage in
            let thread = try await stage.portal.customerWritesEmail(
                from: "casey@customer.example", name: "Casey Customer", subject: "Boots", text: "I want to talk to a human please"
            ).threadID
            let handoff = try await stage.turn(on: thread)
            stage.simulator.failNext(row.fault, matching: row.call)
            let clock = TestClock(now: Date())
            let result = await stage.deliver(handoff, to: try HandoffComment(stage.services(clock.ambient)), clock)

            #expect(result.status == .done, "\(result.line)")
            #expect(result.data["notDone"]?.array == [], "\(result.line)")
            let portal = stage.portal
            #expect(await portal.messages(thread).map(\.direction) == [.incoming, .outgoing])
            #expect(await portal.comments(thread).map(\.id) == [result.data["commentId"]?.string])
            let contacts = await portal.allContacts.map(\.id)
            #expect(contacts == [result.data["contactId"]?.string])
            let tickets = await portal.allTickets
            #expect(tickets.map(\.id) == [result.data["ticketId"]?.string])
            #expect(tickets.first?.properties["hubspot_owner_id"] == "\(portal.settings.aiUser.ownerID)")
            #expect(await portal.thread(thread)?.ticketID == tickets.first?.id)
            #expect(await portal.tickets(ofContact: contacts.first ?? "") == tickets.map(\.id))
        }
    }
}
