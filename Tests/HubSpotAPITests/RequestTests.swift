import HubSpotAPI
import Logging
import RelayCore
import TestSupport
import Testing

@Suite("Requests to HubSpot")
struct RequestTests {
    struct Case: NamedCase {
        let name: String
        let v3: String
        let dated: String
        var method = "GET"
        var body: JSON?
        var isWrite = false
        var answer: JSON = ["id": "1", "results": []]
        let call: @Sendable (HubSpotClient) async throws(HubSpotError) -> Void
    }

    static let cases: [Case] = [
        Case(
            name: "a thread", v3: "/conversations/v3/conversations/threads/55?association=TICKET",
            dated: "/conversations/conversations/2026-09/threads/55?association=TICKET"
        ) { client throws(HubSpotError) in _ = try await client.thread("55") },
        Case(
            name: "the threads of a ticket",
            v3: "/conversations/v3/conversations/threads?associatedTicketId=70&association=TICKET",
            dated: "/conversations/conversations/2026-09/threads?associatedTicketId=70&association=TICKET"
        ) { client throws(HubSpotError) in _ = try await client.threads(ticketID: "70") },
        Case(
            name: "messages", v3: "/conversations/v3/conversations/threads/55/messages?limit=100&sort=-createdAt",
            dated: "/conversations/conversations/2026-09/threads/55/messages?limit=100&sort=-createdAt"
        ) { client throws(HubSpotError) in _ = try await client.messages(threadID: "55", pageLimit: 1) },
        Case(
            name: "a message, its id escaped", v3: "/conversations/v3/conversations/threads/55/messages/a%2Fb%3D",
            dated: "/conversations/conversations/2026-09/threads/55/messages/a%2Fb%3D"
        ) { client throws(HubSpotError) in _ = try await client.message(threadID: "55", messageID: "a/b=") },
        Case(
            name: "original content", v3: "/conversations/v3/conversations/threads/55/messages/m1/original-content",
            dated: "/conversations/conversations/2026-09/threads/55/messages/m1/original-content"
        ) { client throws(HubSpotError) in _ = try await client.originalContent(threadID: "55", messageID: "m1") },
        Case(
            name: "a comment", v3: "/conversations/v3/conversations/threads/55/messages",
            dated: "/conversations/conversations/2026-09/threads/55/messages", method: "POST",
            body: ["type": "COMMENT", "text": "seen", "richText": "<p>seen</p>"], isWrite: true
        ) { client throws(HubSpotError) in _ = try await client.comment(text: "seen", richText: "<p>seen</p>", threadID: "55") },
        Case(
            name: "a contact by id", v3: "/crm/v3/objects/contacts/9?properties=email%2Cfirstname%2Clastname",
            dated: "/crm/objects/2026-09/contacts/9?properties=email%2Cfirstname%2Clastname"
        ) { client throws(HubSpotError) in _ = try await client.contact(id: "9") },
        Case(
            name: "a contact by address, escaped",
            v3: "/crm/v3/objects/contacts/a%2Bb%40example.com?idProperty=email&properties=email%2Cfirstname%2Clastname",
            dated: "/crm/objects/2026-09/contacts/a%2Bb%40example.com?idProperty=email&properties=email%2Cfirstname%2Clastname"
        ) { client throws(HubSpotError) in _ = try await client.contact(email: "a+b@example.com") },
        Case(
            name: "a new contact", v3: "/crm/v3/objects/contacts", dated: "/crm/objects/2026-09/contacts", method: "POST",
            body: ["properties": ["email": "new@example.com"]], isWrite: true
        ) { client throws(HubSpotError) in _ = try await client.createContact(properties: ["email": "new@example.com"]) },
        Case(
            name: "a ticket", v3: "/crm/v3/objects/tickets/70?properties=subject%2Chs_pipeline",
            dated: "/crm/objects/2026-09/tickets/70?properties=subject%2Chs_pipeline"
        ) { client throws(HubSpotError) in _ = try await client.ticket(id: "70", properties: ["subject", "hs_pipeline"]) },
        Case(
            name: "a new ticket with contact and thread", v3: "/crm/v3/objects/tickets", dated: "/crm/objects/2026-09/tickets",
            method: "POST",
            body: [
                "properties": ["subject": "Help"],
                "associations": [
                    ["to": ["id": "9"], "types": [["associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 16]]],
                    ["to": ["id": "55"], "types": [["associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 32]]],
                ],
            ], isWrite: true
        ) { client throws(HubSpotError) in
            _ = try await client.createTicket(properties: ["subject": "Help"], contactID: "9", threadID: "55")
        },
        Case(
            name: "a new ticket alone", v3: "/crm/v3/objects/tickets", dated: "/crm/objects/2026-09/tickets", method: "POST",
            body: ["properties": ["subject": "Help"], "associations": []], isWrite: true
        ) { client throws(HubSpotError) in
            _ = try await client.createTicket(properties: ["subject": "Help"], contactID: nil, threadID: nil)
        },
        Case(
            name: "a ticket's new values", v3: "/crm/v3/objects/tickets/70", dated: "/crm/objects/2026-09/tickets/70",
            method: "PATCH", body: ["properties": ["hs_ticket_priority": "HIGH", "note": ""]], isWrite: true
        ) { client throws(HubSpotError) in
            try await client.updateTicket(id: "70", properties: ["hs_ticket_priority": "HIGH", "note": ""])
        },
        Case(
            name: "a contact's tickets: a search is no write", v3: "/crm/v3/objects/tickets/search",
            dated: "/crm/objects/2026-09/tickets/search", method: "POST",
            body: [
                "filterGroups": [["filters": [["propertyName": "associations.contact", "operator": "EQ", "value": "9"]]]],
                "properties": ["subject"], "limit": 100, "sorts": [["propertyName": "createdate", "direction": "DESCENDING"]],
            ]
        ) { client throws(HubSpotError) in _ = try await client.tickets(contactID: "9", properties: ["subject"]) },
        Case(
            name: "ticket pipelines", v3: "/crm/v3/pipelines/tickets", dated: "/crm/pipelines/2026-09/tickets"
        ) { client throws(HubSpotError) in _ = try await client.ticketPipelines() },
        Case(
            name: "a ticket property", v3: "/crm/v3/properties/tickets/color", dated: "/crm/properties/2026-09/tickets/color",
            answer: ["name": "color"]
        ) { client throws(HubSpotError) in _ = try await client.ticketProperty("color") },
        Case(name: "an owner", v3: "/crm/v3/owners/4", dated: "/crm/owners/2026-09/4") { client throws(HubSpotError) in
            _ = try await client.owner(id: "4")
        },
        Case(
            name: "the owner of a user", v3: "/crm/v3/owners/77?idProperty=userId",
            dated: "/crm/owners/2026-09/77?idProperty=userId"
        ) { client throws(HubSpotError) in _ = try await client.owner(userID: "77") },
        Case(
            name: "the token, named in the body", v3: "/oauth/v2/private-apps/get/access-token-info",
            dated: "/oauth/v2/private-apps/get/access-token-info", method: "POST", body: ["tokenKey": "token-one"],
            answer: ["hubId": 1, "appId": 2]
        ) { client throws(HubSpotError) in _ = try await client.tokenInfo() },
    ]

    @Test(
        "Each call sends the documented request, in both editions", arguments: cases + conversationCases + recordCases,
        HubSpotEdition.allCases)
    func request(_ row: Case, _ edition: HubSpotEdition) async throws {
        let transport = StubTransport([.json(row.answer)])
        try await row.call(client(transport, edition: edition))
        let call = try #require(transport.calls.first)
        #expect(transport.calls.count == 1)
        #expect(call.method == row.method)
        #expect(call.url == base + (edition == .v3 ? row.v3 : row.dated))
        #expect(call.json == row.body)
        #expect(call.body == row.body?.canonicalBytes)
        #expect(call.isWrite == row.isWrite)
        #expect(call.timeout == 15)
        #expect(call.header("authorization") == "Bearer token-one")
        #expect(call.header("user-agent")?.hasPrefix("DeskRelay/") == true)
        #expect(call.header("content-type") == (row.body == nil ? nil : "application/json"))
    }

    @Test("A base address may end with a slash")
    func trailingSlash() async throws {
        let transport = StubTransport([.json(["id": "1"])])
        let ambient = TestClock().ambient
        let settings = HubSpotClient.Settings(baseURL: "\(base)/", edition: .v3, accessTokens: [Secret("t")])
        let client = HubSpotClient(transport: transport, settings: settings, ambient: ambient, logger: .init(label: "test"))
        _ = try await client.owner(id: "4")
        #expect(transport.calls.first?.url == "\(base)/crm/v3/owners/4")
    }

    @Test("Editions are read by their configured names")
    func editions() {
        #expect(HubSpotEdition(name: "v3") == .v3)
        #expect(HubSpotEdition(name: "2026-09") == .dated202609)
        #expect(HubSpotEdition(name: "v4") == nil)
    }
}
