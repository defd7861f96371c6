import HubSpotAPI
import RelayCore
import TestSupport
import Testing

@Suite("New contacts and tickets")
struct ContactTests {
    struct Case: NamedCase {
        let name: String
        let status: Int
        let body: JSON
        let id: String
        let existed: Bool
    }

    @Test(
        "A contact that exists already is found by what HubSpot's refusal says",
        arguments: [
            Case(name: "new", status: 201, body: ["id": 552_100], id: "552100", existed: false),
            Case(
                name: "conflict", status: 409, body: ["message": "Contact already exists. Existing ID: 552101"], id: "552101",
                existed: true),
            Case(
                name: "race", status: 400,
                body: [
                    "message":
                        "Cannot set PropertyValueCoordinates{portalId=1, propertyName=email, value=a} on 11. 22 already has that value."
                ], id: "22", existed: true),
        ])
    func create(_ row: Case) async throws {
        let transport = StubTransport([.json(row.body, status: row.status)])
        let created = try await client(transport).createContact(properties: ["email": "casey@example.com"])
        #expect(created.id == row.id)
        #expect(created.existed == row.existed)
        #expect(transport.calls.count == 1)
    }

    @Test(
        "A refusal that names no id stays one",
        arguments: [(409, "Contact already exists."), (409, "Existing ID: none"), (400, "Property values were not valid")])
    func refused(_ status: Int, _ message: String) async throws {
        let transport = StubTransport([.json(["message": .string(message)], status: status)])
        let error = try await failure { () throws(HubSpotError) in
            try await client(transport).createContact(properties: ["email": "casey@example.com"])
        }
        #expect(error.status == status)
        #expect(error.existingID == nil)
    }

    @Test("A new ticket gives its id")
    func ticket() async throws {
        let transport = StubTransport([.json(["id": "70", "properties": [:]], status: 201)])
        let id = try await client(transport).createTicket(properties: ["subject": "Help"], contactID: nil, threadID: nil)
        #expect(id == "70")
    }

    @Test("A contact's tickets come in HubSpot's order")
    func tickets() async throws {
        let transport = StubTransport([
            .json(["total": 2, "results": [["id": "71"], ["id": 70, "properties": ["subject": "Help"]]]])
        ])
        let tickets = try await client(transport).tickets(contactID: "9", properties: ["subject"])
        #expect(tickets.map(\.id) == ["71", "70"])
        #expect(tickets.last?.properties == ["subject": "Help"])
    }
}
