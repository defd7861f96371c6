import CurlTransport
import Deployment
import Foundation
import FunctionHost
import HostCore
import HostDelivery
import HubSpotSimulator
import Logging
import RelayCore
import SQLiteQueue
import TestSupport
import Testing

/// A conversation with a simulated HubSpot, played at one of three depths: the same test for all of them.
struct Conversation: Sendable {
    enum Depth: String, CaseIterable, NamedCase {
        /// The functions' code in this process, and a queue in memory.
        case inProcess = "in process"
        /// The built functions, a process for each event, and a queue in memory.
        case processes
        /// The host with its workers, queue file and HTTP; HubSpot's webhooks are signed and come over a socket.
        case host

        var name: String { rawValue }
    }

    let portal: SimulatedPortal
    /// Plays until nothing is left to do.
    /// - Returns: Every result since the last time, with its function.
    let settle: @Sendable () async throws -> [(function: String, code: ReasonCode?)]
    /// Queues an event for whoever takes it.
    let add: @Sendable (RelayEvent) async throws -> Void

    private static let urlKey = "example-url-key-0001"
    private static let secret = "example-client-secret"

    /// The functions of the repository's template, as they are built.
    static func catalog() async throws -> FunctionCatalog {
        try await FunctionCatalog(try template(), folder: Executable.url("message-route").deletingLastPathComponent().path)
    }

    private static func template() throws -> DeploymentTemplate {
        try DeploymentTemplate(
            yaml: try String(contentsOf: Executable.root.appendingPathComponent("template.yaml"), encoding: .utf8))
    }

    static func environment(_ settings: PortalSettings, url: String, store: [String: String]) -> [String: String] {
        [
            "HUBSPOT_API_BASE": url, "HUBSPOT_ACCESS_TOKEN": settings.accessToken.reveal(),
            "HUBSPOT_USER_ID": "\(settings.aiUser.userID)", "HUBSPOT_APP_ID": "\(settings.appID)",
            "HUBSPOT_CLIENT_SECRET": secret, "WEBHOOK_URL_KEY": urlKey, "HANDOFF_USER_ID": "\(settings.rep.userID)",
            "CHAT_DELAY": "0", "EMAIL_DELAY": "0", "REPLY_CHECK_DELAY": "0", "AI_ENGINE": "articles",
            "ARTICLES_PATH": Stage.articles,
            "SWEEP_EVERY": "0", "SWEEP_AFTER": "0", "LOG_LEVEL": "off", "AI_DISCLOSURE": "off", "PATH": "/usr/bin:/bin",
            "SIGNATURES": #"[{"pattern":"shop.example","html":"<p>Shop</p>"}]"#,
        ].merging(store) { $1 }
    }

    static func play(_ depth: Depth, _ work: @Sendable (Conversation) async throws -> Void) async throws {
        try await FewAtOnce.run { try await alone(depth, work) }
    }

    private static func alone(_ depth: Depth, _ work: @Sendable (Conversation) async throws -> Void) async throws {
        let folder = try TemporaryFolder()
        let clock = MovableClock()
        let simulator = SimulatorServer(
            portal: SimulatedPortal(settings: PortalSettings(), ambient: depth == .processes ? clock.ambient : .live))
        let url = try await simulator.start()
        var environment = environment(PortalSettings(), url: url, store: ["STORE_URL": "sqlite:\(folder.path("relay.sqlite"))"])
        environment["TICKET_WAIT"] = "0"
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await play(depth, simulator, clock, environment, folder, work))
        } catch {
            outcome = .failure(error)
        }
        await simulator.stop()
        withExtendedLifetime(folder) {}
        try outcome.get()
    }

    private static func play(
        _ depth: Depth, _ simulator: SimulatorServer, _ clock: MovableClock, _ environment: [String: String],
        _ folder: TemporaryFolder, _ work: @Sendable (Conversation) async throws -> Void
    ) async throws {
        switch depth {
        case .inProcess: try await inProcess(simulator, environment, folder, work)
        case .processes: try await processes(simulator, clock, environment, work)
        case .host: try await hosted(simulator.portal, environment, folder, work)
        }
    }

    private static func inProcess(
        _ simulator: SimulatorServer, _ environment: [String: String], _ folder: TemporaryFolder,
        _ work: @Sendable (Conversation) async throws -> Void
    ) async throws {
        let stage = try Stage(simulator, environment, folder)
        try await work(Self(simulator.portal, try Relay(stage)))
    }

    private static func processes(
        _ simulator: SimulatorServer, _ clock: MovableClock, _ environment: [String: String],
        _ work: @Sendable (Conversation) async throws -> Void
    ) async throws {
        let runner = try await FunctionProcesses(simulator, clock, environment: environment)
        try await work(Self(simulator.portal, Relay(simulator.portal, runner, clock)))
    }

    private init(_ portal: SimulatedPortal, _ relay: sending Relay) {
        self.portal = portal
        let relay = Exclusive(relay)
        settle = { try await relay.settle() }
        add = { await relay.add($0) }
    }

    private init(
        _ portal: SimulatedPortal, settle: @escaping @Sendable () async throws -> [(function: String, code: ReasonCode?)],
        add: @escaping @Sendable (RelayEvent) async throws -> Void
    ) {
        self.portal = portal
        self.settle = settle
        self.add = add
    }

    // MARK: The host

    private static func hosted(
        _ portal: SimulatedPortal, _ environment: [String: String], _ folder: TemporaryFolder,
        _ work: @Sendable (Conversation) async throws -> Void
    ) async throws {
        let silent = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        let host = try await LocalHost(
            LocalHost.Settings(
                template: try template(), executables: Executable.url("message-route").deletingLastPathComponent().path,
                environment: environment, queuePath: folder.path("queue.sqlite")),
            ambient: .live, logger: silent, onLog: { _ in })
        let records = host.observers.stream()
        let (ports, found) = AsyncStream.makeStream(of: Int.self)
        let running = Task {
            defer { found.finish() }
            try await host.run { found.yield($0) }
        }
        var outcome: Result<Void, any Error> = .failure(HostError("the host did not start"))
        if let port = await ports.first(where: { _ in true }) {
            let sender = WebhookSender(
                portal: portal,
                targetURL: "http://127.0.0.1:\(port)" + WebhookToken.path(organization: "default", key: Secret(urlKey)),
                clientSecret: Secret(secret), transport: CurlTransport(), settings: .quick, logger: silent)
            await sender.start()
            let seen = Seen(records)
            do {
                outcome = .success(
                    try await work(
                        Conversation(portal) {
                            try await atRest(host, sender)
                            return await seen.take()
                        } add: {
                            try await host.accept([$0])
                        }))
            } catch {
                outcome = .failure(error)
            }
            await sender.stop()
        }
        running.cancel()
        _ = await running.result
        try outcome.get()
    }

    /// Waits until every webhook is delivered and no event waits: also not for what an event just done has emitted.
    private static func atRest(_ host: LocalHost, _ sender: WebhookSender) async throws {
        let end = ContinuousClock.now + .seconds(Hang.seconds)
        var quiet = 0
        while quiet < 3 {
            guard ContinuousClock.now < end else { throw HostError("the host does not come to rest") }
            let isDelivered = await sender.waitUntilDelivered(within: Hang.seconds)
            let isEmpty = try await host.queue.counts().waiting == 0
            quiet = isDelivered && isEmpty ? quiet + 1 : 0
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}

/// A relay that one task at a time uses.
private actor Exclusive {
    private let relay: Relay
    init(_ relay: sending Relay) { self.relay = relay }
    func add(_ event: RelayEvent) {
        // The portal's clock is the real one.
        relay.clock.advance(max(0, Date().timeIntervalSince(relay.clock.now)))
        relay.add(event)
    }
    func settle() async throws -> [(function: String, code: ReasonCode?)] {
        try await relay.settle().map { ($0.function, $0.result.code) }
    }
}

/// What a host's observer was told since it was last asked.
private actor Seen {
    private var results: [(function: String, code: ReasonCode?)] = []

    init(_ records: AsyncStream<InvocationRecord>) {
        Task { [weak self] in
            for await record in records { await self?.add(record.function, record.result.code) }
        }
    }

    private func add(_ function: String, _ code: ReasonCode?) { results.append((function, code)) }

    func take() -> [(function: String, code: ReasonCode?)] {
        defer { results = [] }
        return results
    }
}
