import FoundationEssentials
import HubSpotAPI
import RelayCore

extension RequestTests {
    static let conversationCases: [Case] = [
        Case(
            name: "a thread is closed", v3: "/conversations/v3/conversations/threads/55",
            dated: "/conversations/conversations/2026-09/threads/55", method: "PATCH", body: ["status": "CLOSED"], isWrite: true
        ) { client throws(HubSpotError) in _ = try await client.setThreadStatus(.closed, threadID: "55") },
        Case(
            name: "a thread is opened", v3: "/conversations/v3/conversations/threads/55",
            dated: "/conversations/conversations/2026-09/threads/55", method: "PATCH", body: ["status": "OPEN"], isWrite: true
        ) { client throws(HubSpotError) in _ = try await client.setThreadStatus(.open, threadID: "55") },
        Case(
            name: "a thread is assigned", v3: "/conversations/v3/conversations/threads/55/assignee",
            dated: "/conversations/conversations/2026-09/threads/55/assignee", method: "PUT", body: ["actorId": "A-77"],
            isWrite: true
        ) { client throws(HubSpotError) in _ = try await client.assignThread("55", to: .agent(userID: "77")) },
        Case(
            name: "a thread is nobody's", v3: "/conversations/v3/conversations/threads/55/assignee",
            dated: "/conversations/conversations/2026-09/threads/55/assignee", method: "DELETE", isWrite: true
        ) { client throws(HubSpotError) in try await client.unassignThread("55") },
        Case(
            name: "open threads of an inbox",
            v3:
                "/conversations/v3/conversations/threads?threadStatus=OPEN&latestMessageTimestampAfter=2026-09-21T14%3A13%3A20.000Z&sort=latestMessageTimestamp&association=TICKET&limit=500&inboxId=4",
            dated:
                "/conversations/conversations/2026-09/threads?threadStatus=OPEN&latestMessageTimestampAfter=2026-09-21T14%3A13%3A20.000Z&sort=latestMessageTimestamp&association=TICKET&limit=500&inboxId=4"
        ) { client throws(HubSpotError) in
            _ = try await client.openThreads(inboxID: "4", since: Date(timeIntervalSince1970: 1_790_000_000))
        },
        Case(
            name: "actors, each once: a POST that is no write", v3: "/conversations/v3/conversations/actors/batch/read",
            dated: "/conversations/conversations/2026-09/actors/batch/read", method: "POST", body: ["inputs": ["A-1", "V-2"]]
        ) { client throws(HubSpotError) in
            _ = try await client.actors([ActorID("A-1"), ActorID("V-2"), ActorID("A-1")])
        },
        Case(
            name: "inboxes", v3: "/conversations/v3/conversations/inboxes", dated: "/conversations/conversations/2026-09/inboxes"
        ) { client throws(HubSpotError) in _ = try await client.inboxes() },
        Case(
            name: "channel accounts of an inbox", v3: "/conversations/v3/conversations/channel-accounts?inboxId=4",
            dated: "/conversations/conversations/2026-09/channel-accounts?inboxId=4"
        ) { client throws(HubSpotError) in _ = try await client.channelAccounts(inboxID: "4") },
        Case(
            name: "every channel account", v3: "/conversations/v3/conversations/channel-accounts",
            dated: "/conversations/conversations/2026-09/channel-accounts"
        ) { client throws(HubSpotError) in _ = try await client.channelAccounts(inboxID: nil) },
    ]

    static let recordCases: [Case] = [
        Case(
            name: "a contact by telephone number", v3: "/crm/v3/objects/contacts/search",
            dated: "/crm/objects/2026-09/contacts/search", method: "POST",
            body: [
                "filterGroups": [
                    ["filters": [["propertyName": "phone", "operator": "EQ", "value": "+1-555-0100"]]],
                    ["filters": [["propertyName": "mobilephone", "operator": "EQ", "value": "+1-555-0100"]]],
                    ["filters": [["propertyName": "phone", "operator": "EQ", "value": "+15550100"]]],
                    ["filters": [["propertyName": "mobilephone", "operator": "EQ", "value": "+15550100"]]],
                ], "properties": ["email", "firstname", "lastname", "phone"], "limit": 2,
            ]
        ) { client throws(HubSpotError) in _ = try await client.contact(phone: "+1-555-0100") },
        Case(
            name: "companies of a contact", v3: "/crm/v4/objects/contacts/9/associations/companies?limit=500",
            dated: "/crm/objects/2026-09/contacts/9/associations/companies?limit=500"
        ) { client throws(HubSpotError) in _ = try await client.companies(contactID: "9") },
        Case(
            name: "deals of a contact", v3: "/crm/v4/objects/contacts/9/associations/deals?limit=500",
            dated: "/crm/objects/2026-09/contacts/9/associations/deals?limit=500"
        ) { client throws(HubSpotError) in _ = try await client.deals(contactID: "9") },
        Case(
            name: "contacts of a ticket", v3: "/crm/v4/objects/tickets/70/associations/contacts?limit=500",
            dated: "/crm/objects/2026-09/tickets/70/associations/contacts?limit=500"
        ) { client throws(HubSpotError) in _ = try await client.contacts(ticketID: "70") },
        Case(
            name: "a ticket gets a contact", v3: "/crm/v4/objects/tickets/70/associations/default/contacts/9",
            dated: "/crm/objects/2026-09/tickets/70/associations/default/contacts/9", method: "PUT", isWrite: true
        ) { client throws(HubSpotError) in try await client.associate(ticketID: "70", contactID: "9") },
        Case(
            name: "a new ticket with company and deal", v3: "/crm/v3/objects/tickets", dated: "/crm/objects/2026-09/tickets",
            method: "POST",
            body: [
                "properties": ["subject": "Help"],
                "associations": [
                    ["to": ["id": "8"], "types": [["associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 339]]],
                    ["to": ["id": "6"], "types": [["associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 28]]],
                ],
            ], isWrite: true
        ) { client throws(HubSpotError) in
            _ = try await client.createTicket(
                properties: ["subject": "Help"], contactID: nil, threadID: nil, companyID: "8", dealID: "6")
        },
        Case(
            name: "every ticket property", v3: "/crm/v3/properties/tickets", dated: "/crm/properties/2026-09/tickets"
        ) { client throws(HubSpotError) in _ = try await client.ticketProperties() },
        Case(
            name: "an owner by address", v3: "/crm/v3/owners?email=sam%40shop.example&limit=100",
            dated: "/crm/owners/2026-09?email=sam%40shop.example&limit=100"
        ) { client throws(HubSpotError) in _ = try await client.owner(email: "sam@shop.example") },
        Case(
            name: "a new note", v3: "/crm/v3/objects/notes", dated: "/crm/objects/2026-09/notes", method: "POST",
            body: [
                "properties": ["hs_note_body": "<p>seen</p>", "hs_timestamp": "2026-09-21T14:13:20.000Z"],
                "associations": [
                    ["to": ["id": "70"], "types": [["associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 228]]]
                ],
            ], isWrite: true
        ) { client throws(HubSpotError) in
            _ = try await client.createNote(
                html: "<p>seen</p>", ticketID: "70", at: Date(timeIntervalSince1970: 1_790_000_000))
        },
        Case(
            name: "notes of a ticket", v3: "/crm/v4/objects/tickets/70/associations/notes?limit=500",
            dated: "/crm/objects/2026-09/tickets/70/associations/notes?limit=500"
        ) { client throws(HubSpotError) in _ = try await client.notes(ticketID: "70") },
        Case(
            name: "a note",
            v3:
                "/crm/v3/objects/notes/12?properties=hs_note_body%2Chs_timestamp%2Chs_createdate%2Chs_created_by_user_id%2Chubspot_owner_id%2Chs_object_source%2Chs_object_source_id&associations=tickets",
            dated:
                "/crm/objects/2026-09/notes/12?properties=hs_note_body%2Chs_timestamp%2Chs_createdate%2Chs_created_by_user_id%2Chubspot_owner_id%2Chs_object_source%2Chs_object_source_id&associations=tickets"
        ) { client throws(HubSpotError) in _ = try await client.note(id: "12") },
        Case(
            name: "a file's signed address", v3: "/files/v3/files/31/signed-url", dated: "/files/2026-09/files/31/signed-url",
            answer: ["url": "https://cdn.example.com/f"]
        ) { client throws(HubSpotError) in _ = try await client.signedURL(fileID: "31") },
        Case(
            name: "the account", v3: "/account-info/v3/details", dated: "/account-info/2026-09/details",
            answer: ["portalId": 2_200_111]
        ) { client throws(HubSpotError) in _ = try await client.accountDetails() },
    ]
}
