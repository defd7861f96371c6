import CurlTransport
import HubSpotAPI
import HubSpotSimulator
import Logging
import RelayCore
import TestSupport
import Testing

/// The app's own client meets HubSpot's habits, in both editions of the paths.
@Suite("The client and HubSpot's habits")
struct ClientHabitTests {
    private static let newToken = Secret("pat-na1-00000000-0000-4000-8000-000000000001")

    private func withClient(
        _ edition: HubSpotEdition, _ change: (inout PortalSettings) -> Void = { _ in },
        _ body: (SimulatorServer, HubSpotClient) async throws -> Void
    ) async throws {
        let clock = TestClock()
        var settings = PortalSettings()
        settings.furtherTokens = [SimulatedToken(Self.newToken)]
        change(&settings)
        try await withSimulator(settings, clock: clock) { server, simulator in
            let client = HubSpotClient(
                transport: CurlTransport(),
                settings: .init(
                    baseURL: simulator.baseURL, edition: edition, accessTokens: [settings.accessToken, Self.newToken]),
                ambient: clock.ambient, logger: Logger(label: "client", factory: { _ in SwiftLogNoOpLogHandler() }))
            try await body(server, client)
        }
    }

    @Test("A long thread is read by encoded cursors, with ids as numbers", arguments: HubSpotEdition.allCases)
    func cursors(_ edition: HubSpotEdition) async throws {
        let change: (inout PortalSettings) -> Void = {
            $0.encodesCursors = true
            $0.sendsIDsAsNumbers = true
        }
        try await withClient(edition, change) { server, client in
            let id = try await server.portal.customerWritesChat(text: "0").threadID
            for number in 1..<150 { try await server.portal.customerWritesChat(text: "\(number)", threadID: id) }
            #expect(try await client.messages(threadID: id, pageLimit: 3).count == 150)
            #expect(try await client.thread(id).id == id)
        }
    }

    @Test(
        "More open threads than a page holds are all read, by the time of their newest message",
        arguments: HubSpotEdition.allCases)
    func openThreads(_ edition: HubSpotEdition) async throws {
        try await withClient(edition) { server, client in
            var ids: [String] = []
            for number in 0..<503 { ids.append(try await server.portal.customerWritesChat(text: "\(number)").threadID) }
            // The first one is the last by its newest message; those that are closed or archived are not asked for.
            try await server.portal.customerWritesChat(text: "Again", threadID: ids[0])
            try await server.portal.closeThread(ids[1])
            try await server.portal.archiveThread(ids[2])
            let open = try await client.openThreads(inboxID: nil, since: Timestamp.date(milliseconds: 0))
            #expect(open.map(\.id) == Array(ids.dropFirst(3)) + [ids[0]])
        }
    }

    @Test("The new token is used once the old one is revoked", arguments: HubSpotEdition.allCases)
    func rotation(_ edition: HubSpotEdition) async throws {
        try await withClient(edition) { server, client in
            server.portal.revokeToken(server.portal.settings.accessToken)
            let owner = try await client.owner(email: server.portal.settings.rep.email)
            #expect(owner?.id == String(server.portal.settings.rep.ownerID))
            server.portal.revokeToken(Self.newToken)
            let error = await #expect(throws: HubSpotError.self) { try await client.inboxes() }
            #expect(error?.category == .unauthorized)
        }
    }

    @Test("A thread is assigned on whichever path answers", arguments: AssigneePath.allCases)
    func assignee(_ path: AssigneePath) async throws {
        try await withClient(.v3, { $0.assigneePath = path }) { server, client in
            let id = try await server.portal.customerWritesChat(text: "Hello").threadID
            let assigned = try await client.assignThread(id, to: ActorID("A-52530099"))
            #expect(assigned.assignedTo?.text == "A-52530099")
            try await client.unassignThread(id)
            #expect(await server.portal.thread(id)?.assignedTo == nil)
            #expect(try await client.setThreadStatus(.closed, threadID: id).status == .closed)
        }
    }

    @Test("A contact that another call created first is taken", arguments: HubSpotEdition.allCases)
    func contactRace(_ edition: HubSpotEdition) async throws {
        try await withClient(edition, { $0.refusesDuplicatesAsRaces = true }) { _, client in
            let first = try await client.createContact(properties: ["email": "ann@customer.example"])
            let second = try await client.createContact(properties: ["email": "ann@customer.example"])
            #expect(second.id == first.id)
            #expect(second.existed)
        }
    }

    @Test("Notes, companies and deals are found", arguments: HubSpotEdition.allCases)
    func records(_ edition: HubSpotEdition) async throws {
        try await withClient(edition) { server, client in
            let portal = server.portal
            let contact = try await portal.createRecord(.contact, properties: ["email": "a@b.example", "phone": "+1-555-0142"])
            let onContact = ObjectReference(.contact, contact)
            let company = try await portal.createRecord(.company, properties: ["name": "Example"], on: onContact)
            let deal = try await portal.createRecord(.deal, properties: ["dealname": "Boots"], on: onContact)
            #expect(try await client.companies(contactID: contact).map(\.id) == [company])
            #expect(try await client.deals(contactID: contact).map(\.id) == [deal])
            #expect(try await client.contact(phone: "+1-555-0142")?.id == contact)
            let ticket = try await portal.createTicket(properties: ["subject": "A", "hs_pipeline_stage": "1"])
            let reps = try await portal.repWritesNote(ticketID: ticket, text: "VIP")
            let ours = try await client.createNote(html: "<p>Seen</p>", ticketID: ticket, at: portal.ambient.now())
            let notes = try await client.notes(ticketID: ticket)
            #expect(notes.map(\.id) == [reps, ours])
            #expect(notes.map(\.authorUserID) == [String(portal.settings.rep.userID), nil])
            #expect(notes.map(\.appID) == [nil, String(portal.settings.appID)])
            #expect(try await client.note(id: ours)?.ticketIDs == [ticket])
            try await client.associate(ticketID: ticket, contactID: contact)
            #expect(try await client.contacts(ticketID: ticket) == [contact])
        }
    }

    @Test("A file comes down as it went up, until its address expires", arguments: HubSpotEdition.allCases)
    func files(_ edition: HubSpotEdition) async throws {
        try await withClient(edition) { server, client in
            let bytes: [UInt8] = [0, 13, 10, 45, 45, 255]
            let file = try await client.uploadFile(name: "a.bin", bytes: bytes, contentType: "application/octet-stream")
            let url = try await client.signedURL(fileID: file.id)
            #expect(try await client.download(url) == bytes)
            await server.portal.advanceTime(3601)
            let error = await #expect(throws: HubSpotError.self) { try await client.download(url) }
            #expect(error?.category == .notFound)
        }
    }

    @Test("Inboxes, channel accounts, actors and the account are read", arguments: HubSpotEdition.allCases)
    func inboxes(_ edition: HubSpotEdition) async throws {
        try await withClient(edition) { server, client in
            #expect(try await client.inboxes().map(\.type) == ["INBOX", "HELP_DESK"])
            let accounts = try await client.channelAccounts(inboxID: server.portal.settings.inboxID)
            #expect(accounts.compactMap(\.deliveryIdentifier?.value) == ["support@shop.example"])
            let ids = [ActorID("A-52530099"), ActorID("A-1")]
            #expect(try await client.actors(ids).map(\.name) == ["Riley Rep"])
            #expect(try await client.accountDetails().portalID == String(server.portal.settings.portalID))
        }
    }

    @Test("A message that fails at once is an error with its id")
    func failedSend() async throws {
        try await withClient(.v3) { server, client in
            let id = try await server.portal.customerWritesChat(text: "Hello").threadID
            await server.portal.failNextSends(reason: "VISITOR_LEFT")
            let message = try #require(try await client.messages(threadID: id, pageLimit: 1).first)
            let draft = try #require(
                OutgoingMessage.reply(
                    to: message, senderActorID: ActorID("A-52530071"), text: "Yes", richText: "<p>Yes</p>"))
            let error = await #expect(throws: HubSpotError.self) { try await client.send(draft, threadID: id) }
            #expect(error?.category == .deliveryFailed)
            #expect(error?.messageID == (await server.portal.messages(id).last?.id))
        }
    }
}
