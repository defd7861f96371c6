import Conversations
import CurlTransport
import Foundation
import HubSpotSimulator
import Logging
import RelayCore
import StoreEngines
import TestSupport
import Testing

/// Handlers in-process, against the simulated HubSpot over a real socket.
struct Stage {
    let simulator: SimulatorServer
    let configuration: Configuration
    let stores: any StateStores
    private let environment: [String: String]

    var store: any StateStore { stores.store(of: "default") }
    var portal: SimulatedPortal { simulator.portal }
    var services: FunctionServices { services(.live) }

    func services(_ ambient: Ambient) -> FunctionServices {
        FunctionServices(configuration: configuration, stores: stores, transport: CurlTransport(), ambient: ambient)
    }

    /// Opens the routes of the AI side.
    static let apiKey = "example-api-key-1"

    static let articles = Executable.root.appendingPathComponent("functions/ai-turn/articles").path

    /// Over a simulator that runs already. `STORE_URL` names the store, or it is a file in the folder.
    init(_ simulator: SimulatorServer, _ environment: [String: String], _ folder: TemporaryFolder) throws {
        let url = environment["STORE_URL"] ?? "sqlite:\(folder.path("relay.sqlite"))"
        try self.init(simulator, environment, try StoreEngine.open(storeURL: url, environment: environment))
    }

    private init(_ simulator: SimulatorServer, _ environment: [String: String], _ stores: any StateStores) throws {
        self.simulator = simulator
        self.stores = stores
        self.environment = environment
        configuration = try Configuration.load(
            ConfigurationKeys.all.map { KeyUse(definition: $0, isRequired: false) }, environment: environment,
            readFile: { _ in [] })
    }

    /// The same after a restart with other settings.
    func restarted(_ changes: [String: String]) throws -> Stage {
        try Stage(simulator, environment.merging(changes) { $1 }, stores)
    }

    /// The same with another store, which is empty.
    func moved(to folder: TemporaryFolder) throws -> Stage {
        try Stage(simulator, environment.merging(["STORE_URL": "sqlite:\(folder.path("moved.sqlite"))"]) { $1 }, folder)
    }

    static func run(
        _ environment: [String: String] = [:], _ settings: PortalSettings = PortalSettings(),
        over engine: StoreUnderTest = .sqlite, _ work: (Stage) async throws -> Void
    ) async throws {
        try await FewAtOnce.run { try await alone(environment, settings, engine, work) }
    }

    private static func alone(
        _ environment: [String: String], _ settings: PortalSettings, _ engine: StoreUnderTest,
        _ work: (Stage) async throws -> Void
    ) async throws {
        let simulator = SimulatorServer(portal: SimulatedPortal(settings: settings))
        let url = try await simulator.start()
        let folder = try TemporaryFolder()
        defer { withExtendedLifetime(folder) {} }
        let standard = [
            "HUBSPOT_API_BASE": url,
            "HUBSPOT_ACCESS_TOKEN": settings.accessToken.reveal(),
            "HUBSPOT_USER_ID": "\(settings.aiUser.userID)", "CHAT_DELAY": "0", "EMAIL_DELAY": "0", "TICKET_WAIT": "0",
            "AI_ENGINE": "articles", "ARTICLES_PATH": articles, "RELAY_API_KEY": apiKey, "AI_DISCLOSURE": "off",
            "SESSION_URL": "https://sessions.example.com/{sessionId}",
        ].merging(try await engine.environment(folder)) { $1 }
        do {
            try await work(try Stage(simulator, standard.merging(environment) { $1 }, folder))
        } catch {
            await simulator.stop()
            throw error
        }
        await simulator.stop()
    }

    static let context = InvocationContext(
        deadline: nil, logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))

    func handle(_ functions: Functions, _ event: RelayEvent) async -> FunctionResult { await functions.handle(event) }

    static func event(_ type: String, _ data: JSON, id: String = UUID().uuidString) -> RelayEvent {
        RelayEvent(id: id, source: "/t", type: type, data: data)
    }

    /// The event of the newest message on a thread.
    func arrival(on threadID: String) async throws -> RelayEvent {
        let message = try #require(await portal.messages(threadID).last)
        return Self.event(HubSpotEvent.newMessage, ["objectId": .string(threadID), "messageId": .string(message.id)])
    }

    /// A customer writes in the chat widget; the thread's id.
    func chat(_ text: String, on threadID: String? = nil) async throws -> String {
        try await portal.customerWritesChat(
            text: text, threadID: threadID, name: "Casey Customer", email: "casey@customer.example"
        ).threadID
    }

    /// Plays arrival and turn of the newest message; the event that the AI's turn emitted.
    func turn(on threadID: String) async throws -> RelayEvent {
        let function = try Functions(services)
        let arrived = await handle(function, try await arrival(on: threadID))
        let turn = try #require(arrived.events.first, "\(arrived.line)")
        let result = await handle(function, turn)
        #expect(await handle(function, turn).kept.line == result.kept.line)
        return try #require(result.events.first, "\(result.line)")
    }

    /// The session of a thread.
    func session(of threadID: String) async throws -> Session {
        try #require(
            try await store.session(
                id: SessionID.of(threadID: threadID, organization: "default")))
    }

    /// Delivers an event, and again after each wait that the function asks for, as the host does.
    func deliver(_ event: RelayEvent, to function: Functions, _ clock: TestClock) async -> FunctionResult {
        var result = await handle(function, event)
        for _ in 0..<20 where result.status == .retry {
            clock.advance(Double(result.retryAfterSeconds ?? 1))
            result = await handle(function, event)
        }
        return result
    }
}
