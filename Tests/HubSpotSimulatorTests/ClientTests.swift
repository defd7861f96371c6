import CurlTransport
import HubSpotAPI
import HubSpotSimulator
import Logging
import RelayCore
import TestSupport
import Testing

/// The app's own client meets the simulator, over the socket and in both editions of the paths.
@Suite("The client and the simulator")
struct ClientTests {
    private func withClient(
        _ edition: HubSpotEdition, _ body: (SimulatorServer, HubSpotClient) async throws -> Void
    ) async throws {
        let clock = TestClock()
        try await withSimulator(clock: clock) { server, simulator in
            let client = HubSpotClient(
                transport: CurlTransport(),
                settings: .init(
                    baseURL: simulator.baseURL, edition: edition, accessTokens: [server.portal.settings.accessToken]),
                ambient: clock.ambient, logger: Logger(label: "client", factory: { _ in SwiftLogNoOpLogHandler() }))
            try await body(server, client)
        }
    }

    @Test("A mail is read, answered and commented", arguments: HubSpotEdition.allCases)
    func mail(_ edition: HubSpotEdition) async throws {
        try await withClient(edition) { server, client in
            let written = try await server.portal.customerWritesEmail(
                from: "ann@customer.example", name: "Ann O", cc: ["bob@customer.example"], subject: "Printer", text: "Hello")
            let thread = try await client.thread(written.threadID)
            let messages = try await client.messages(threadID: thread.id, pageLimit: 3)
            #expect(messages.map(\.text) == ["Hello"])
            let message = try #require(messages.first)
            let draft = try #require(
                OutgoingMessage.reply(
                    to: message, senderActorID: ActorID("A-52530071"), text: "Yes", richText: "<p>Yes</p>"))
            let posted = try await client.send(draft, threadID: thread.id)
            #expect(posted.integrationAppID == String(server.portal.settings.appID))
            #expect(posted.text == "Yes")
            let comment = try await client.comment(text: "A note", richText: "<p>A note</p>", threadID: thread.id)
            #expect(comment.type == .comment)
            #expect(try await client.messages(threadID: thread.id, pageLimit: 3).map(\.id).contains(comment.id))
        }
    }

    @Test("A chat is read and answered", arguments: HubSpotEdition.allCases)
    func chat(_ edition: HubSpotEdition) async throws {
        try await withClient(edition) { server, client in
            let thread = try await client.thread(try await server.portal.customerWritesChat(text: "Hello").threadID)
            let message = try #require(try await client.messages(threadID: thread.id, pageLimit: 1).first)
            let draft = try #require(
                OutgoingMessage.reply(
                    to: message, senderActorID: ActorID("A-52530071"), text: "Yes", richText: "<p>Yes</p>"))
            let posted = try await client.send(draft, threadID: thread.id)
            #expect(try await client.message(threadID: thread.id, messageID: posted.id).text == "Yes")
            // The visitor is no contact.
            #expect(try await client.contact(id: thread.associatedContactID ?? "") == nil)
        }
    }

    @Test("A contact and a ticket are found again", arguments: HubSpotEdition.allCases)
    func records(_ edition: HubSpotEdition) async throws {
        try await withClient(edition) { server, client in
            let threadID = try await server.portal.customerWritesEmail(
                from: "ann@customer.example", name: "Ann O", subject: "Printer", text: "Hello"
            ).threadID
            let contact = try #require(try await client.contact(email: "ann@customer.example"))
            let created = try await client.createContact(properties: ["email": "ann@customer.example"])
            #expect(created.existed)
            #expect(created.id == contact.id)
            let owner = try #require(try await client.owner(userID: String(server.portal.settings.rep.userID)))
            #expect(owner.id == String(server.portal.settings.rep.ownerID))
            let ticketID = try await client.createTicket(
                properties: [
                    "subject": "Printer", "hs_pipeline": "0", "hs_pipeline_stage": "1", "hubspot_owner_id": owner.id,
                ], contactID: contact.id, threadID: threadID)
            try await client.updateTicket(id: ticketID, properties: ["hs_ticket_priority": "HIGH"])
            #expect(try await client.tickets(contactID: contact.id, properties: ["subject"]).map(\.id) == [ticketID])
            #expect(try await client.threads(ticketID: ticketID).map(\.id) == [threadID])
            let ticket = try await client.ticket(id: ticketID, properties: ["hs_ticket_priority", "hubspot_owner_id"])
            #expect(ticket.properties["hs_ticket_priority"] == "HIGH")
            #expect(ticket.properties["hubspot_owner_id"] == owner.id)
        }
    }

    @Test("Token, pipelines and properties are read", arguments: HubSpotEdition.allCases)
    func account(_ edition: HubSpotEdition) async throws {
        try await withClient(edition) { server, client in
            let settings = server.portal.settings
            let info = try await client.tokenInfo()
            #expect(info.portalID == String(settings.portalID))
            #expect(info.appID == String(settings.appID))
            #expect(Set(info.scopes) == settings.scopes)
            let stages = try await client.ticketPipelines().flatMap(\.stages)
            #expect(stages.first { $0.id == "1" }?.label == "New")
            #expect(try await client.ticketProperty("hs_ticket_priority").options.map(\.value).contains("HIGH"))
        }
    }

    struct FaultCase: NamedCase {
        var name: String
        var fault: Fault
        var category: HubSpotError.Category
    }

    static let faults = [
        FaultCase(name: "401", fault: .refuse(.unauthorized), category: .unauthorized),
        FaultCase(name: "403", fault: .refuse(.missingScopes(["tickets"])), category: .missingScope(["tickets"])),
        FaultCase(name: "423", fault: .refuse(.locked), category: .locked),
        FaultCase(name: "429 in ten seconds", fault: .refuse(.tenSecondLimit()), category: .rateLimited),
        FaultCase(name: "429 of the day", fault: .refuse(.dailyLimit), category: .dailyLimit),
        FaultCase(name: "500", fault: .refuse(.serverError), category: .unavailable),
        FaultCase(name: "dropped after it was done", fault: .dropAfterActing, category: .ambiguous),
    ]

    @Test("A write that fails has the category of its fault", arguments: faults)
    func fault(_ row: FaultCase) async throws {
        try await withClient(.v3) { server, client in
            server.failNext(row.fault, matching: .operation(.createTicket), times: 10)
            let error = await #expect(throws: HubSpotError.self) {
                try await client.createTicket(
                    properties: ["subject": "Printer", "hs_pipeline": "0", "hs_pipeline_stage": "1"], contactID: nil,
                    threadID: nil)
            }
            #expect(error?.category == row.category)
        }
    }
}
