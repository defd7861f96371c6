import Foundation
import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

/// The built functions, several processes at once on one store.
@Suite("Several processes on one store", .timeLimit(.minutes(10)))
struct SharedStoreTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func change(_ id: String, _ value: String, at milliseconds: Int, organization: String? = nil) -> RelayEvent {
        RelayEvent(
            id: id, source: "/hubspot/1", type: "hubspot.ticket.propertyChange",
            data: [
                "objectId": 7, "propertyName": "subject", "propertyValue": .string(value),
                "occurredAt": .number(JSONNumber(milliseconds)),
            ], organization: organization)
    }

    /// Starts a process for each event at once, and again for those that another process was at.
    private func play(_ events: [RelayEvent], _ environment: [String: String]) async throws -> [FunctionResult] {
        try await withThrowingTaskGroup(of: FunctionResult.self) { group in
            for event in events {
                group.addTask {
                    for _ in 0..<50 {
                        let run = try await Executable.run(
                            "ticket-property-mirror", input: event.json.canonicalBytes, environment: environment)
                        let result = try #require(run.results.first ?? nil, "\(run.errors)")
                        if result.status != .retry { return result }
                        #expect(result.code?.isWait == true, "\(result.line)")
                    }
                    throw FieldError(path: "event", problem: "was never finished")
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    @Test(
        "One event in eight processes is worked on once; of eight changes the newest stands, and no store is damaged",
        arguments: StoreUnderTest.all)
    func contended(_ engine: StoreUnderTest) async throws {
        let simulator = SimulatorServer(portal: SimulatedPortal())
        let url = try await simulator.start()
        let environment = [
            "HUBSPOT_API_BASE": url, "HUBSPOT_ACCESS_TOKEN": simulator.portal.settings.accessToken.reveal(),
        ].merging(try await engine.environment(folder)) { $1 }
        // All start on no tables at all.
        let one = try await play(Array(repeating: change("same", "first", at: 1000), count: 8), environment)
        #expect(Set(one.map { "\($0.status) \($0.code?.rawValue ?? "") \($0.events.map(\.id))" }).count == 1)
        #expect(simulator.calls.count { $0.operation == .listThreads } == 1)
        let results = try await play((0..<8).map { change("\($0)", "value \($0)", at: 2000 + $0) }, environment)
        #expect(results.allSatisfy { $0.code == .noSession || $0.code == .stale })
        // What stands is the newest: an older change is stale, the newest is not new.
        let late = try await play([change("late", "late", at: 2006)], environment)
        #expect(late.map(\.code) == [.stale])
        await simulator.stop()
    }

    @Test("Two organizations in one file: each function asks its own portal with its own token, and keeps both apart")
    func organizations() async throws {
        var servers: [(name: String, server: SimulatorServer, url: String)] = []
        for (name, portalID) in [("acme", 1001), ("globex", 2002)] {
            var settings = PortalSettings()
            settings.portalID = portalID
            settings.accessToken = Secret("token-of-\(name)")
            let server = SimulatorServer(portal: SimulatedPortal(settings: settings))
            servers.append((name, server, try await server.start()))
        }
        let file: JSON = [
            "organizations": .object(
                JSONObject(
                    servers.map { name, server, url in
                        (
                            name,
                            [
                                "HUBSPOT_API_BASE": .string(url), "HUBSPOT_ACCESS_TOKEN": .string("token-of-\(name)"),
                                "HUBSPOT_USER_ID": .number(JSONNumber(server.portal.settings.aiUser.userID)), "CHAT_DELAY": 0,
                            ]
                        )
                    }))
        ]
        try Data(file.canonicalBytes).write(to: URL(fileURLWithPath: folder.path("organizations.json")))
        let environment = [
            "STORE_URL": "sqlite:\(folder.path("relay.sqlite"))", "RELAY_CONFIG": folder.path("organizations.json"),
        ]
        for (name, server, _) in servers {
            let thread = try await server.portal.customerWritesChat(text: "Hello from \(name)", name: "Casey", email: nil)
                .threadID
            let events = WebhookBatch(await server.portal.takeWebhooks(), organization: name, portalID: nil).events
            let arrival = try #require(events.first { $0.type == "hubspot.conversation.newMessage" })
            let run = try await Executable.run("message-route", input: arrival.json.canonicalBytes, environment: environment)
            let result = try #require(run.results.first ?? nil, "\(run.errors)")
            #expect(result.status == .done, "\(result.line)")
            #expect(result.data["sessionId"]?.string == SessionID.of(threadID: thread, organization: name))
            #expect(server.calls.allSatisfy { $0.status == 200 })
            // The same delivery at the other one's address.
            var strayed = arrival
            strayed.organization = servers.first { $0.name != name }?.name
            let refused = try await Executable.run("message-route", input: strayed.json.canonicalBytes, environment: environment)
            #expect(refused.results.first??.code == .wrongPortal)
        }
        for (_, server, _) in servers { await server.stop() }
    }
}
