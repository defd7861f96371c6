import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@Suite("Contacts and tickets")
struct ObjectRouteTests {
    private static func ticket(_ properties: JSON, contact: String? = nil, thread: String? = nil) -> JSON {
        let links: [JSON] = [(contact, 16), (thread, 32)].compactMap { id, type in
            guard let id else { return nil }
            return [
                "to": ["id": .string(id)],
                "types": [["associationCategory": "HUBSPOT_DEFINED", "associationTypeId": .number(JSONNumber(type))]],
            ]
        }
        return ["properties": properties, "associations": .array(links)]
    }

    private static func byContact(_ id: String) -> JSON {
        ["filterGroups": [["filters": [["propertyName": "associations.contact", "operator": "EQ", "value": .string(id)]]]]]
    }

    // MARK: Contacts

    @Test("A contact is created, and found by id and address", arguments: Edition.allCases)
    func contact(_ edition: Edition) async throws {
        try await withSimulator { server, client in
            let body: JSON = ["properties": ["email": "Ann+1@customer.example", "firstname": "Ann"]]
            let created = try await client.post(edition.contacts, body)
            #expect(created.status == 201)
            #expect(created.json.keys == ["id", "properties", "createdAt", "updatedAt", "archived"])
            let id = try #require(created.json["id"]?.string)
            let byAddress = try await client.get(
                "\(edition.contacts)/ann%2B1%40customer.example?idProperty=email&properties=email,phone")
            #expect(byAddress.json["id"]?.string == id)
            #expect(byAddress.json["properties"]?.keys == ["email", "phone", "hs_object_id", "createdate", "lastmodifieddate"])
            #expect(byAddress.json["properties"]?["phone"] == .null)
            #expect(try await client.get("\(edition.contacts)/\(id)").json["properties"]?["firstname"] == "Ann")
            #expect(try await client.get("\(edition.contacts)/nobody@customer.example?idProperty=email").status == 404)

            let event = try #require(await server.portal.takeWebhooks().first)
            #expect(event["subscriptionType"] == "contact.creation")
            #expect(event["changeSource"] == "INTEGRATION")
            #expect(event["objectId"]?.int == Int(id))
        }
    }

    @Test("A second contact with an address is a conflict that names the first")
    func conflict() async throws {
        try await withSimulator { server, client in
            let body: JSON = ["properties": ["email": "ann@customer.example"]]
            let id = try #require(try await client.post(Edition.v3.contacts, body).json["id"]?.string)
            let again = try await client.post(Edition.v3.contacts, ["properties": ["email": "ANN@customer.example"]])
            #expect(again.status == 409)
            #expect(again.json["message"]?.string == "Contact already exists. Existing ID: \(id)")
            #expect(again.json["category"] == "CONFLICT")

            let other = try await client.post(Edition.v3.contacts, ["properties": ["email": "bob@customer.example"]])
            let otherID = try #require(other.json["id"]?.string)
            let taken = try await client.patch("\(Edition.v3.contacts)/\(otherID)", body)
            #expect(taken.status == 400)
            #expect(taken.json["message"]?.string?.hasSuffix("on \(otherID). \(id) already has that value.") == true)
        }
    }

    // MARK: Tickets

    @Test("A ticket is created with its associations", arguments: Edition.allCases)
    func newTicket(_ edition: Edition) async throws {
        try await withSimulator { server, client in
            let written = try await server.portal.customerWritesEmail(from: "ann@customer.example", subject: "Hi", text: "Hello")
            let contactID = try #require(await server.portal.allContacts.first).id
            let created = try await client.post(
                edition.tickets,
                Self.ticket(
                    ["subject": "Help", "hs_pipeline_stage": "1", "hubspot_owner_id": "714200102"], contact: contactID,
                    thread: written.threadID))
            #expect(created.status == 201)
            let id = try #require(created.json["id"]?.string)
            #expect(created.json["properties"]?["hs_pipeline"] == "0")
            #expect(await server.portal.thread(written.threadID)?.ticketID == id)
            #expect(await server.portal.contacts(ofTicket: id) == [contactID])

            let found = try await client.post("\(edition.tickets)/search", Self.byContact(contactID))
            #expect(found.json["total"] == 1)
            #expect(found.results.map { $0["id"]?.string } == [id])
            let links = try await client.get(edition.ticketsOfContact(contactID))
            #expect(links.results.map { $0["toObjectId"]?.id } == [id])
            #expect(links.results.first?["associationTypes"]?.array?.first?["typeId"] == 15)
            let read = try await client.get("\(edition.tickets)/\(id)?associations=contacts")
            #expect(read.json["associations"]?["contacts"]?["results"]?.array?.first?["id"]?.string == contactID)
        }
    }

    @Test("A changed ticket sends a webhook for what changed", arguments: Edition.allCases)
    func change(_ edition: Edition) async throws {
        try await withSimulator { server, client in
            let id = try await server.portal.createTicket(properties: ["subject": "Help", "hs_pipeline_stage": "1"])
            _ = await server.portal.takeWebhooks()
            let changes: JSON = ["properties": ["hs_ticket_priority": "URGENT", "subject": "Help", "content": nil]]
            let answer = try await client.patch("\(edition.tickets)/\(id)", changes)
            #expect(answer.status == 200)
            #expect(answer.json["properties"]?["hs_ticket_priority"] == "URGENT")
            let events = await server.portal.takeWebhooks()
            #expect(events.map { $0["propertyName"]?.string } == ["hs_ticket_priority"])
            #expect(events.first?["sourceId"] == "1098266")
        }
    }

    struct ValueCase: NamedCase {
        var name: String
        var properties: JSON
        var said: String
    }

    static let badValues: [ValueCase] = [
        ValueCase(name: "no stage", properties: ["subject": "A"], said: "required properties"),
        ValueCase(name: "no subject", properties: ["hs_pipeline_stage": "1"], said: "required properties"),
        ValueCase(
            name: "an unknown property", properties: ["subject": "A", "hs_pipeline_stage": "1", "mood": "good"],
            said: "PROPERTY_DOESNT_EXIST"),
        ValueCase(
            name: "an unknown option", properties: ["subject": "A", "hs_pipeline_stage": "1", "hs_ticket_priority": "high"],
            said: "INVALID_OPTION"),
        ValueCase(name: "an unknown stage", properties: ["subject": "A", "hs_pipeline_stage": "9"], said: "INVALID_OPTION"),
        ValueCase(
            name: "an unknown pipeline", properties: ["subject": "A", "hs_pipeline": "7", "hs_pipeline_stage": "1"],
            said: "INVALID_OPTION"),
        ValueCase(
            name: "a user's id as the owner",
            properties: ["subject": "A", "hs_pipeline_stage": "1", "hubspot_owner_id": "52530099"], said: "INVALID_OWNER_ID"),
        ValueCase(
            name: "a value that HubSpot sets", properties: ["subject": "A", "hs_pipeline_stage": "1", "hs_object_id": "1"],
            said: "READ_ONLY_VALUE"),
        ValueCase(
            name: "a text that is too long",
            properties: ["subject": "A", "hs_pipeline_stage": "1", "content": .string(String(repeating: "x", count: 65_537))],
            said: "INVALID_STRING"),
        ValueCase(name: "an array as a value", properties: ["subject": ["A"], "hs_pipeline_stage": "1"], said: "subject"),
        ValueCase(name: "properties that are none", properties: "A", said: "properties must be an object"),
    ]

    @Test("A bad value is refused", arguments: badValues)
    func badValue(_ row: ValueCase) async throws {
        try await withSimulator { server, client in
            let answer = try await client.post(Edition.v3.tickets, ["properties": row.properties])
            #expect(answer.status == 400)
            #expect(answer.json["category"] == "VALIDATION_ERROR")
            #expect(answer.json["message"]?.string?.contains(row.said) == true, "\(answer.json.canonical)")
            #expect(await server.portal.allTickets.isEmpty)
        }
    }

    @Test("An association that leads nowhere is refused")
    func badAssociation() async throws {
        try await withSimulator { server, client in
            let properties: JSON = ["subject": "A", "hs_pipeline_stage": "1"]
            let link: JSON = [
                "to": ["id": "1"], "types": [["associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 999]],
            ]
            let unknown: JSON = ["properties": properties, "associations": [link]]
            let bodies = [Self.ticket(properties, contact: "1"), Self.ticket(properties, thread: "1"), unknown]
            for (body, status) in zip(bodies, [404, 404, 400]) {
                let answer = try await client.post(Edition.v3.tickets, body)
                #expect(answer.status == status)
            }
            #expect(await server.portal.allTickets.isEmpty)
        }
    }

    // MARK: Search

    @Test("A search is sorted, and paged by offset")
    func search() async throws {
        try await withSimulator { server, client in
            for number in 1...5 {
                try await server.portal.createTicket(properties: ["subject": "T\(number)", "hs_pipeline_stage": "1"])
            }
            let sort: JSON = [["propertyName": "createdate", "direction": "DESCENDING"]]
            let path = "\(Edition.v3.tickets)/search"
            let first = try await client.post(path, ["limit": 3, "sorts": sort, "properties": ["subject"]])
            #expect(first.results.map { $0["properties"]?["subject"]?.string } == ["T5", "T4", "T3"])
            #expect(first.nextCursor == "3")
            let second = try await client.post(path, ["limit": 3, "sorts": sort, "properties": ["subject"], "after": "3"])
            #expect(second.results.map { $0["properties"]?["subject"]?.string } == ["T2", "T1"])
            #expect(second.nextCursor == nil)
        }
    }

    @Test("A new object is found by id before it is found by a search")
    func searchLag() async throws {
        let clock = TestClock()
        var settings = PortalSettings()
        settings.searchLag = 5
        try await withSimulator(settings, clock: clock) { server, client in
            let id = try await server.portal.createTicket(properties: ["subject": "New", "hs_pipeline_stage": "1"])
            #expect(try await client.post("\(Edition.v3.tickets)/search", [:]).json["total"] == 0)
            #expect(try await client.get("\(Edition.v3.tickets)/\(id)").status == 200)
            clock.advance(6)
            #expect(try await client.post("\(Edition.v3.tickets)/search", [:]).json["total"] == 1)
        }
    }

    struct SearchCase: NamedCase {
        var name: String
        var filter: JSON
        var found: [String]
    }

    static let filters: [SearchCase] = [
        SearchCase(
            name: "EQ, whatever the case", filter: ["propertyName": "subject", "operator": "EQ", "value": "one"], found: ["One"]),
        SearchCase(name: "NEQ", filter: ["propertyName": "subject", "operator": "NEQ", "value": "One"], found: ["Two"]),
        SearchCase(
            name: "IN", filter: ["propertyName": "subject", "operator": "IN", "values": ["one", "two"]], found: ["One", "Two"]),
        SearchCase(
            name: "HAS_PROPERTY", filter: ["propertyName": "hs_ticket_priority", "operator": "HAS_PROPERTY"], found: ["Two"]),
        SearchCase(
            name: "NOT_HAS_PROPERTY", filter: ["propertyName": "hs_ticket_priority", "operator": "NOT_HAS_PROPERTY"],
            found: ["One"]),
    ]

    @Test("A filter finds what fits it and nothing else", arguments: filters)
    func filter(_ row: SearchCase) async throws {
        try await withSimulator { server, client in
            try await server.portal.createTicket(properties: ["subject": "One", "hs_pipeline_stage": "1"])
            try await server.portal.createTicket(
                properties: ["subject": "Two", "hs_pipeline_stage": "1", "hs_ticket_priority": "LOW"])
            let body: JSON = ["filterGroups": [["filters": [row.filter]]]]
            let answer = try await client.post("\(Edition.v3.tickets)/search", body)
            #expect(answer.results.map { $0["properties"]?["subject"]?.string } == row.found)
        }
    }

    static let badSearches: [SearchCase] = [
        SearchCase(name: "a limit over 200", filter: ["limit": 201], found: []),
        SearchCase(name: "beyond 10000 results", filter: ["after": "9999"], found: []),
        SearchCase(name: "two sorts", filter: ["sorts": ["subject", "createdate"]], found: []),
        SearchCase(name: "six groups", filter: ["filterGroups": [[:], [:], [:], [:], [:], [:]]], found: []),
        SearchCase(
            name: "a body over 3000 characters", filter: ["query": .string(String(repeating: "x", count: 3000))], found: []),
    ]

    @Test("A search outside the limits is refused", arguments: badSearches)
    func badSearch(_ row: SearchCase) async throws {
        try await withSimulator { _, client in
            let answer = try await client.post("\(Edition.v3.tickets)/search", row.filter)
            #expect(answer.status == 400)
        }
    }
}
