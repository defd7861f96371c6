import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@Suite("HubSpot's habits that a client stumbles over, each by its setting")
struct HabitTests {
    private static func settings(_ change: (inout PortalSettings) -> Void) -> PortalSettings {
        var settings = PortalSettings()
        change(&settings)
        return settings
    }

    @Test("A cursor comes encoded, and encoded a second time it is refused")
    func encodedCursor() async throws {
        try await withSimulator(Self.settings { $0.encodesCursors = true }) { server, client in
            for number in 1...3 { try await server.portal.customerWritesChat(text: "\(number)") }
            let page = try await client.get("\(Edition.v3.threads)?limit=2")
            let cursor = try #require(page.nextCursor)
            #expect(cursor.hasSuffix("%3D%3D"))
            #expect(page.json["paging"]?["next"]?["link"]?.string?.contains("/conversations/conversations/v3/threads?") == true)
            let encodedAgain = cursor.replacing("%", with: "%25")
            #expect(try await client.get("\(Edition.v3.threads)?limit=2&after=\(encodedAgain)").status == 400)
            #expect(try await client.get("\(Edition.v3.threads)?limit=2&after=\(cursor)").results.count == 1)
        }
    }

    @Test("Ids come as numbers or as text")
    func ids() async throws {
        let changed = Self.settings {
            $0.sendsIDsAsNumbers = true
            $0.sendsWebhookIDsAsText = true
        }
        try await withSimulator(changed) { server, client in
            let id = try await server.portal.customerWritesChat(text: "Hello").threadID
            let thread = try await client.get("\(Edition.v3.threads)/\(id)")
            #expect(thread.json["id"]?.int == Int(id))
            #expect(thread.json["associatedContactId"]?.int != nil)
            let event = try #require(await server.portal.takeWebhooks().last)
            #expect(event["objectId"]?.string == id)
            #expect(event["occurredAt"]?.int != nil)
        }
    }

    @Test(
        "Of the two paths of an assignee, those of the setting answer",
        arguments: [(AssigneePath.guide, 200, 404), (.reference, 404, 200), (.both, 200, 200)])
    func assigneePath(_ path: AssigneePath, _ guide: Int, _ reference: Int) async throws {
        try await withSimulator(Self.settings { $0.assigneePath = path }) { server, client in
            let id = try await server.portal.customerWritesChat(text: "Hello").threadID
            let body: JSON = ["actorId": "A-52530099"]
            let statuses = [
                try await client.call("PUT", "\(Edition.v3.threads)/\(id)/assignee", body.canonicalBytes).status,
                try await client.call("PUT", "/conversations/conversations/v3/threads/\(id)/assignee", body.canonicalBytes)
                    .status,
            ]
            #expect(statuses == [guide, reference])
            #expect(try await client.call("PUT", "\(Edition.dated.threads)/\(id)/assignee", body.canonicalBytes).status == 200)
        }
    }

    @Test("A ticket comes later, on the channels that have tickets")
    func lateTicket() async throws {
        let clock = TestClock()
        let settings = Self.settings {
            $0.createsTickets = true
            $0.ticketDelay = 3
            $0.ticketChannels = [SimulatedChannel.email]
        }
        try await withSimulator(settings, clock: clock) { server, client in
            let chat = try await server.portal.customerWritesChat(text: "Hello").threadID
            let mail = try await server.portal.customerWritesEmail(from: "ann@customer.example", subject: "A", text: "B").threadID
            let raced = try await server.portal.customerWritesEmail(from: "bob@customer.example", subject: "A", text: "B")
                .threadID
            func ticket(_ id: String) async throws -> String? {
                let thread = try await client.get("\(Edition.v3.threads)/\(id)?association=TICKET")
                return thread.json["threadAssociations"]?["associatedTicketId"]?.string
            }
            #expect(try await ticket(mail) == nil)
            let own = try await server.portal.createTicket(
                properties: ["subject": "Own", "hs_pipeline_stage": "1"], threadID: raced)
            clock.advance(3)
            #expect(try await ticket(mail) != nil)
            #expect(try await ticket(chat) == nil)
            #expect(try await ticket(raced) == own)
        }
    }

    @Test("A long text is cut, and whole in its original content")
    func truncation() async throws {
        try await withSimulator(Self.settings { $0.truncatesAfter = 5 }) { server, client in
            let written = try await server.portal.customerWritesChat(text: "Hello world")
            let path = "\(Edition.v3.threads)/\(written.threadID)/messages/\(written.messageID)"
            let message = try await client.get(path)
            #expect(message.json["text"] == "Hello")
            #expect(message.json["truncationStatus"] == "TRUNCATED")
            #expect(try await client.get("\(path)/original-content").json["text"] == "Hello world")
        }
    }

    @Test("A message can fail at once")
    func failedSend() async throws {
        try await withSimulator { server, client in
            let id = try await server.portal.customerWritesChat(text: "Hello").threadID
            await server.portal.failNextSends(reason: "visitor left")
            let failed = try await client.post("\(Edition.v3.threads)/\(id)/messages", DraftBodies.chat)
            #expect(failed.status == 201)
            #expect(failed.json["status"]?["statusType"] == "FAILED")
            #expect(failed.json["status"]?["failureDetails"]?["errorMessage"] == "visitor left")
            let sent = try await client.post("\(Edition.v3.threads)/\(id)/messages", DraftBodies.chat)
            #expect(sent.json["status"]?["statusType"] == "SENT")
        }
    }

    @Test("A closed thread can stay closed when the customer writes")
    func staysClosed() async throws {
        try await withSimulator(Self.settings { $0.reopensOnCustomerMessage = false }) { server, _ in
            let id = try await server.portal.customerWritesChat(text: "Hello").threadID
            try await server.portal.closeThread(id)
            try await server.portal.customerWritesChat(text: "Again", threadID: id)
            #expect(await server.portal.thread(id)?.status == .closed)
        }
    }

    @Test("Files come in and go out, and their addresses expire")
    func files() async throws {
        let clock = TestClock()
        try await withSimulator(clock: clock) { server, client in
            let written = try await server.portal.customerWritesEmail(
                from: "ann@customer.example", subject: "A", text: "B",
                attachments: [AttachedFile(name: "photo.png", bytes: [1, 2, 3])])
            let path = "\(Edition.v3.threads)/\(written.threadID)/messages"
            let message = try await client.get("\(path)/\(written.messageID)")
            let attachment = try #require(message.json["attachments"]?.array?.first)
            #expect(attachment["fileUsageType"] == "IMAGE")
            let url = try #require(attachment["url"]?.string)
            #expect(try await client.bytes(url) == [1, 2, 3])
            let fileID = try #require(attachment["fileId"]?.string)
            let signed = try await client.get("/files/v3/files/\(fileID)/signed-url?expirationSeconds=60")
            #expect(try await client.bytes(signed.json["url"]?.string ?? "") == [1, 2, 3])
            let endless = try await client.get("/files/v3/files/\(fileID)/signed-url?expirationSeconds=\(Int.max)")
            #expect(endless.status == 400)
            let forged = url.replacing(/expires=[0-9]+/, with: "expires=\(Int.max)")
            #expect(try await client.bytes(forged) == nil)
            clock.advance(3601)
            #expect(try await client.bytes(url) == nil)
            let reply = DraftBodies.changed(DraftBodies.mail, "attachments", [["type": "FILE", "fileId": .string(fileID)]])
            let sent = try await client.post(path, reply)
            #expect(sent.json["attachments"]?.array?.first?["name"] == "photo.png")
            let unknown = DraftBodies.changed(DraftBodies.mail, "attachments", [["type": "FILE", "fileId": "1"]])
            #expect(try await client.post(path, unknown).status == 400)
        }
    }
}
