import CurlTransport
import HubSpotAPI
import HubSpotSimulator
import Logging
import RelayCore
import TestSupport
import Testing

/// What belongs to threads and tickets: owners, notes, companies, files. The client meets the simulator in both editions.
@Suite("The client and what belongs to threads and tickets")
struct ClientRecordTests {
    private func withClient(
        _ edition: HubSpotEdition, _ settings: PortalSettings = PortalSettings(),
        _ body: (SimulatorServer, HubSpotClient) async throws -> Void
    ) async throws {
        let clock = TestClock()
        try await withSimulator(settings, clock: clock) { server, simulator in
            let client = HubSpotClient(
                transport: CurlTransport(),
                settings: .init(
                    baseURL: simulator.baseURL, edition: edition, accessTokens: [server.portal.settings.accessToken]),
                ambient: clock.ambient, logger: Logger(label: "client", factory: { _ in SwiftLogNoOpLogHandler() }))
            try await body(server, client)
        }
    }

    @Test("A thread is assigned, left and closed", arguments: HubSpotEdition.allCases, AssigneePath.allCases)
    func thread(_ edition: HubSpotEdition, _ path: AssigneePath) async throws {
        // The dated edition has one path, which the setting does not touch.
        var settings = PortalSettings()
        if edition == .v3 { settings.assigneePath = path }
        try await withClient(edition, settings) { server, client in
            let id = try await server.portal.customerWritesChat(text: "Hello").threadID
            let user = ActorID.agent(userID: String(server.portal.settings.rep.userID))
            let assigned = try await client.assignThread(id, to: user)
            #expect(assigned.assignedTo == user)
            try await client.unassignThread(id)
            let left = try await client.thread(id)
            #expect(left.assignedTo == nil)
            let open = try await client.openThreads(inboxID: nil, since: Timestamp.date(milliseconds: 0))
            #expect(open.map(\.id) == [id])
            let closed = try await client.setThreadStatus(.closed, threadID: id)
            #expect(closed.status == .closed)
            let stillOpen = try await client.openThreads(inboxID: nil, since: Timestamp.date(milliseconds: 0))
            #expect(stillOpen.isEmpty)
        }
    }

    @Test("A ticket gets a contact and a note", arguments: HubSpotEdition.allCases)
    func ticket(_ edition: HubSpotEdition) async throws {
        try await withClient(edition) { server, client in
            let contact = try await client.createContact(properties: ["email": "ann@customer.example"]).id
            let ticket = try await client.createTicket(
                properties: ["subject": "Printer", "hs_pipeline": "0", "hs_pipeline_stage": "1"], contactID: nil, threadID: nil)
            try await client.associate(ticketID: ticket, contactID: contact)
            let contacts = try await client.contacts(ticketID: ticket)
            #expect(contacts == [contact])
            let id = try await client.createNote(
                html: "<p>seen</p>", ticketID: ticket, at: Timestamp.date(milliseconds: 1_790_000_000_000))
            let notes = try await client.notes(ticketID: ticket)
            #expect(notes.map(\.id) == [id])
            #expect(notes.map(\.html) == ["<p>seen</p>"])
            let note = try #require(try await client.note(id: id))
            #expect(note.ticketIDs == [ticket])
            let companies = try await client.companies(contactID: contact)
            #expect(companies.isEmpty)
        }
    }

    @Test("An uploaded file keeps its name and has a signed address", arguments: HubSpotEdition.allCases)
    func file(_ edition: HubSpotEdition) async throws {
        try await withClient(edition) { server, client in
            let file = try await client.uploadFile(name: "a \"b\";c.py", bytes: [0, 13, 10, 255], contentType: "text/plain")
            #expect(await server.portal.file(file.id)?.fileName == "a \"b\";c.py")
            let url = try await client.signedURL(fileID: file.id)
            #expect(url.contains("://"))
        }
    }

    @Test("Account, inboxes, owners, actors, properties and pipelines are read", arguments: HubSpotEdition.allCases)
    func account(_ edition: HubSpotEdition) async throws {
        try await withClient(edition) { server, client in
            let account = try await client.accountDetails()
            #expect(account.portalID == String(server.portal.settings.portalID))
            let inboxes = try await client.inboxes()
            #expect(!inboxes.isEmpty)
            let accounts = try await client.channelAccounts(inboxID: inboxes.first?.id)
            #expect(!accounts.isEmpty)
            let rep = server.portal.settings.rep
            let owner = try await client.owner(email: rep.email)
            #expect(owner?.id == String(rep.ownerID))
            let actors = try await client.actors([ActorID(rep.actorID), ActorID("A-404")])
            #expect(actors.map(\.id.text) == [rep.actorID])
            let properties = try await client.ticketProperties()
            #expect(properties.contains { $0.name == "hs_ticket_priority" })
            let pipelines = try await client.ticketPipelines()
            #expect(pipelines.closedStage(pipelineID: "0")?.id == "4")
        }
    }
}
