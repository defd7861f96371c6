import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@Suite("Merged tickets and shared threads")
struct MergeTests {
    @Test("Two tickets become one, which both ids lead to")
    func merge() async throws {
        try await withSimulator { server, client in
            let portal = server.portal
            let threads = [
                try await portal.customerWritesChat(text: "One").threadID,
                try await portal.customerWritesChat(text: "Two").threadID,
            ]
            let one = try await portal.createTicket(
                properties: ["subject": "One", "hs_pipeline_stage": "1"], threadID: threads[0])
            let two = try await portal.createTicket(
                properties: ["subject": "Two", "hs_pipeline_stage": "2", "content": "More"], threadID: threads[1])
            let note = try await portal.repWritesNote(ticketID: two, text: "VIP")
            _ = await portal.takeWebhooks()
            let merged = try await portal.mergeTickets(primaryID: one, otherID: two)
            let event = try #require(await portal.takeWebhooks().first)
            #expect(event["subscriptionType"] == "ticket.merge")
            #expect(event["primaryObjectId"]?.id == one)
            #expect(event["mergedObjectIds"]?.array?.map(\.id) == [two])
            #expect(event["newObjectId"]?.id == merged)
            for id in [one, two, merged] {
                let read = try await client.get("\(Edition.v3.tickets)/\(id)?properties=subject,content")
                #expect(read.json["id"]?.string == merged)
                #expect(read.json["properties"]?["subject"] == "One")
                #expect(read.json["properties"]?["content"] == "More")
            }
            let listed = try await client.get("\(Edition.v3.threads)?associatedTicketId=\(merged)")
            #expect(listed.results.compactMap { $0["id"]?.string } == threads)
            #expect(await portal.notes(on: ObjectReference(.ticket, merged)).map(\.id) == [note])
            await #expect(throws: PortalError.self) { try await portal.mergeTickets(primaryID: one, otherID: two) }
        }
    }

    @Test("The generic events: a merge has no flag, an association tells its name beside its number")
    func generic() async throws {
        var settings = PortalSettings()
        settings.subscriptions = [.objectMerge, .objectAssociationChange]
        let portal = SimulatedPortal(settings: settings, ambient: TestClock().ambient)
        var tickets: [String] = []
        for subject in ["One", "Two"] {
            tickets.append(try await portal.createTicket(properties: ["subject": subject, "hs_pipeline_stage": "1"]))
        }
        _ = try await portal.createRecord(
            .contact, properties: ["email": "ann@customer.example"], on: ObjectReference(.ticket, tickets[0]))
        try await portal.mergeTickets(primaryID: tickets[0], otherID: tickets[1])
        let events = await portal.takeWebhooks()
        let names = events.compactMap { $0["associationType"]?.string }
        #expect(names.sorted() == ["CONTACT_TO_TICKET", "TICKET_TO_CONTACT"])
        #expect(events.filter { $0["associationType"] != nil }.allSatisfy { $0["associationTypeId"]?.int != nil })
        let merge = try #require(events.last)
        #expect(merge["subscriptionType"] == "object.merge" && merge["changeFlag"] == nil)
    }

    @Test("A ticket may have several threads")
    func severalThreads() async throws {
        try await withSimulator { server, client in
            let ticket = try await server.portal.createTicket(properties: ["subject": "One", "hs_pipeline_stage": "1"])
            var ids: [String] = []
            for number in 1...3 {
                ids.append(try await server.portal.customerWritesChat(text: "\(number)").threadID)
                try await server.portal.addThread(ids[number - 1], toTicket: ticket)
            }
            let listed = try await client.get("\(Edition.v3.threads)?associatedTicketId=\(ticket)")
            #expect(listed.results.compactMap { $0["id"]?.string } == ids)
        }
    }

    @Test("A mail from a colleague's own mailbox comes in as incoming")
    func colleagueMail() async throws {
        let portal = SimulatedPortal(ambient: TestClock().ambient)
        let id = try await portal.customerWritesEmail(from: "ann@customer.example", subject: "Printer", text: "Hello").threadID
        try await portal.colleagueWritesEmail(threadID: id, text: "I have it")
        let message = try #require(await portal.messages(id).last)
        #expect(message.direction == .incoming)
        #expect(message.senders.first?.deliveryValue == portal.settings.rep.email)
        #expect(message.subject == "Re: Printer")
    }
}
