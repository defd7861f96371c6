import HubSpotSimulator
import RelayCore
import Testing

@Suite("Several records in one call")
struct BatchRouteTests {
    @Test("Contacts are created, or changed by their address", arguments: Edition.allCases)
    func contacts(_ edition: Edition) async throws {
        try await withSimulator { server, client in
            let created = try await client.post(
                "\(edition.contacts)/batch/create",
                ["inputs": [["properties": ["email": "ann@customer.example"]], ["properties": ["phone": "+1-555-0101"]]]])
            #expect(created.status == 201 && created.results.count == 2)
            let upserted = try await client.post(
                "\(edition.contacts)/batch/upsert",
                [
                    "inputs": [
                        ["id": "ann@customer.example", "idProperty": "email", "properties": ["firstname": "Ann"]],
                        ["id": "bob@customer.example", "idProperty": "email", "properties": ["firstname": "Bob"]],
                    ]
                ])
            #expect(upserted.results.map { $0["new"]?.bool } == [false, true])
            #expect(upserted.results.first?["id"] == created.results.first?["id"])
            #expect(await server.portal.allContacts.count == 3)
            let twice = try await client.post(
                "\(edition.contacts)/batch/create", ["inputs": [["properties": ["email": "ann@customer.example"]]]])
            #expect(twice.status == 409)
        }
    }

    @Test("Two tickets become one", arguments: Edition.allCases)
    func merge(_ edition: Edition) async throws {
        try await withSimulator { server, client in
            var ids: [String] = []
            for subject in ["A", "B"] {
                ids.append(
                    try await server.portal.createTicket(properties: ["subject": subject, "hs_pipeline_stage": "1"]))
            }
            let merged = try await client.post(
                "\(edition.tickets)/merge", ["primaryObjectId": .string(ids[0]), "objectIdToMerge": .string(ids[1])])
            #expect(merged.status == 200 && merged.json["properties"]?["subject"] == "A")
            let newID = try #require(merged.json["id"]?.string)
            #expect(try await client.get("\(edition.tickets)/\(ids[1])").json["id"]?.string == newID)
        }
    }

    @Test("Properties are read by name; those that are not there are told apart", arguments: Edition.allCases)
    func properties(_ edition: Edition) async throws {
        try await withSimulator { _, client in
            let answer = try await client.post(
                "\(edition.properties)/batch/read", ["inputs": [["name": "subject"], ["name": "nothing"]]])
            #expect(answer.status == 207)
            #expect(answer.results.map { $0["name"]?.string } == ["subject"])
        }
    }
}
