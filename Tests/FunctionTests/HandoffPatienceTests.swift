import FoundationEssentials
import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@testable import handoff_comment

@Suite("A handoff while a part of HubSpot is ill")
struct HandoffPatienceTests {
    struct Row: NamedCase {
        let name: String
        let calls: CallMatch
        /// Which steps the comment names, with their codes.
        let says: [String]
        let notDone: [String]
    }

    static let rows = [
        Row(
            name: "contacts", calls: .path(containing: "/objects/contacts"), says: ["There is no contact (unavailable: "],
            notDone: ["contact unavailable"]),
        Row(
            name: "tickets", calls: .path(containing: "/objects/tickets"), says: ["There is no ticket (unavailable: "],
            notDone: ["ticket unavailable"]),
        Row(
            name: "owners", calls: .path(containing: "/owners"), says: ["The ticket is assigned to nobody new (unavailable: "],
            notDone: ["owner unavailable"]),
        Row(
            name: "the assignment of threads", calls: .operation(.assignThread),
            says: ["The conversation is assigned to nobody new (unavailable: "], notDone: ["assignee unavailable"]),
    ]

    private static let longest = 120.0

    @Test("The comment is written before long, names what is ill, and that is done once it is well", arguments: rows)
    func ill(_ row: Row) async throws {
        var settings = PortalSettings()
        settings.createsContacts = false
        try await Stage.run(["HANDOFF_USER_ID": "\(settings.rep.userID)"], settings) { stage in
            let thread = try await stage.portal.customerWritesEmail(
                from: "casey@customer.example", name: "Casey Customer", subject: "Boots", text: "A human please"
            ).threadID
            let (event, clock) = (Self.handoff(of: thread), TestClock(now: Date()))
            let (function, began) = (try Functions(stage.services(clock.ambient)), clock.now)
            stage.simulator.failNext(.refuse(.unavailable), matching: row.calls, times: nil)
            while await stage.portal.comments(thread).isEmpty, clock.now.timeIntervalSince(began) < Self.longest {
                let result = await stage.handle(function, event)
                #expect(result.status == .retry, "\(result.line)")
                clock.advance(Double(result.retryAfterSeconds ?? 4))
            }
            let comment = try #require(await stage.portal.comments(thread).first?.text)
            for part in row.says { #expect(comment.contains(part), "\(comment)") }
            #expect(comment.contains("It is also tried again."))

            stage.simulator.forgetFaults()
            let result = await stage.deliver(event, to: function, clock)
            #expect(result.status == .done && Stage.notDone(result) == [], "\(result.line)")
            #expect(await stage.portal.comments(thread).count == 1)
            let ticket = try await stage.onlyTicket()
            #expect(ticket.properties["hubspot_owner_id"] == "\(settings.rep.ownerID)")
            #expect(await stage.portal.contacts(ofTicket: ticket.id) == [result.data["contactId"]?.string])
            #expect(await stage.portal.thread(thread)?.ticketID == ticket.id)
            #expect(await stage.portal.thread(thread)?.assignedTo == settings.rep.actorID)
        }
    }

    @Test("Nothing of it uses the tries up: the last one ends the handoff, and says what is missing", arguments: rows)
    func lastTry(_ row: Row) async throws {
        try await Stage.run(["HANDOFF_USER_ID": "52530099"]) { stage in
            let thread = try await stage.chat("A human please")
            var event = Self.handoff(of: thread)
            event.isLastAttempt = true
            stage.simulator.failNext(.refuse(.unavailable), matching: row.calls, times: nil)
            let result = await stage.handle(try Functions(stage.services), event)
            #expect(result.status == .done, "\(result.line)")
            #expect(Stage.notDone(result).first == row.notDone.first, "\(result.line)")
            let comment = try #require(await stage.portal.comments(thread).first?.text)
            for part in row.says { #expect(comment.contains(part), "\(comment)") }
        }
    }

    @Test("A closing line that could not be sent is the colleague's from then on")
    func closingLine() async throws {
        try await Stage.run(["HANDOFF_USER_ID": "52530099"]) { stage in
            let thread = try await stage.chat("A human please")
            let (event, clock) = (Self.handoff(of: thread), TestClock(now: Date()))
            let (function, began) = (try Functions(stage.services(clock.ambient)), clock.now)
            stage.simulator.failNext(.refuse(.unavailable), matching: .posting(.message), times: nil)
            // Something else is ill, so that the handoff goes on after its comment.
            stage.simulator.failNext(.refuse(.unavailable), matching: .operation(.assignThread), times: nil)
            while await stage.portal.comments(thread).isEmpty, clock.now.timeIntervalSince(began) < Self.longest {
                let result = await stage.handle(function, event)
                #expect(result.status == .retry, "\(result.line)")
                clock.advance(Double(result.retryAfterSeconds ?? 4))
            }
            let comment = try #require(await stage.portal.comments(thread).first?.text)
            #expect(comment.contains("The customer has not got the closing line ("), "\(comment)")
            #expect(comment.contains("Write to them yourself."))
            stage.simulator.forgetFaults()
            let result = await stage.deliver(event, to: function, clock)
            #expect(result.status == .done && result.data["threadAssigneeId"]?.string == "A-52530099", "\(result.line)")
            #expect(await stage.portal.messages(thread).map(\.direction) == [.incoming])
        }
    }

    @Test("A comment that cannot be written is tried for as long as the host lets it")
    func comment() async throws {
        try await Stage.run { stage in
            let thread = try await stage.chat("A human please")
            var event = Self.handoff(of: thread)
            event.isLastAttempt = true
            stage.simulator.failNext(.refuse(.unavailable), matching: .posting(.comment), times: nil)
            #expect(await stage.handle(try Functions(stage.services), event).status == .retry)
        }
    }

    private static func handoff(of thread: String) -> RelayEvent {
        Stage.event(
            AIHandoffEvent.type, ["threadId": .string(thread), "reason": "Asked for a person", "summary": "Wants one."])
    }
}
