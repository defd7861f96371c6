import HubSpotSimulator
import RelayCore
import Testing

@Suite("Messages of a thread")
struct MessageRouteTests {
    private static let longMail = SimulatedContent(text: "Newest part\n> all that was before", richText: "<p>Newest part</p>")

    private static func mail(_ portal: SimulatedPortal) async throws -> Written {
        try await portal.customerWritesEmail(
            from: "ann@customer.example", name: "Ann Other", cc: ["bob@customer.example"], subject: "Printer",
            text: "Newest part", html: "<p>Newest part</p>", original: longMail)
    }

    @Test("An e-mail has the documented shape", arguments: Edition.allCases)
    func email(_ edition: Edition) async throws {
        try await withSimulator { server, client in
            let written = try await Self.mail(server.portal)
            let path = "\(edition.threads)/\(written.threadID)/messages/\(written.messageID)"
            let json = try await client.get(path).json
            #expect(
                json.keys == [
                    "id", "type", "conversationsThreadId", "createdAt", "updatedAt", "createdBy", "client", "senders",
                    "recipients", "archived", "text", "richText", "attachments", "subject", "direction", "channelId",
                    "channelAccountId", "truncationStatus", "status",
                ])
            let message = try ThreadMessage(json: json)
            #expect(message.direction == .incoming)
            #expect(message.clientType == .hubSpot)
            #expect(message.channel == .email)
            #expect(message.deliveryStatus == .received)
            #expect(message.createdBy?.kind == .visitor)
            #expect(message.senderAddress == "ann@customer.example")
            #expect(message.recipients.map(\.emailAddress) == ["support@shop.example", "bob@customer.example"])
            #expect(message.recipients.map(\.field) == [.to, .cc])
            #expect(message.recipients.allSatisfy { $0.actorID == nil })
            #expect(message.truncationStatus?.rawValue == "TRUNCATED_TO_MOST_RECENT_REPLY")
            #expect(message.id.count == 36)
            let original = try await client.get("\(path)/original-content").json
            #expect(original["text"]?.string == Self.longMail.text)
        }
    }

    @Test("A chat message comes from a visitor with an opaque address")
    func chat() async throws {
        try await withSimulator { server, client in
            let written = try await server.portal.customerWritesChat(text: "1 < 2")
            let json = try await client.get("\(Edition.v3.threads)/\(written.threadID)/messages/\(written.messageID)").json
            let message = try ThreadMessage(json: json)
            #expect(message.clientType == .system)
            #expect(message.senders.first?.deliveryIdentifiers.first?.type.rawValue == "CHANNEL_SPECIFIC_OPAQUE_ID")
            #expect(message.senderAddress == nil)
            #expect(message.richText == "<p>1 &lt; 2</p>")
            #expect(message.id.count == 32)
        }
    }

    @Test("Messages are paged in both orders")
    func paging() async throws {
        try await withSimulator { server, client in
            let id = try await server.portal.customerWritesChat(text: "1").threadID
            for number in 2...5 { try await server.portal.customerWritesChat(text: "\(number)", threadID: id) }
            let first = try await client.get("\(Edition.v3.threads)/\(id)/messages?limit=3&sort=-createdAt")
            #expect(first.results.map { $0["text"]?.string } == ["5", "4", "3"])
            let after = try #require(first.nextCursor)
            let second = try await client.get("\(Edition.v3.threads)/\(id)/messages?limit=3&sort=-createdAt&after=\(after)")
            #expect(second.results.map { $0["text"]?.string } == ["2", "1"])
            #expect(second.nextCursor == nil)
            let oldest = try await client.get("\(Edition.v3.threads)/\(id)/messages?limit=1&sort=createdAt")
            #expect(oldest.results.first?["text"] == "1")
        }
    }

    @Test("A reply by e-mail is sent and comes back as a webhook", arguments: Edition.allCases)
    func reply(_ edition: Edition) async throws {
        try await withSimulator { server, client in
            let written = try await Self.mail(server.portal)
            _ = await server.portal.takeWebhooks()
            let answer = try await client.post("\(edition.threads)/\(written.threadID)/messages", DraftBodies.mail)
            #expect(answer.status == 201)
            let message = try ThreadMessage(json: answer.json)
            #expect(message.direction == .outgoing)
            #expect(message.clientType == .integration)
            #expect(message.integrationAppID == "1098266")
            #expect(message.deliveryStatus == .sent)
            #expect(message.subject == "Re: Printer")
            #expect(message.author?.text == "A-52530071")
            #expect(message.recipients.first?.emailAddress == "ann@customer.example")
            #expect(message.truncationStatus?.rawValue == "TRUNCATED_TO_MOST_RECENT_REPLY")

            let event = try #require(await server.portal.takeWebhooks().first)
            #expect(event["subscriptionType"] == "conversation.newMessage")
            #expect(event["messageId"]?.string == message.id)
            let listed = try await client.get("\(edition.threads)/\(written.threadID)/messages")
            #expect(listed.results.last == answer.json)
        }
    }

    @Test("A sent message can be recorded as the integration's")
    func integration() async throws {
        var settings = PortalSettings()
        settings.recordsSendsAsIntegration = true
        try await withSimulator(settings) { server, client in
            let id = try await server.portal.customerWritesChat(text: "Hello").threadID
            let answer = try await client.post("\(Edition.v3.threads)/\(id)/messages", DraftBodies.chat)
            #expect(answer.json["createdBy"] == "I-1098266")
        }
    }

    @Test("A comment is the integration's and has no direction", arguments: Edition.allCases)
    func comment(_ edition: Edition) async throws {
        try await withSimulator { server, client in
            let id = try await server.portal.customerWritesChat(text: "Hello").threadID
            _ = await server.portal.takeWebhooks()
            let body: JSON = ["type": "COMMENT", "text": "For the team", "senderActorId": "A-52530071"]
            let answer = try await client.post("\(edition.threads)/\(id)/messages", body)
            #expect(answer.status == 201)
            #expect(answer.json["createdBy"] == "I-1098266")
            #expect(answer.json["client"] == ["clientType": "INTEGRATION", "integrationAppId": 1_098_266])
            for absent in ["direction", "channelId", "status"] { #expect(answer.json[absent] == nil) }
            #expect(await server.portal.comments(id).map(\.text) == ["For the team"])
            #expect(await server.portal.takeWebhooks().map { $0["messageType"] } == ["COMMENT"])
            #expect(try await client.post("\(edition.threads)/\(id)/comments", body).status == 404)
        }
    }

    @Test("A failed delivery shows in the status")
    func failedDelivery() async throws {
        try await withSimulator { server, client in
            let id = try await server.portal.customerWritesChat(text: "Hello").threadID
            let sent = try await client.post("\(Edition.v3.threads)/\(id)/messages", DraftBodies.chat)
            let messageID = try #require(sent.json["id"]?.string)
            let posted = try #require(await server.portal.messages(id).last)
            #expect(posted.id == messageID)
            try await server.portal.failDelivery(threadID: id, messageID: messageID, reason: "mailbox full")
            let read = try await client.get("\(Edition.v3.threads)/\(id)/messages/\(messageID)")
            let message = try ThreadMessage(json: read.json)
            #expect(message.deliveryStatus == .failed)
            #expect(message.failureMessage == "mailbox full")
        }
    }

    @Test("A help desk takes no comments", arguments: Edition.allCases)
    func helpDesk(_ edition: Edition) async throws {
        try await withSimulator { server, client in
            let thread = try await server.portal.customerWritesChat(text: "Hello").threadID
            let path = "\(edition.threads)/\(thread)/messages"
            let comment: JSON = ["type": "COMMENT", "text": "Note"]
            #expect(try await client.post(path, comment).json["richText"]?.string?.isEmpty == false)
            try await server.portal.moveThread(thread, to: "3302")
            let refused = try await client.post(path, comment)
            #expect(refused.status == 400 && refused.json["category"] == "VALIDATION_ERROR")
            #expect(await server.portal.comments(thread).count == 1)
        }
    }

    @Test("A rep's message and comment have both texts, and the message an address to deliver to")
    func rep() async throws {
        try await withSimulator { server, client in
            let thread = try await server.portal.customerWritesChat(text: "Hello").threadID
            for written in [
                try await server.portal.repReplies(threadID: thread, text: "Hi"),
                try await server.portal.repComments(threadID: thread, text: "Note"),
            ] {
                let json = try await client.get("\(Edition.v3.threads)/\(thread)/messages/\(written.messageID)").json
                #expect(json["richText"]?.string?.isEmpty == false)
                #expect((json["recipients"]?.array ?? []).allSatisfy { $0["deliveryIdentifier"] != nil })
            }
        }
    }

    @Test("A mail arrives in the mailbox that it was sent to")
    func mailbox() async throws {
        var settings = PortalSettings()
        settings.channelAccounts.append(
            SimulatedChannelAccount(
                id: "220009", channelID: SimulatedChannel.email, name: "Billing", address: "billing@shop.example", inboxID: "3302"
            ))
        try await withSimulator(settings) { server, client in
            for (to, account, inbox) in [("Billing@shop.example", "220009", "3302"), ("support@shop.example", "220002", "3301")] {
                let written = try await server.portal.customerWritesEmail(
                    from: "ann@customer.example", to: [to], subject: "Bill", text: "Hello")
                let thread = try await client.get("\(Edition.v3.threads)/\(written.threadID)").json
                #expect(thread["inboxId"]?.string == inbox && thread["originalChannelAccountId"]?.string == account)
                let path = "\(Edition.v3.threads)/\(written.threadID)/messages/\(written.messageID)"
                #expect(try await client.get(path).json["channelAccountId"]?.string == account)
            }
        }
    }
}
