import HubSpotSimulator
import RelayCore
import Testing

@Suite("What describes the account")
struct DescribingRouteTests {
    @Test("Owners are found by owner id, user id and address", arguments: Edition.allCases)
    func owners(_ edition: Edition) async throws {
        try await withSimulator { _, client in
            let byUser = try await client.get("\(edition.owners)/52530099?idProperty=userId")
            #expect(byUser.json["id"] == "714200102")
            #expect(byUser.json["userId"] == 52_530_099)
            #expect(byUser.json["firstName"] == "Riley")
            #expect(try await client.get("\(edition.owners)/714200102").json == byUser.json)
            #expect(try await client.get("\(edition.owners)/52530099").status == 404)
            #expect(try await client.get("\(edition.owners)/1?idProperty=email").status == 400)
            let byAddress = try await client.get("\(edition.owners)?email=rep%40shop.example&limit=100")
            #expect(byAddress.results == [byUser.json])
            #expect(try await client.get(edition.owners).results.count == 2)
        }
    }

    @Test("Pipelines name their stages, and which of them is closed", arguments: Edition.allCases)
    func pipelines(_ edition: Edition) async throws {
        try await withSimulator { _, client in
            let pipeline = try #require(try await client.get(edition.pipelines).results.first)
            #expect(pipeline["id"] == "0")
            let stages = pipeline["stages"]?.array ?? []
            #expect(stages.map { $0["id"]?.string } == ["1", "2", "3", "4"])
            #expect(stages.map { $0["label"]?.string } == ["New", "Waiting on contact", "Waiting on us", "Closed"])
            #expect(stages.map { $0["metadata"]?["isClosed"]?.string } == ["false", "false", "false", "true"])
            #expect(stages.allSatisfy { ($0["writePermissions"] != nil) == (edition == .dated) })
            #expect(try await client.get("\(edition.pipelines)/0").json == pipeline)
            #expect(try await client.get("\(edition.pipelines)/9").status == 404)
        }
    }

    @Test("Properties are read and created", arguments: Edition.allCases)
    func properties(_ edition: Edition) async throws {
        try await withSimulator { server, client in
            let priority = try await client.get("\(edition.properties)/hs_ticket_priority")
            #expect(priority.json["type"] == "enumeration")
            #expect((priority.json["options"]?.array ?? []).map { $0["value"]?.string } == ["LOW", "MEDIUM", "HIGH", "URGENT"])
            #expect(try await client.get("\(edition.properties)/plan").status == 404)

            let plan: JSON = [
                "name": "plan", "label": "Plan", "type": "enumeration", "fieldType": "select", "groupName": "ticketinformation",
                "options": [["value": "pro", "label": "Pro", "hidden": false]],
            ]
            #expect(try await client.post(edition.properties, plan).status == 201)
            #expect(try await client.post(edition.properties, plan).json["category"] == "OBJECT_ALREADY_EXISTS")
            let id = try await server.portal.createTicket(properties: ["subject": "A", "hs_pipeline_stage": "1", "plan": "pro"])
            #expect(await server.portal.ticket(id)?.properties["plan"] == "pro")
            #expect(try await client.post(edition.properties, ["name": "other"]).status == 400)
        }
    }

    @Test("A unique property finds its ticket and refuses a second one")
    func uniqueProperty() async throws {
        try await withSimulator { server, client in
            try await server.portal.defineTicketProperty(
                PropertyDefinition(name: "relay_session", label: "Session", hasUniqueValue: true))
            let body: JSON = ["properties": ["subject": "A", "hs_pipeline_stage": "1", "relay_session": "s-1"]]
            let id = try #require(try await client.post(Edition.v3.tickets, body).json["id"]?.string)
            #expect(try await client.get("\(Edition.v3.tickets)/s-1?idProperty=relay_session").json["id"]?.string == id)
            let again = try await client.post(Edition.v3.tickets, body)
            #expect(again.status == 400)
            #expect(again.json["message"]?.string?.hasSuffix("\(id) already has that value.") == true)
            #expect(try await client.get("\(Edition.v3.tickets)/A?idProperty=subject").status == 400)
        }
    }

    @Test("A token tells its portal, app and scopes")
    func token() async throws {
        try await withSimulator { server, client in
            let path = "/oauth/v2/private-apps/get/access-token-info"
            let token = server.portal.settings.accessToken.reveal()
            let answer = try await client.post(path, ["tokenKey": .string(token)])
            #expect(answer.json["hubId"] == 62_515_001)
            #expect(answer.json["appId"] == 1_098_266)
            #expect(answer.json["scopes"]?.array?.contains("conversations.read") == true)
            #expect(try await client.post(path, ["tokenKey": "pat-na1-other"]).status == 401)
            #expect(try await client.post(path, [:]).status == 400)
        }
    }

    @Test("The account names its portal", arguments: Edition.allCases)
    func account(_ edition: Edition) async throws {
        try await withSimulator { _, client in
            let answer = try await client.get(edition.account)
            #expect(answer.json["portalId"] == 62_515_001)
        }
    }

    @Test("Channels, channel accounts, inboxes and actors are read")
    func inboxes() async throws {
        try await withSimulator { server, client in
            let base = "/conversations/v3/conversations"
            let accounts = try await client.get("\(base)/channel-accounts?channelId=1002").results
            #expect(accounts.map { $0["deliveryIdentifier"]?["value"]?.string } == ["support@shop.example"])
            let inboxes = try await client.get("\(base)/inboxes")
            #expect(inboxes.results.map { $0["id"] } == ["3301", "3302"] && inboxes.json["total"] == 2)
            #expect(try await client.get("\(base)/channel-accounts?channelId=1002").json["total"] == 1)
            #expect(try await client.get("\(base)/channels").results.contains(["id": "1000", "name": "LIVE_CHAT"]))
            try await server.portal.customerWritesChat(text: "Hello", name: "Ann")
            let visitor = try #require(await server.portal.allThreads.first).customer.actorID
            #expect(try await client.get("\(base)/actors/\(visitor)").json["name"] == "Ann")
            #expect(try await client.get("\(base)/actors/A-1").status == 404)
            let read = try await client.post("\(base)/actors/batch/read", ["inputs": ["A-52530099", "A-1"]])
            #expect(read.results.map { $0["name"]?.string } == ["Riley Rep"])
        }
    }
}
