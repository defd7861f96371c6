import HubSpotSimulator
import RelayCore
import Testing

@Suite("Companies, deals, notes and what joins them")
struct RecordRouteTests {
    private static func link(_ id: String, _ type: Int) -> JSON {
        [
            "to": ["id": .string(id)],
            "types": [["associationCategory": "HUBSPOT_DEFINED", "associationTypeId": .number(JSONNumber(type))]],
        ]
    }

    private static func objects(_ edition: Edition, _ type: String) -> String {
        edition == .v3 ? "/crm/v3/objects/\(type)" : "/crm/objects/2026-09/\(type)"
    }

    private static func links(_ edition: Edition, _ type: String, _ id: String, _ to: String) -> String {
        "\(edition == .v3 ? "/crm/v4/objects" : "/crm/objects/2026-09")/\(type)/\(id)/associations/\(to)"
    }

    @Test("A note that is written on a ticket is found there", arguments: Edition.allCases)
    func note(_ edition: Edition) async throws {
        try await withSimulator { server, client in
            let ticketID = try await server.portal.createTicket(properties: ["subject": "A", "hs_pipeline_stage": "1"])
            let contactID = try await server.portal.createRecord(.contact, properties: ["email": "ann@customer.example"])
            let body: JSON = [
                "properties": ["hs_note_body": "VIP", "hs_timestamp": "2026-11-25T09:00:00Z"],
                "associations": [Self.link(ticketID, 228), Self.link(contactID, 202)],
            ]
            let created = try await client.post(Self.objects(edition, "notes"), body)
            #expect(created.status == 201)
            let id = try #require(created.json["id"]?.string)
            for (type, owner) in [("tickets", ticketID), ("contacts", contactID)] {
                let listed = try await client.get(Self.links(edition, type, owner, "notes"))
                #expect(listed.results.map { $0["toObjectId"]?.id } == [id])
            }
            let path = "\(Self.objects(edition, "notes"))/batch/read"
            let read = try await client.post(path, ["inputs": [["id": .string(id)]], "properties": ["hs_note_body"]])
            #expect(read.status == 200)
            #expect(read.results.first?["properties"]?["hs_note_body"] == "VIP")
            let partly = try await client.post(path, ["inputs": [["id": .string(id)], ["id": "1"]]])
            #expect(partly.status == 207)
            #expect(partly.json["numErrors"] == 1)
            #expect(partly.json["errors"]?.array?.first?["context"]?["ids"] == ["1"])
            #expect(await server.portal.notes(on: ObjectReference(.ticket, ticketID)).map(\.id) == [id])
            let timeless: JSON = ["properties": ["hs_note_body": "VIP"]]
            #expect(try await client.post(Self.objects(edition, "notes"), timeless).status == 400)
        }
    }

    @Test("The companies and deals of a contact are read", arguments: Edition.allCases)
    func companies(_ edition: Edition) async throws {
        try await withSimulator { server, client in
            let portal = server.portal
            let contact = ObjectReference(
                .contact, try await portal.createRecord(.contact, properties: ["email": "ann@customer.example"]))
            let company = try await portal.createRecord(.company, properties: ["name": "Example Outfitters"], on: contact)
            let deal = try await portal.createRecord(.deal, properties: ["dealname": "Boots"], on: contact)
            let companies = try await client.get(Self.links(edition, "contacts", contact.id, "companies"))
            #expect(companies.results.map { $0["toObjectId"]?.id } == [company])
            let types = companies.results.first?["associationTypes"]?.array ?? []
            #expect(types.map { $0["typeId"]?.int } == [1, 279])
            #expect(types.map { $0["label"] } == ["Primary", .null])
            let deals = try await client.get(Self.links(edition, "contacts", contact.id, "deals"))
            #expect(deals.results.map { $0["toObjectId"]?.id } == [deal])
            let read = try await client.get("\(Self.objects(edition, "companies"))/\(company)?properties=name,domain")
            #expect(read.json["properties"]?["name"] == "Example Outfitters")
            #expect(read.json["properties"]?["domain"] == .null)
        }
    }

    @Test("A contact is put on a ticket and taken off", arguments: Edition.allCases)
    func association(_ edition: Edition) async throws {
        try await withSimulator { server, client in
            let ticketID = try await server.portal.createTicket(properties: ["subject": "A", "hs_pipeline_stage": "1"])
            let contactID = try await server.portal.createRecord(.contact, properties: ["email": "ann@customer.example"])
            let path = Self.links(edition, "tickets", ticketID, "default/contacts/\(contactID)")
            for _ in 0..<2 {
                let answer = try await client.call("PUT", path)
                #expect(answer.status == 200)
                #expect(answer.results.map { $0["associationSpec"]?["associationTypeId"]?.int } == [16, 15])
            }
            #expect(await server.portal.contacts(ofTicket: ticketID) == [contactID])
            #expect(try await client.call("PUT", Self.links(edition, "tickets", ticketID, "default/contacts/1")).status == 404)
            #expect(
                try await client.call("DELETE", Self.links(edition, "tickets", ticketID, "contacts/\(contactID)")).status == 204)
            #expect(await server.portal.contacts(ofTicket: ticketID).isEmpty)
        }
    }

    @Test("An archived ticket is found only by asking for archived ones")
    func archived() async throws {
        try await withSimulator { server, client in
            let id = try await server.portal.createTicket(properties: ["subject": "A", "hs_pipeline_stage": "1"])
            _ = await server.portal.takeWebhooks()
            let path = "\(Edition.v3.tickets)/\(id)"
            for _ in 0..<2 { #expect(try await client.call("DELETE", path).status == 204) }
            #expect(try await client.get(path).status == 404)
            #expect(try await client.get("\(path)?archived=true").json["archived"] == true)
            #expect(try await client.post("\(Edition.v3.tickets)/search", [:]).json["total"] == 0)
            #expect(await server.portal.takeWebhooks().map { $0["subscriptionType"] } == ["ticket.deletion"])
        }
    }

    @Test("A contact that lost a race is refused with both ids")
    func contactRace() async throws {
        var settings = PortalSettings()
        settings.refusesDuplicatesAsRaces = true
        try await withSimulator(settings) { server, client in
            let body: JSON = ["properties": ["email": "ann@customer.example"]]
            let id = try #require(try await client.post(Edition.v3.contacts, body).json["id"]?.string)
            let lost = try await client.post(Edition.v3.contacts, body)
            #expect(lost.status == 400)
            #expect(lost.json["message"]?.string?.hasSuffix("\(id) already has that value.") == true)
            #expect(await server.portal.allContacts.map(\.id) == [id])
        }
    }

    @Test("An unknown type of object is refused")
    func unknownType() async throws {
        try await withSimulator { _, client in
            let answer = try await client.get("/crm/v3/pipelines/boats")
            #expect(answer.status == 400)
            #expect(answer.json["message"] == "Unable to infer object type from: boats")
        }
    }
}
