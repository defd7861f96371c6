import RelayCore
import TestSupport
import Testing

@testable import HubSpotSimulator

@Suite("What stands before every call: path, method, token, scope, body")
struct AccessTests {
    @Test("Every operation is found under each of its paths")
    func operations() {
        let table = RouteTable()
        for operation in Operation.allCases {
            #expect(!operation.route.paths.isEmpty)
            for path in operation.route.paths {
                let filled = path.replacing(/\{[a-z]+\}/, with: "a%20b")
                guard case .found(let found, let parameters) = table.match(method: operation.route.method, path: filled) else {
                    Issue.record("\(path) leads nowhere")
                    continue
                }
                #expect(found == operation)
                #expect(parameters.values.allSatisfy { $0 == "a b" })
            }
        }
    }

    @Test("A wrong token is refused, and so is none", arguments: [nil, "pat-na1-wrong", ""])
    func wrongToken(_ token: String?) async throws {
        try await withSimulator { _, client in
            var client = client
            client.token = token
            let answer = try await client.get(Edition.v3.threads)
            #expect(answer.status == 401)
            #expect(answer.json.keys == ["status", "message", "correlationId", "category"])
            #expect(answer.json["category"] == "INVALID_AUTHENTICATION")
        }
    }

    @Test("A missing scope is named")
    func missingScope() async throws {
        var settings = PortalSettings()
        settings.scopes.remove("conversations.write")
        try await withSimulator(settings) { server, client in
            let id = try await server.portal.customerWritesChat(text: "Hello").threadID
            #expect(try await client.get("\(Edition.v3.threads)/\(id)").status == 200)
            let answer = try await client.post("\(Edition.v3.threads)/\(id)/messages", DraftBodies.chat)
            #expect(answer.status == 403)
            #expect(answer.json["category"] == "MISSING_SCOPES")
            let context = answer.json["errors"]?.array?.first?["context"]
            #expect(context?["requiredGranularScopes"] == ["conversations.write"])
        }
    }

    struct RequestCase: NamedCase {
        var name: String
        var method = "POST"
        var path = Edition.v3.contacts
        var body: String?
        var contentType = "application/json"
        var status: Int
    }

    static let requests: [RequestCase] = [
        RequestCase(name: "an unknown path", method: "GET", path: "/crm/v3/objects/quotes", status: 404),
        RequestCase(name: "an unknown edition", method: "GET", path: "/crm/objects/2026-03/contacts/1", status: 404),
        RequestCase(name: "a known path, another method", method: "PUT", path: "\(Edition.v3.contacts)/1", status: 405),
        RequestCase(name: "a bad escape", method: "GET", path: "\(Edition.v3.contacts)/%FF", status: 404),
        RequestCase(name: "no JSON", body: "{", status: 400),
        RequestCase(name: "no body", body: nil, status: 400),
        RequestCase(name: "an array", body: "[]", status: 400),
        RequestCase(name: "JSON as a form", body: "{}", contentType: "application/x-www-form-urlencoded", status: 415),
    ]

    @Test("A bad request gets the status that fits it", arguments: requests)
    func badRequest(_ row: RequestCase) async throws {
        try await withSimulator { server, client in
            var client = client
            client.contentType = row.contentType
            let answer = try await client.call(row.method, row.path, row.body.map { Array($0.utf8) })
            #expect(answer.status == row.status)
            #expect(answer.json["status"] == "error")
            #expect(server.calls.map(\.status) == [row.status])
        }
    }

    @Test("A server fails to start on a taken port, and starts once the port is free")
    func start() async throws {
        let server = SimulatorServer(portal: SimulatedPortal())
        let baseURL = try await server.start()
        #expect(try await server.start() == baseURL)
        let port = try #require(baseURL.split(separator: ":").last.flatMap { Int($0) })
        let second = SimulatorServer(portal: SimulatedPortal(), port: port)
        await #expect(throws: (any Error).self) { try await second.start() }
        await server.stop()
        await #expect(throws: TransportError.self) { try await SimulatorClient(baseURL: baseURL).get(Edition.v3.threads) }
        #expect(try await second.start() == baseURL)
        await second.stop()
    }
}
