import HubSpotSimulator
import RelayCore
import Testing

@Suite("Associations of tickets with threads, and of many records at once")
struct AssociationRouteTests {
    private static func path(_ edition: Edition, _ from: String, _ to: String) -> String {
        (edition == .v3 ? "/crm/v4/associations" : "/crm/associations/2026-09") + "/\(from)/\(to)/batch/create"
    }

    private static func body(_ from: String, _ to: String, _ type: Int) -> JSON {
        let types: JSON = [["associationCategory": "HUBSPOT_DEFINED", "associationTypeId": .number(JSONNumber(type))]]
        return ["inputs": [["from": ["id": .string(from)], "to": ["id": .string(to)], "types": types]]]
    }

    @Test("A ticket is put on a thread, which is called a conversation there", arguments: Edition.allCases)
    func conversation(_ edition: Edition) async throws {
        try await withSimulator { server, client in
            let thread = try await server.portal.customerWritesChat(text: "Hello").threadID
            let ticket = try await server.portal.createTicket(properties: ["subject": "A", "hs_pipeline_stage": "1"])
            let path = Self.path(edition, "Ticket", "Conversation")
            #expect(try await client.post(path, Self.body(ticket, thread, 32)).status == 201)
            #expect(await server.portal.thread(thread)?.ticketID == ticket)
            #expect(try await client.post(path, Self.body(ticket, thread, 16)).status == 400)
            let missing = try await client.post(path, Self.body(ticket, "1", 32))
            #expect(missing.status == 207 && missing.json["errors"]?.array?.count == 1)
        }
    }

    @Test("A thread is no name of a type: refused without a category")
    func thread() async throws {
        try await withSimulator { _, client in
            let answer = try await client.post(Self.path(.v3, "Ticket", "Thread"), Self.body("1", "2", 32))
            #expect(answer.status == 400 && answer.json["category"] == nil)
            #expect(answer.json["message"] == "Unable to infer object type from: Thread")
        }
    }

    @Test("Records are associated", arguments: Edition.allCases)
    func records(_ edition: Edition) async throws {
        try await withSimulator { server, client in
            let contact = try await server.portal.createRecord(.contact, properties: ["email": "ann@customer.example"])
            let ticket = try await server.portal.createTicket(properties: ["subject": "A", "hs_pipeline_stage": "1"])
            let answer = try await client.post(Self.path(edition, "tickets", "contacts"), Self.body(ticket, contact, 16))
            #expect(answer.status == 201)
            #expect(await server.portal.contacts(ofTicket: ticket) == [contact])
        }
    }
}
