import CurlTransport
import Foundation
import HubSpotSimulator
import LiveFunction
import Logging
import RelayCore
import SessionStore
import Testing

/// Handlers in-process, against the simulated HubSpot over a real socket.
struct Stage {
    let portal: SimulatedPortal
    let services: FunctionServices
    let store: SQLiteStore

    static let articles = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("functions/message-route/articles").path

    static func run(_ environment: [String: String] = [:], _ work: (Stage) async throws -> Void) async throws {
        let portal = SimulatedPortal()
        let (ports, found) = AsyncStream.makeStream(of: Int.self)
        let server = Task { try await SimulatorServer(portal).run { found.yield($0) } }
        let port = try #require(await ports.first { _ in true })
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString)/relay.sqlite").path
        let store = try SQLiteStore(path: path)
        let configuration = try Configuration.load(
            ConfigurationKeys.all.map { KeyUse(definition: $0, isRequired: false) },
            environment: [
                "HUBSPOT_API_BASE": "http://127.0.0.1:\(port)", "HUBSPOT_ACCESS_TOKEN": SimulatedPortal.accessToken,
                "HUBSPOT_USER_ID": SimulatedPortal.aiUserID, "CHAT_DELAY": "0", "ARTICLES_PATH": articles,
                "SESSION_URL": "https://sessions.example.com/{sessionId}",
            ].merging(environment) { $1 }, readFile: { _ in [] })
        let services = FunctionServices(configuration: configuration, store: store, transport: CurlTransport(), ambient: .live)
        try await work(Stage(portal: portal, services: services, store: store))
        server.cancel()
        _ = await server.result
    }

    static let context = InvocationContext(
        deadline: nil, logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))

    func handle(_ function: some LiveFunction, _ event: RelayEvent) async -> FunctionResult {
        await function.handle(event, Self.context)
    }

    static func event(_ type: String, _ data: JSON, id: String = UUID().uuidString) -> RelayEvent {
        RelayEvent(id: id, source: "/t", type: type, data: data)
    }

    /// The event of the newest message on a thread.
    func arrival(on threadID: String) async throws -> RelayEvent {
        let message = try #require(await portal.threadMessages(threadID).last)
        return Self.event(EventType.newMessage, ["objectId": .string(threadID), "messageId": .string(message.id)])
    }

    func chat(_ text: String, on threadID: String? = nil) async -> String {
        await portal.customerWritesChat(text, name: "Casey Customer", email: "casey@customer.example", threadID: threadID)
    }
}
