import CurlTransport
import Foundation
import HostDelivery
import HubSpotSimulator
import Logging
import PostgresQueue
import RelayCore
import StoreEngines
import TestSupport

/// Two hosts, or one, on one PostgreSQL server, in real processes and real time. Customers write; meanwhile the server, a host or workers are
/// killed, as a seed chooses, and come back.
struct Chaos {
    enum Blow: CaseIterable { case server, host, workers }

    let messages: Int
    let people: StormPeople
    private let seed: UInt64
    private let server: PostgresServer
    private let hosts: [HostProcess]
    private let queue: PostgresEventQueue
    let trace: ChaosTrace
    private let sender: WebhookSender

    /// What happened.
    struct Outcome {
        var blows: [Blow: Int] = [:]
        var workers = 0
        var dead: [DeadLetter] = []
        /// How many webhooks no host took, however often they were sent.
        var abandoned = 0
    }

    private static let secret = "example-client-secret"
    private static let urlKey = "example-url-key-0001"

    init(
        messages: Int, seed: UInt64, _ portal: SimulatedPortal, _ server: PostgresServer, _ hosts: [HostProcess], queueURL: String
    ) throws {
        self.messages = messages
        self.seed = seed
        self.server = server
        self.hosts = hosts
        // A person who acts while a worker is at it is the storm's matter, where the clock stands still meanwhile.
        people = StormPeople(portal, seed: seed &+ 1, team: [(1, .edit)])
        queue = try PostgresEventQueue(url: queueURL)
        trace = ChaosTrace(portal: portal, history: try PostgresHistory(url: queueURL))
        sender = WebhookSender(
            portal: portal, targetURL: Balancer.address + WebhookToken.path(organization: "default", key: Secret(Self.urlKey)),
            clientSecret: Secret(Self.secret), transport: Balancer(hosts), settings: Self.webhooks,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    /// HubSpot sends a webhook again for a day: it does not give up while a server comes back on a busy machine.
    private static var webhooks: WebhookSettings {
        var settings = WebhookSettings.quick
        settings.retryDelays += Array(repeating: 2, count: Int(Hang.seconds))
        return settings
    }

    /// Of the hosts and their functions.
    static func environment(_ settings: PortalSettings, hubSpot: String, engine: String, database: String) -> [String: String] {
        [
            "PATH": "/usr/bin:/bin", "STORE_URL": database, "QUEUE_URL": database, "PUBLIC_URL": Balancer.address,
            "HUBSPOT_API_BASE": hubSpot, "HUBSPOT_ACCESS_TOKEN": settings.accessToken.reveal(),
            "HUBSPOT_USER_ID": "\(settings.aiUser.userID)", "HUBSPOT_APP_ID": "\(settings.appID)",
            "HUBSPOT_PORTAL_ID": "\(settings.portalID)", "HUBSPOT_CLIENT_SECRET": secret, "WEBHOOK_URL_KEY": urlKey,
            "HANDOFF_USER_ID": "\(settings.rep.userID)", "TICKET_WAIT": "1", "CHAT_DELAY": "0.2", "EMAIL_DELAY": "0.2",
            "REPLY_BUDGET": "1000", "TURN_LONGEST_WAIT": "0", "AI_ENGINE": "http", "AI_URL": engine, "AI_DISCLOSURE": "off",
            "LOG_LEVEL": "off",
        ]
    }

    /// Everything happens, and then everything comes to rest.
    func play() async throws -> Outcome {
        var outcome = Outcome()
        var chance = Chance(seed: seed)
        for host in hosts { try await host.start() }
        await sender.start()
        var due: [Blow] = []
        while await people.messages < messages {
            await people.message()
            try await Task.sleep(for: .seconds(chance.seconds(0.02...0.2)))
            guard chance.happens(0.2) else { continue }
            // Each kind in turn, in an order of chance.
            if due.isEmpty { due = Blow.allCases.shuffled(using: &chance) }
            let blow = due.removeLast()
            outcome.blows[blow, default: 0] += 1
            outcome.workers += try await strike(blow, &chance)
        }
        try await settle()
        outcome.dead = try await queue.deadLetters(.all, after: nil, limit: 100)
        outcome.abandoned = await sender.abandoned
        await sender.stop()
        for host in hosts { await host.stop() }
        return outcome
    }

    /// - Returns: How many workers it killed by themselves.
    private func strike(_ blow: Blow, _ chance: inout Chance) async throws -> Int {
        let host = chance.one(of: hosts)
        switch blow {
        case .workers: return host.killWorkers()
        case .server:
            try await server.kill()
            try await Task.sleep(for: .seconds(chance.seconds(0.1...1)))
            try await server.start()
        case .host:
            await host.kill()
            try await Task.sleep(for: .seconds(chance.seconds(0.1...1)))
            try await host.start()
        }
        return 0
    }

    /// Until every webhook is delivered and no event waits, also not for what an event just done has emitted.
    private func settle() async throws {
        let end = ContinuousClock.now + .seconds(Hang.seconds)
        var quiet = 0
        while quiet < 3 {
            guard ContinuousClock.now < end else { throw Relay.Unrest() }
            let isDelivered = await sender.waitUntilDelivered(within: Hang.seconds)
            let isEmpty = try await queue.counts().waiting == 0
            quiet = isDelivered && isEmpty ? quiet + 1 : 0
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}
