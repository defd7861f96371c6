import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@Suite("What people do")
struct PeopleTests {
    struct ActionCase: NamedCase {
        var name: String
        var settings = PortalSettings()
        /// Done before, its webhooks are not looked at.
        var before: @Sendable (SimulatedPortal) async throws -> Void = { _ in }
        var action: @Sendable (SimulatedPortal) async throws -> Void
        /// `subscriptionType`, and behind a space what it says.
        var expected: [String]
    }

    private static let openChat: @Sendable (SimulatedPortal) async throws -> Void = { portal in
        try await portal.customerWritesChat(text: "Hello")
    }

    private static let openTicket: @Sendable (SimulatedPortal) async throws -> Void = { portal in
        try await portal.createTicket(properties: ["subject": "A", "hs_pipeline_stage": "1"])
    }

    private static func ticket(_ portal: SimulatedPortal) async throws -> String {
        try #require(await portal.allTickets.first).id
    }

    private static func withSettings(_ change: (inout PortalSettings) -> Void) -> PortalSettings {
        var settings = PortalSettings()
        change(&settings)
        return settings
    }

    private static func thread(_ portal: SimulatedPortal) async throws -> String {
        try #require(await portal.allThreads.first).id
    }

    static let actions: [ActionCase] = [
        ActionCase(
            name: "a first chat message of an unknown visitor", action: openChat,
            expected: ["conversation.creation", "conversation.newMessage MESSAGE"]),
        ActionCase(
            name: "a first e-mail makes a contact",
            action: { try await $0.customerWritesEmail(from: "ann@customer.example", subject: "Hi", text: "Hello") },
            expected: ["contact.creation", "conversation.creation", "conversation.newMessage MESSAGE"]),
        ActionCase(
            name: "a first e-mail where contacts are not made", settings: withSettings { $0.createsContacts = false },
            action: { try await $0.customerWritesEmail(from: "ann@customer.example", subject: "Hi", text: "Hello") },
            expected: ["conversation.creation", "conversation.newMessage MESSAGE"]),
        ActionCase(
            name: "a channel that makes tickets", settings: withSettings { $0.createsTickets = true }, action: openChat,
            expected: ["conversation.creation", "ticket.creation", "conversation.newMessage MESSAGE"]),
        ActionCase(
            name: "a chat that greets", settings: withSettings { $0.welcomeText = "Welcome" }, action: openChat,
            expected: ["conversation.creation", "conversation.newMessage WELCOME_MESSAGE", "conversation.newMessage MESSAGE"]),
        ActionCase(
            name: "a second message on the thread", before: openChat,
            action: { try await $0.customerWritesChat(text: "Still there?", threadID: try await thread($0)) },
            expected: ["conversation.newMessage MESSAGE"]),
        ActionCase(
            name: "a rep replies", before: openChat,
            action: { try await $0.repReplies(threadID: try await thread($0), text: "Hi") },
            expected: ["conversation.newMessage MESSAGE", "conversation.propertyChange assignedTo=A-52530099"]),
        ActionCase(
            name: "a rep replies where that assigns nothing", settings: withSettings { $0.assignsOnReply = false },
            before: openChat, action: { try await $0.repReplies(threadID: try await thread($0), text: "Hi") },
            expected: ["conversation.newMessage MESSAGE"]),
        ActionCase(
            name: "a rep comments", before: openChat,
            action: { try await $0.repComments(threadID: try await thread($0), text: "VIP") },
            expected: ["conversation.newMessage COMMENT"]),
        ActionCase(
            name: "a thread is assigned", before: openChat,
            action: { try await $0.assign(threadID: try await thread($0), to: 52_530_099) },
            expected: ["conversation.propertyChange assignedTo=A-52530099"]),
        ActionCase(
            name: "a thread is unassigned",
            before: { portal in
                try await openChat(portal)
                try await portal.assign(threadID: try await thread(portal), to: 52_530_099)
            },
            action: { try await $0.assign(threadID: try await thread($0), to: nil) },
            expected: ["conversation.propertyChange assignedTo="]),
        ActionCase(
            name: "a thread is closed", before: openChat,
            action: { try await $0.closeThread(try await thread($0)) },
            expected: ["conversation.propertyChange status=CLOSED"]),
        ActionCase(
            name: "a customer writes on a closed thread",
            before: { portal in
                try await openChat(portal)
                try await portal.closeThread(try await thread(portal))
            },
            action: { try await $0.customerWritesChat(text: "Again", threadID: try await thread($0)) },
            expected: ["conversation.propertyChange status=OPEN", "conversation.newMessage MESSAGE"]),
        ActionCase(
            name: "a thread is archived", before: openChat,
            action: { try await $0.archiveThread(try await thread($0)) },
            expected: ["conversation.propertyChange isArchived=true", "conversation.deletion"]),
        ActionCase(
            name: "a thread is marked as spam: nothing is told", before: openChat,
            action: { try await $0.markAsSpam(try await thread($0)) }, expected: []),
        ActionCase(
            name: "a form", action: { try await $0.customerWritesForm(email: "a@b.example", fields: [("Size", "42")]) },
            expected: ["contact.creation", "conversation.creation", "conversation.newMessage MESSAGE"]),
        ActionCase(
            name: "a WhatsApp message, whose number makes a contact",
            action: { try await $0.customerWritesWhatsApp(text: "Hello", phone: "+1-555-0142") },
            expected: ["contact.creation", "conversation.creation", "conversation.newMessage MESSAGE"]),
        ActionCase(
            name: "a thread is moved: nothing is told", before: openChat,
            action: { try await $0.moveThread(try await thread($0), to: "3302") }, expected: []),
        ActionCase(
            name: "a conversation is erased", before: openChat,
            action: { try await $0.customerDeletesData(threadID: try await thread($0)) },
            expected: ["conversation.privacyDeletion"]),
        ActionCase(
            name: "a person is erased, with all conversations",
            before: { portal in
                for subject in ["One", "Two"] {
                    try await portal.customerWritesEmail(from: "ann@customer.example", subject: subject, text: "A")
                }
            },
            action: { portal in
                try await portal.customerDeletesData(contactID: try #require(await portal.allContacts.first).id)
            },
            expected: ["conversation.privacyDeletion", "conversation.privacyDeletion", "contact.privacyDeletion"]),
        ActionCase(
            name: "a note: only the events for all kinds tell of it",
            settings: withSettings { $0.subscriptions = WebhookType.all },
            before: openTicket, action: { try await $0.repWritesNote(ticketID: try await ticket($0), text: "VIP") },
            expected: ["object.creation", "object.associationChange", "ticket.associationChange", "object.associationChange"]),
        ActionCase(
            name: "both kinds of events tell the same", settings: withSettings { $0.subscriptions = WebhookType.all },
            before: openTicket,
            action: { try await $0.editTicketProperty(ticketID: try await ticket($0), name: "subject", value: "B") },
            expected: ["ticket.propertyChange subject=B", "object.propertyChange subject=B"]),
        ActionCase(
            name: "only the properties that are subscribed", settings: withSettings { $0.subscribedProperties = ["content"] },
            before: openTicket,
            action: { portal in
                for name in ["subject", "content"] {
                    try await portal.editTicketProperty(ticketID: try await ticket(portal), name: name, value: "B")
                }
            },
            expected: ["ticket.propertyChange content=B"]),
        ActionCase(
            name: "a ticket is deleted", before: openTicket,
            action: { try await $0.deleteTicket(try await ticket($0)) }, expected: ["ticket.deletion"]),
        ActionCase(
            name: "a type that is not subscribed", settings: withSettings { $0.subscriptions = [.conversationNewMessage] },
            action: openChat, expected: ["conversation.newMessage MESSAGE"]),
    ]

    @Test("What people do makes the webhooks that HubSpot would send", arguments: actions)
    func webhooks(_ row: ActionCase) async throws {
        let portal = SimulatedPortal(settings: row.settings, ambient: TestClock().ambient)
        try await row.before(portal)
        _ = await portal.takeWebhooks()
        try await row.action(portal)
        #expect(await portal.takeWebhooks().map(Self.summary) == row.expected)
    }

    private static func summary(_ event: JSON) -> String {
        let type = event["subscriptionType"]?.string ?? ""
        if let name = event["propertyName"]?.string { return "\(type) \(name)=\(event["propertyValue"]?.string ?? "?")" }
        return event["messageType"]?.string.map { "\(type) \($0)" } ?? type
    }

    @Test("The event of a new message has the captured shape")
    func newMessage() async throws {
        let portal = SimulatedPortal(ambient: TestClock().ambient)
        let written = try await portal.customerWritesChat(text: "Hello")
        let event = try #require(await portal.takeWebhooks().last)
        #expect(
            event.keys == [
                "eventId", "subscriptionId", "portalId", "appId", "occurredAt", "subscriptionType", "attemptNumber", "objectId",
                "messageId", "messageType", "changeFlag",
            ])
        #expect(event["objectId"]?.int == Int(written.threadID))
        #expect(event["messageId"]?.string == written.messageID)
        #expect(event["portalId"]?.int == 62_515_001)
        #expect(event["attemptNumber"] == 0)
        #expect(event["changeFlag"] == "NEW_MESSAGE")
    }

    @Test("An edited ticket tells what changed and who changed it")
    func ticketEdit() async throws {
        let portal = SimulatedPortal(ambient: TestClock().ambient)
        let ticketID = try await portal.createTicket(properties: ["subject": "Broken", "hs_pipeline_stage": "1"])
        _ = await portal.takeWebhooks()
        try await portal.editTicketProperty(ticketID: ticketID, name: "hs_ticket_priority", value: "HIGH")
        try await portal.editTicketProperty(ticketID: ticketID, name: "hs_ticket_priority", value: "HIGH")
        try await portal.editTicketProperty(ticketID: ticketID, name: "hs_ticket_priority", value: "")
        let events = await portal.takeWebhooks()
        #expect(events.map { $0["propertyValue"]?.string } == ["HIGH", ""])
        #expect(events.allSatisfy { $0["subscriptionType"] == "ticket.propertyChange" })
        #expect(events.first?["changeSource"] == "CRM_UI")
        #expect(events.first?["sourceId"] == "userId:52530099")
        #expect(await portal.ticket(ticketID)?.properties["hs_ticket_priority"] == nil)
    }

    @Test("Unknown threads and users are refused")
    func unknown() async throws {
        let portal = SimulatedPortal(ambient: TestClock().ambient)
        let written = try await portal.customerWritesChat(text: "Hello")
        await #expect(throws: PortalError.notFound) { try await portal.repReplies(threadID: "1", text: "Hi") }
        await #expect(throws: PortalError.notFound) { try await portal.customerWritesChat(text: "Hi", threadID: "1") }
        await #expect(throws: PortalError.notFound) { try await portal.assign(threadID: written.threadID, to: 1) }
    }

    @Test("Times and ids grow")
    func order() async throws {
        let portal = SimulatedPortal(ambient: TestClock().ambient)
        let first = try await portal.customerWritesChat(text: "One")
        let second = try await portal.customerWritesChat(text: "Two")
        try await portal.customerWritesChat(text: "Three", threadID: first.threadID)
        let (older, newer) = (try #require(Int(first.threadID)), try #require(Int(second.threadID)))
        #expect(older < newer)
        let times = await portal.messages(first.threadID).map(\.createdAt)
        #expect(times.count == 2 && times[0] < times[1])
    }
}
