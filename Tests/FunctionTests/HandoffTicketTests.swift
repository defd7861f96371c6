import Conversations
import FoundationEssentials
import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@testable import handoff_comment

@Suite("The ticket and the contact of a handoff")
struct HandoffTicketTests {
    @Test("HubSpot makes the ticket while we wait for it: there is one")
    func meanwhile() async throws {
        try await Stage.run(["TICKET_WAIT": "3"]) { stage in
            let thread = try await stage.chat("I want to talk to a human please")
            let clock = TestClock(now: Date())
            let function = try Functions(stage.services(clock.ambient))
            let event = Stage.event(
                AIHandoffEvent.type,
                ["threadId": .string(thread), "reason": "Asked", "summary": "Wants another size.", "reply": "One moment."])
            let waiting = await stage.handle(function, event)
            #expect(waiting.status == .retry && waiting.code == .effectPending && waiting.retryAfterSeconds == 3)
            // The customer does not wait for it.
            #expect(await stage.portal.messages(thread).last?.text == "One moment.")
            #expect(await stage.portal.allTickets.isEmpty)
            let ticket = try await stage.portal.createTicket(
                properties: ["subject": "HubSpot's own", "hs_pipeline_stage": "1"], threadID: thread)
            let result = await stage.deliver(event, to: function, clock)
            #expect(result.data["ticketId"]?.string == ticket)
            _ = try await stage.onlyTicket()
            #expect(await stage.portal.messages(thread).count == 2)
            #expect(await stage.portal.contacts(ofTicket: ticket) == [result.data["contactId"]?.string])
        }
    }

    @Test("HubSpot makes none: one is created after the wait")
    func none() async throws {
        try await Stage.run(["TICKET_WAIT": #"{"chat":2}"#]) { stage in
            let thread = try await stage.chat("I want to talk to a human please")
            let result = try await stage.handOff(["threadId": .string(thread)])
            let ticket = try await stage.onlyTicket().id
            #expect(result.data["ticketId"]?.string == ticket)
            #expect(await stage.portal.thread(thread)?.ticketID == result.data["ticketId"]?.string)
        }
    }

    @Test("A second handoff of the conversation uses the same ticket, and writes a comment of its own")
    func again() async throws {
        try await Stage.run { stage in
            let thread = try await stage.chat("I want to talk to a human please")
            let first = try await stage.handOff(["threadId": .string(thread)])
            let second = try await stage.handOff(["threadId": .string(thread), "reason": "The reply could not be delivered"])
            #expect(second.data["ticketId"] == first.data["ticketId"])
            _ = try await stage.onlyTicket()
            #expect(await stage.portal.comments(thread).count == 2)
            // A replay on purpose has another id and the same message.
            let message = JSON.string(try #require(await stage.portal.messages(thread).first?.id))
            let third = try await stage.handOff(["threadId": .string(thread), "inReplyTo": message], id: "h1")
            let replay = try await stage.handOff(["threadId": .string(thread), "inReplyTo": message], id: "h1-replayed")
            #expect(replay.data["commentId"] == third.data["commentId"])
            #expect(await stage.portal.comments(thread).count == 3)
            // Another matter about the same message.
            _ = try await stage.handOff(["threadId": .string(thread), "inReplyTo": message, "key": "undelivered-1"])
            #expect(await stage.portal.comments(thread).count == 4)
            _ = try await stage.onlyTicket()
        }
    }

    @Test("A visitor of whom nothing is known gets a ticket without contact; a later handoff that knows the contact links it")
    func visitor() async throws {
        try await Stage.run { stage in
            let thread = try await stage.portal.customerWritesChat(text: "I want to talk to a human please").threadID
            let first = try await stage.handOff(["threadId": .string(thread)])
            #expect(first.status == .done && Stage.notDone(first) == ["contact not-found"])
            let ticket = try await stage.onlyTicket()
            #expect(first.data["ticketId"]?.string == ticket.id && first.data["contactId"] == .null)
            #expect(await stage.portal.contacts(ofTicket: ticket.id).isEmpty)

            let contact: JSON = ["email": "casey@customer.example", "name": "Casey Customer"]
            let second = try await stage.handOff(["threadId": .string(thread), "contact": contact])
            let contacts = await stage.portal.allContacts
            #expect(contacts.map(\.id) == [second.data["contactId"]?.string])
            #expect(contacts.first?.properties["firstname"] == "Casey")
            _ = try await stage.onlyTicket()
            #expect(await stage.portal.contacts(ofTicket: ticket.id) == contacts.map(\.id))
        }
    }

    @Test("A visitor with an address becomes a contact", arguments: ["v3", "2026-09"])
    func visitorWithAddress(_ edition: String) async throws {
        var settings = PortalSettings()
        settings.createsContacts = false
        try await Stage.run(["HUBSPOT_API_EDITION": edition], settings) { stage in
            let thread = try await stage.chat("I want to talk to a human please")
            let contact: JSON = ["email": "casey@customer.example"]
            let result = try await stage.handOff(["threadId": .string(thread), "contact": contact])
            #expect(await stage.portal.allContacts.map(\.id) == [result.data["contactId"]?.string])
            let ticket = try await stage.onlyTicket().id
            #expect(await stage.portal.contacts(ofTicket: ticket) == [result.data["contactId"]?.string])
        }
    }

    @Test("A contact with a telephone number and no address is found by it, or made")
    func telephone() async throws {
        var settings = PortalSettings()
        settings.createsContacts = false
        try await Stage.run([:], settings) { stage in
            let known = try await stage.portal.createRecord(.contact, properties: ["phone": "+15550100", "firstname": "Casey"])
            for (phone, isKnown) in [("+15550100", true), ("+15550199", false)] {
                let thread = try await stage.portal.customerWritesWhatsApp(text: "A human please", phone: phone).threadID
                let result = try await stage.handOff(["threadId": .string(thread)])
                let contact = try #require(result.data["contactId"]?.string)
                #expect((contact == known) == isKnown)
                #expect(await stage.portal.contact(contact)?.properties["phone"] == phone)
                #expect(await stage.portal.tickets(ofContact: contact) == [result.data["ticketId"]?.string])
            }
            #expect(await stage.portal.allContacts.count == 2)
        }
    }

    @Test("A ticket that was deleted is followed by one other")
    func deleted() async throws {
        try await Stage.run { stage in
            let first = try await stage.handOff(["conversationId": "c1", "contact": ["email": "casey@customer.example"]])
            let ticket = try #require(first.data["ticketId"]?.string)
            try await stage.portal.deleteTicket(ticket)
            for _ in 0..<2 {
                let next = try await stage.handOff(["conversationId": "c1"])
                #expect(next.data["ticketId"]?.string != ticket)
                let only = try await stage.onlyTicket().id
                #expect(next.data["ticketId"]?.string == only)
            }
        }
    }

    @Test("A lost answer for a ticket of neither thread nor contact: it is found by its key")
    func key() async throws {
        try await Stage.run(["TICKET_KEY_PROPERTY": "relay_session"]) { stage in
            try await stage.portal.defineTicketProperty(
                PropertyDefinition(name: "relay_session", label: "Session", hasUniqueValue: true))
            stage.simulator.failNext(.dropAfterActing, matching: .operation(.createTicket))
            let line: JSON = ["role": "customer", "text": "Hello?"]
            let result = try await stage.handOff(["channel": "sms", "transcript": [line]])
            let ticket = try await stage.onlyTicket()
            #expect(result.data["ticketId"]?.string == ticket.id)
            #expect(ticket.properties["relay_session"] == result.data["sessionId"]?.string)
        }
    }

    @Test("Without a key it is found among the tickets of its time, by the session's id in its text")
    func time() async throws {
        try await Stage.run { stage in
            for text in ["Somebody else's", "Session: ses_other"] {
                _ = try await stage.portal.createRecord(.ticket, properties: Self.ticket.merging(["content": text]) { $1 })
            }
            stage.simulator.failNext(.dropAfterActing, matching: .operation(.createTicket))
            let line: JSON = ["role": "customer", "text": "Hello?"]
            let result = try await stage.handOff(["channel": "sms", "transcript": [line]])
            let tickets = await stage.portal.allTickets
            #expect(tickets.count == 3)
            let ours = tickets.filter { $0.properties["content"]?.contains(result.data["sessionId"]?.string ?? "-") == true }
            #expect(ours.map(\.id) == [result.data["ticketId"]?.string])
        }
    }

    private static let ticket = ["subject": "Conversation", "hs_pipeline": "0", "hs_pipeline_stage": "1"]

    @Test("A key property that the portal does not have is named, and costs nothing else")
    func unknownKey() async throws {
        try await Stage.run(["TICKET_KEY_PROPERTY": "relay_session"]) { stage in
            let thread = try await stage.chat("I want to talk to a human please")
            let result = try await stage.handOff(["threadId": .string(thread)])
            #expect(result.status == .done && Stage.notDone(result) == ["properties validation"])
            #expect(Stage.messages(result).first?.contains("relay_session") == true)
            let ticket = try await stage.onlyTicket().id
            #expect(result.data["ticketId"]?.string == ticket)
        }
    }

    @Test("A pipeline that the portal does not have costs the ticket alone")
    func wrongPipeline() async throws {
        try await Stage.run(["TICKET_PIPELINE": "999"]) { stage in
            let thread = try await stage.chat("I want to talk to a human please")
            let result = try await stage.handOff(["threadId": .string(thread)])
            #expect(result.status == .done && Stage.notDone(result) == ["ticket validation"])
            #expect(Stage.messages(result).first?.contains("hs_pipeline") == true)
            #expect(await stage.portal.comments(thread).count == 1)
        }
    }

    @Test(
        "However long the parts are, HubSpot takes the ticket, and the newest message is on it",
        arguments: [("a", 100, 70_000), ("a", 70_000, 10), ("\u{1F600}", 70_000, 70_000)])
    func long(_ character: String, summary: Int, message: Int) async throws {
        try await Stage.run { stage in
            func text(_ length: Int) -> String { String(repeating: character, count: length) }
            let lines: JSON = [
                ["role": "customer", "text": "First"],
                ["role": "customer", "text": .string("Newest " + text(message))],
            ]
            let result = try await stage.handOff([
                "conversationId": "c1", "contact": ["email": "casey@customer.example", "name": .string(text(300))],
                "reason": .string(text(500)), "summary": .string(text(summary)), "transcript": lines,
            ])
            #expect(result.status == .done && Stage.notDone(result) == [], "\(result.line.prefix(2000))")
            let ticket = try await stage.onlyTicket()
            let content = try #require(ticket.properties["content"])
            #expect(content.utf16.count <= TicketText.contentLimit)
            #expect(content.contains("customer: Newest \(text(10))"))
            #expect(content.contains("Session: \(result.data["sessionId"]?.string ?? "-")"))
            let subject = try #require(ticket.properties["subject"])
            #expect(subject.utf16.count <= TicketText.subjectLimit && subject.hasPrefix("Conversation with "))
        }
    }

    @Test("Without tickets there is a comment and a contact")
    func ticketingOff() async throws {
        try await Stage.run(["TICKETING": "false"]) { stage in
            let thread = try await stage.chat("I want to talk to a human please")
            let result = try await stage.handOff(["threadId": .string(thread)])
            #expect(result.status == .done && Stage.notDone(result) == ["ticket ticketing-off"])
            #expect(await stage.portal.comments(thread).count == 1)
            let inline = try await stage.handOff(["contact": ["email": "casey@customer.example"]])
            #expect(inline.status == .failed && inline.code == .ticketingOff)
        }
    }
}
