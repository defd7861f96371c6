import CurlTransport
import HubSpotAPI
import HubSpotSimulator
import Logging
import RelayCore
import Testing

@Suite struct Smoke {
    @Test(arguments: HubSpotEdition.allCases) func client(_ edition: HubSpotEdition) async throws {
        let portal = SimulatedPortal()
        let server = SimulatorServer(portal: portal)
        let base = try await server.start()
        let client = HubSpotClient(
            transport: CurlTransport(),
            settings: .init(baseURL: base, edition: edition, accessTokens: [portal.settings.accessToken]), ambient: .live,
            logger: Logger(label: "x"))
        let info = try await client.tokenInfo()
        print(info)
        let w = try await portal.customerWritesEmail(
            from: "ann@customer.example", name: "Ann O", cc: ["bob@customer.example"], subject: "Hi", text: "Hello")
        let t = try await client.thread(w.threadID)
        let ms = try await client.messages(threadID: w.threadID, pageLimit: 3)
        let draft = try #require(
            OutgoingMessage.reply(to: t, messages: ms, senderActorID: ActorID("A-52530071"), text: "Yes", richText: "<p>Yes</p>"))
        let posted = try await client.send(draft, threadID: w.threadID)
        #expect(posted.integrationAppID == "1098266")
        let c = try await client.comment(text: "note", richText: "<p>note</p>", threadID: w.threadID)
        #expect(c.type == "COMMENT")
        let chat = try await portal.customerWritesChat(text: "Hello")
        let ct = try await client.thread(chat.threadID)
        let cm = try await client.messages(threadID: chat.threadID, pageLimit: 3)
        let cd = try #require(
            OutgoingMessage.reply(to: ct, messages: cm, senderActorID: ActorID("A-52530071"), text: "Yes", richText: "<p>Yes</p>")
        )
        _ = try await client.send(cd, threadID: chat.threadID)
        #expect(try await client.contact(id: t.associatedContactID ?? "") != nil)
        #expect(try await client.contact(id: ct.associatedContactID ?? "") == nil)
        #expect(try await client.contact(email: "ann@customer.example") != nil)
        let again = try await client.createContact(properties: ["email": "ann@customer.example"])
        #expect(again.existed)
        let owner = try #require(try await client.owner(userID: "52530099"))
        let ticket = try await client.createTicket(
            properties: [
                "subject": "S", "content": "C", "hs_pipeline": "0", "hs_pipeline_stage": "1", "hubspot_owner_id": owner.id,
            ], contactID: again.id, threadID: w.threadID)
        try await client.updateTicket(id: ticket, properties: ["hs_ticket_priority": "HIGH"])
        #expect(try await client.tickets(contactID: again.id, properties: ["subject"]).map(\.id) == [ticket])
        #expect(try await client.threads(ticketID: ticket).map(\.id) == [w.threadID])
        #expect(
            try await client.ticket(id: ticket, properties: ["hs_ticket_priority"]).properties["hs_ticket_priority"] == "HIGH")
        print(try await client.ticketPipelines(), try await client.ticketProperty("hs_ticket_priority"))
        server.failNext(.dropAfterActing, matching: .operation(.createTicket))
        do {
            _ = try await client.createTicket(
                properties: ["subject": "S", "hs_pipeline_stage": "1"], contactID: nil, threadID: nil)
        } catch { print(error) }
        for r in [Refusal.dailyLimit, .missingScopes(["tickets"]), .unauthorized, .locked] {
            server.failNext(.refuse(r), matching: .operation(.createTicket), times: 5)
            do {
                _ = try await client.createTicket(
                    properties: ["subject": "S", "hs_pipeline_stage": "1"], contactID: nil, threadID: nil)
            } catch { print(error) }
            server.forgetFaults()
        }
        await server.stop()
    }
}
