import HubSpotSimulator
import RelayCore
import Testing

@Suite("Threads")
struct ThreadRouteTests {
    @Test("A thread has the documented shape", arguments: Edition.allCases)
    func shape(_ edition: Edition) async throws {
        try await withSimulator { server, client in
            let written = try await server.portal.customerWritesChat(text: "Hello", name: "Ann", email: "ann@customer.example")
            try await server.portal.assign(threadID: written.threadID, to: server.portal.settings.aiUser.userID)
            let ticketID = try await server.portal.createTicket(
                properties: ["subject": "Chat", "hs_pipeline_stage": "1"], threadID: written.threadID)

            let plain = try await client.get("\(edition.threads)/\(written.threadID)")
            #expect(plain.status == 200)
            #expect(
                plain.json.keys == [
                    "id", "status", "inboxId", "assignedTo", "associatedContactId", "originalChannelId",
                    "originalChannelAccountId", "createdAt", "latestMessageTimestamp", "latestMessageReceivedTimestamp", "spam",
                    "archived",
                ])
            let thread = try ConversationThread(
                json: try await client.get("\(edition.threads)/\(written.threadID)?association=TICKET").json)
            #expect(thread.id == written.threadID)
            #expect(thread.status == .open)
            #expect(thread.assignedTo?.text == "A-52530071")
            #expect(thread.originalChannelID == "1000")
            #expect(thread.ticketID == ticketID)
            let contactID = try #require(thread.associatedContactID)
            #expect(await server.portal.contact(contactID)?.properties["email"] == "ann@customer.example")
        }
    }

    @Test("An unknown visitor is no contact")
    func visitor() async throws {
        try await withSimulator { server, client in
            let written = try await server.portal.customerWritesChat(text: "Hello")
            let thread = try await client.get("\(Edition.v3.threads)/\(written.threadID)")
            let visitor = try #require(thread.json["associatedContactId"]?.string)
            #expect(try await client.get("\(Edition.v3.contacts)/\(visitor)").status == 404)
        }
    }

    @Test("Threads are listed by ticket", arguments: Edition.allCases)
    func ticket(_ edition: Edition) async throws {
        try await withSimulator { server, client in
            let portal = server.portal
            let first = try await portal.customerWritesChat(text: "One")
            try await portal.customerWritesChat(text: "Two")
            let ticketID = try await portal.createTicket(
                properties: ["subject": "One", "hs_pipeline_stage": "1"], threadID: first.threadID)
            let answer = try await client.get("\(edition.threads)?associatedTicketId=\(ticketID)&association=TICKET")
            #expect(answer.results.map { $0["id"]?.string } == [first.threadID])
            #expect(answer.results.first?["threadAssociations"]?["associatedTicketId"]?.string == ticketID)
            #expect(answer.nextCursor == nil)
        }
    }

    @Test("A short page may have a next one")
    func shortPage() async throws {
        try await withSimulator { server, client in
            var ids: [String] = []
            for number in 1...5 { ids.append(try await server.portal.customerWritesChat(text: "\(number)").threadID) }
            try await server.portal.archiveThread(ids[0])
            var read: [String] = []
            var sizes: [Int] = []
            var cursor: String?
            repeat {
                let after = cursor.map { "&after=\($0)" } ?? ""
                let page = try await client.get("\(Edition.v3.threads)?limit=2\(after)")
                read += page.results.compactMap { $0["id"]?.string }
                sizes.append(page.results.count)
                cursor = page.nextCursor
            } while cursor != nil
            #expect(sizes == [1, 2, 1])
            #expect(read == Array(ids.dropFirst()))
        }
    }

    @Test(
        "A bad query is refused",
        arguments: [
            "limit=501", "limit=0", "limit=x", "after=nonsense", "sort=id2", "sort=latestMessageTimestamp",
            "sort=latestMessageTimestamp&latestMessageTimestampAfter=2026-01-01T00:00:00Z&after=bzowMDAwMg==",
        ])
    func badQuery(_ query: String) async throws {
        try await withSimulator { _, client in
            let answer = try await client.get("\(Edition.v3.threads)?\(query)")
            #expect(answer.status == 400)
            #expect(answer.json["category"] == "VALIDATION_ERROR")
        }
    }

    @Test("A thread is closed, archived and brought back", arguments: Edition.allCases)
    func status(_ edition: Edition) async throws {
        try await withSimulator { server, client in
            let id = try await server.portal.customerWritesChat(text: "Hello").threadID
            let path = "\(edition.threads)/\(id)"
            let closed = try await client.patch(path, ["status": "CLOSED"])
            #expect(closed.json["status"] == "CLOSED")
            #expect(closed.json["closedAt"] != nil)
            #expect(try await client.patch(path, ["status": "SHUT"]).status == 400)
            #expect(try await client.call("DELETE", path).status == 204)
            #expect(try await client.get(path).status == 404)
            #expect(try await client.get("\(path)?archived=true").json["archived"] == true)
            #expect(try await client.patch("\(path)?archived=true", ["archived": false]).status == 200)
            #expect(try await client.get(path).json["archived"] == false)
        }
    }

    @Test(
        "A thread is assigned and unassigned",
        arguments: [
            Edition.v3.threads, Edition.dated.threads, "/conversations/conversations/v3/threads",
        ])
    func assign(_ threads: String) async throws {
        try await withSimulator { server, client in
            let id = try await server.portal.customerWritesChat(text: "Hello").threadID
            let path = "\(threads)/\(id)/assignee"
            let body: JSON = ["actorId": "A-52530099"]
            #expect(try await client.call("PUT", path, body.canonicalBytes).json["assignedTo"] == "A-52530099")
            #expect(await server.portal.timeline(id).last?.type == .assignment)
            #expect(try await client.call("DELETE", path).status == 204)
            #expect(await server.portal.thread(id)?.assignedTo == nil)
            #expect(try await client.post(path, body).status == 405)
            let unknown: JSON = ["actorId": "A-1"]
            #expect(try await client.call("PUT", path, unknown.canonicalBytes).status == 400)
        }
    }

    @Test("A thread or a ticket that is not there is a page, as live captures have it", arguments: Edition.allCases)
    func missing(_ edition: Edition) async throws {
        try await withSimulator { _, client in
            for path in ["\(edition.threads)/1", "\(edition.tickets)/1"] {
                let answer = try await client.get(path)
                #expect(answer.status == 404 && answer.json == .null)
                #expect(answer.headers["x-hubspot-notfound"] == "true")
                #expect(answer.headers["x-hubspot-correlation-id"]?.isEmpty == false)
            }
        }
    }
}
