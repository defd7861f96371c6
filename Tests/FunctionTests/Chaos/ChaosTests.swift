import Foundation
import HostCore
import HostDelivery
import HubSpotSimulator
import RelayCore
import StoreEngines
import TestSupport
import Testing

@Suite(
    "Hosts on one PostgreSQL server, killed in the middle of conversations", .timeLimit(.minutes(15)), .serialized,
    .enabled(if: PostgresServer.isWanted, "no PostgreSQL server"))
struct ChaosTests {
    /// By hand: `CHAOS_MESSAGES=500 CHAOS_SEED=7 swift test --filter ChaosTests`.
    private static func asked(_ name: String, _ standard: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? standard
    }

    /// What one of two hosts leaves undone the other may do; a single one has nobody.
    @Test("Nothing is lost, nothing is doubled", arguments: [2, 1])
    func chaos(_ hosts: Int) async throws {
        let (messages, seed) = (Self.asked("CHAOS_MESSAGES", 40), UInt64(Self.asked("CHAOS_SEED", 1)))
        try await Self.play(messages, seed, hosts: hosts) { chaos, outcome, books in
            for fault in books.faults { Issue.record("seed \(seed): \(fault)\n\(try await chaos.trace.lines(of: fault))") }
            #expect(outcome.abandoned == 0)
            for letter in outcome.dead { Issue.record("seed \(seed): a dead letter: \(letter.eventID) \(letter.code)") }
            // A calm in which nothing happened would prove nothing.
            #expect(books.told > messages / 2)
            for blow in Chaos.Blow.allCases { #expect(outcome.blows[blow, default: 0] > 0, "\(blow)") }
            #expect(outcome.workers > 0)
            let blows = outcome.blows.map { "\($0.value) \($0.key)" }.sorted().joined(separator: ", ")
            print(
                "chaos of seed \(seed), \(hosts) hosts: \(await chaos.people.messages) messages, \(await chaos.people.threads.count) threads,",
                "kills: \(blows) (\(outcome.workers) workers), \(books.answers) answers, \(books.told) messages told, \(books.comments) handoff comments,",
                "\(books.faults.count) faults, \(outcome.dead.count) dead letters")
        }
    }

    private static func play(
        _ messages: Int, _ seed: UInt64, hosts count: Int, _ judge: (Chaos, Chaos.Outcome, StormBooks) async throws -> Void
    ) async throws {
        try await FewAtOnce.run {
            var settings = PortalSettings()
            settings.createsContacts = false
            settings.createsTickets = true
            settings.ticketChannels = [SimulatedChannel.email]
            settings.ticketDelay = 0.2
            settings.rateLimits.isEnforced = false
            let simulator = SimulatorServer(portal: SimulatedPortal(settings: settings))
            let hubSpot = try await simulator.start()
            let (server, engine, folder) = (try await PostgresServer(), try MarkEngine.server(), try TemporaryFolder())
            let database = try await server.schema()
            // What a worker had that was killed is another machine's to wait for, until its claim has ended.
            let template = try String(contentsOf: Executable.root.appendingPathComponent("template.yaml"), encoding: .utf8)
                .replacing(/\bTimeout: (?:30|60)\b/, with: "Timeout: 15")
            try folder.write("template.yaml", Array(template.utf8))
            let environment = Chaos.environment(settings, hubSpot: hubSpot, engine: engine.url, database: database)
            let hosts = ["one", "other"].prefix(count).map { name in
                HostProcess(state: folder.path(name), template: folder.path("template.yaml"), environment: environment)
            }
            let outcome: Result<Void, any Error>
            do {
                let chaos = try Chaos(messages: messages, seed: seed, simulator.portal, server, hosts, queueURL: database)
                let played = try await chaos.play()
                let store = try StoreEngine.open(storeURL: database, environment: environment).store(of: "default")
                var books = StormBooks(portal: simulator.portal, store: store)
                try await books.audit()
                outcome = .success(try await judge(chaos, played, books))
            } catch {
                for host in hosts where host.address != nil { await host.kill() }
                outcome = .failure(error)
            }
            await server.stop()
            await simulator.stop()
            engine.stop()
            withExtendedLifetime(folder) {}
            try outcome.get()
        }
    }
}
