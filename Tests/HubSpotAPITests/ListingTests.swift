import HubSpotAPI
import RelayCore
import TestSupport
import Testing

@Suite("What belongs to records and inboxes")
struct ListingTests {
    @Test("A contact's company ids are read page by page, then the companies in one batch, in the order of the ids")
    func companies() async throws {
        let transport = StubTransport([
            .json(["results": [["toObjectId": 8], ["toObjectId": "7"]], "paging": ["next": ["after": "7"]]]),
            .json(["results": [["toObjectId": 8], ["toObjectId": 6]]]),
            .json(
                ["results": [["id": "7", "properties": ["name": "Seven"]], ["id": "8", "properties": ["name": "Eight"]]]],
                status: 207),
        ])
        let companies = try await client(transport).companies(contactID: "9")
        // The one that is gone by now is left out.
        #expect(companies.map(\.id) == ["8", "7"])
        #expect(companies.first?.properties == ["name": "Eight"])
        let read = try #require(transport.calls.last)
        #expect(read.url == "\(base)/crm/v3/objects/companies/batch/read")
        #expect(!read.isWrite)
        #expect(read.json == ["inputs": [["id": "8"], ["id": "7"], ["id": "6"]], "properties": ["name", "domain"]])
    }

    @Test("Deals are read with amount and stage, a hundred in a batch")
    func deals() async throws {
        let ids = (1...101).map(String.init)
        let transport = StubTransport { call throws(TransportError) in
            guard let inputs = call.json?["inputs"]?.array else {
                return HTTPAnswer(
                    status: 200,
                    body: JSON.object(["results": .array(ids.map { ["toObjectId": .string($0)] })]).canonicalBytes)
            }
            return HTTPAnswer(status: 200, body: JSON.object(["results": .array(inputs)]).canonicalBytes)
        }
        let deals = try await client(transport, edition: .dated202609).deals(contactID: "9")
        #expect(deals.map(\.id) == ids)
        let batches = transport.calls.dropFirst()
        #expect(batches.map { $0.json?["inputs"]?.array?.count } == [100, 1])
        #expect(batches.allSatisfy { $0.url == "\(base)/crm/objects/2026-09/deals/batch/read" })
        let properties = batches.first?.json?["properties"]?.array?.compactMap(\.string) ?? []
        #expect(Set(properties).isSuperset(of: ["dealname", "amount", "dealstage", "pipeline"]))
    }

    @Test("A contact is known by a telephone number that only one has")
    func phone() async throws {
        let transport = StubTransport([
            .json(["results": [["id": "9"]]]), .json(["results": [["id": "9"], ["id": "10"]]]), .json(["results": []]),
        ])
        let client = client(transport)
        #expect(try await client.contact(phone: "+15550100")?.id == "9")
        #expect(try await client.contact(phone: "+15550100") == nil)
        #expect(try await client.contact(phone: "555 0100") == nil)
        #expect(transport.calls.map { $0.json?["filterGroups"]?.array?.count } == [2, 2, 2])
    }

    @Test("An owner is found by address in any case, and a queue is told from a person")
    func owner() async throws {
        let owners: JSON = [
            "results": [
                ["id": "3", "email": "samantha@shop.example"],
                ["id": "4", "email": "Sam@Shop.example", "type": "QUEUE", "userId": nil],
            ]
        ]
        let client = client(StubTransport { _ throws(TransportError) in HTTPAnswer(status: 200, body: owners.canonicalBytes) })
        let owner = try #require(try await client.owner(email: "sam@shop.example"))
        #expect(owner.id == "4")
        #expect(owner.type == "QUEUE")
        #expect(try await client.owner(email: "samantha@shop.example")?.type == "PERSON")
        #expect(try await client.owner(email: "nobody@shop.example") == nil)
    }

    @Test("Notes of a ticket are read with their authors")
    func notes() async throws {
        let transport = StubTransport([
            .json(["results": [["toObjectId": 12], ["toObjectId": 13]]]),
            .json([
                "results": [
                    [
                        "id": "12", "createdAt": "2026-03-02T08:00:00Z",
                        "properties": [
                            "hs_note_body": "<p>Call back</p>", "hs_createdate": "2026-03-02T08:15:00Z",
                            "hs_created_by_user_id": "52530071", "hubspot_owner_id": "4", "hs_object_source": "CRM_UI",
                            "hs_object_source_id": "userId:52530071",
                        ],
                    ],
                    [
                        "id": "13", "createdAt": "2026-03-02T09:00:00Z",
                        "properties": ["hs_object_source": "INTEGRATION", "hs_object_source_id": "1098266", "hs_note_body": nil],
                    ],
                ]
            ]),
        ])
        let notes = try await client(transport).notes(ticketID: "70")
        #expect(notes.map(\.html) == ["<p>Call back</p>", ""])
        #expect(notes.map(\.createdAt) == [Timestamp.parse("2026-03-02T08:15:00Z"), Timestamp.parse("2026-03-02T09:00:00Z")])
        #expect(notes.map(\.authorUserID) == ["52530071", nil])
        #expect(notes.map(\.ownerID) == ["4", nil])
        #expect(notes.map(\.appID) == [nil, "1098266"])
        #expect(notes.allSatisfy { $0.ticketIDs == ["70"] })
    }

    @Test("A note names its tickets, each once, and one that is gone is none")
    func note() async throws {
        let transport = StubTransport([
            .json([
                "id": "12", "properties": ["hs_note_body": "x"],
                "associations": ["tickets": ["results": [["id": "70", "type": "a"], ["id": 70, "type": "b"], ["id": "71"]]]],
            ]), .json(["id": "13"]), .status(404),
        ])
        let client = client(transport)
        #expect(try await client.note(id: "12")?.ticketIDs == ["70", "71"])
        #expect(try await client.note(id: "13")?.ticketIDs == [])
        #expect(try await client.note(id: "14") == nil)
    }

    @Test("Actors of every kind are read, and unknown ids cost no other")
    func actors() async throws {
        let transport = StubTransport([
            .json(
                [
                    "status": "COMPLETE", "numErrors": 1, "errors": [["message": "no such actor"]],
                    "results": [
                        ["type": "AGENT", "id": "A-1", "name": "Sam", "email": "sam@shop.example"],
                        ["type": "LLM", "id": "L-7", "name": "Agent"], ["type": "SYSTEM", "id": "S-hubspot"], ["id": "V-2"],
                    ],
                ], status: 207)
        ])
        let client = client(transport)
        let actors = try await client.actors([ActorID("A-1"), ActorID("L-7"), ActorID("V-404")])
        #expect(actors.map(\.id.kind) == [.agent, .customerAgent, .system, .visitor])
        #expect(actors.map(\.type) == ["AGENT", "LLM", "SYSTEM", nil])
        #expect(actors.first?.email == "sam@shop.example")
        #expect(try await client.actors([]).isEmpty)
        #expect(transport.calls.count == 1)
    }

    @Test("Inboxes and channel accounts are read")
    func inboxes() async throws {
        let transport = StubTransport([
            .json(["results": [["id": 41, "name": "Support", "type": "HELP_DESK"], ["id": "42", "archived": true]]]),
            .json([
                "results": [
                    [
                        "id": "301", "channelId": 1002, "inboxId": "41", "name": "help", "active": true, "authorized": false,
                        "deliveryIdentifier": ["type": "HS_EMAIL_ADDRESS", "value": "help@shop.example"],
                    ], ["id": 300, "active": false],
                ]
            ]),
        ])
        let client = client(transport)
        let inboxes = try await client.inboxes()
        #expect(inboxes.map(\.type) == ["HELP_DESK", "INBOX"])
        #expect(inboxes.map(\.isArchived) == [false, true])
        let accounts = try await client.channelAccounts(inboxID: nil)
        #expect(accounts.map(\.id) == ["301", "300"])
        #expect(accounts.map(\.channelID) == ["1002", nil])
        #expect(accounts.map(\.isActive) == [true, false])
        #expect(accounts.map(\.isAuthorized) == [false, true])
        #expect(accounts.first?.deliveryIdentifier?.value == "help@shop.example")
    }

    @Test("The closed stage of a pipeline is the one that HubSpot's metadata says")
    func closedStage() async throws {
        let pipelines = try await client(StubTransport([.json(try fixture("pipelines"))])).ticketPipelines()
        #expect(pipelines.closedStage(pipelineID: "0")?.id == "4")
        #expect(pipelines.closedStage(pipelineID: "700100") == nil)
        #expect(pipelines.closedStage(pipelineID: "9") == nil)
        #expect(pipelines.first?.stages.map(\.isClosed) == [false, true])
    }

    @Test("Ticket properties tell which are read only, and which find a ticket again")
    func properties() async throws {
        let json: JSON = [
            "results": [
                ["name": "hs_created", "modificationMetadata": ["readOnlyValue": true]],
                ["name": "order_number", "hasUniqueValue": true],
            ]
        ]
        let properties = try await client(StubTransport([.json(json)])).ticketProperties()
        #expect(properties.map(\.isReadOnly) == [true, false])
        #expect(properties.map(\.isUnique) == [false, true])
    }

    @Test("The account is read")
    func account() async throws {
        let json: JSON = [
            "portalId": 22_761_544, "accountType": "STANDARD", "timeZone": "Europe/Amsterdam", "uiDomain": "app-eu1.hubspot.com",
        ]
        let account = try await client(StubTransport([.json(json)])).accountDetails()
        #expect(account.portalID == "22761544")
        #expect(account.timeZone == "Europe/Amsterdam")
        #expect(account.uiDomain == "app-eu1.hubspot.com")
    }
}
