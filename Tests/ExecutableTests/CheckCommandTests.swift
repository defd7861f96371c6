import CurlTransport
import Foundation
import HostCore
import HostDelivery
import HubSpotSimulator
import RelayCore
import SQLiteQueue
import TestSupport
import Testing

@Suite("local-runner check")
struct CheckCommandTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func environment(_ url: String) -> [String: String] {
        let portal = PortalSettings()
        return [
            "PATH": "/usr/bin:/bin", "LOG_LEVEL": "off", "HUBSPOT_API_BASE": url,
            "HUBSPOT_ACCESS_TOKEN": portal.accessToken.reveal(), "HUBSPOT_USER_ID": "9",
            "HUBSPOT_CLIENT_SECRET": "example-client-secret", "WEBHOOK_URL_KEY": "example-url-key-0001",
            "PUBLIC_URL": "http://127.0.0.1:9", "AI_ENGINE": "articles", "ASSIST_MODE": "true",
            "ARTICLES_PATH": Executable.root.appendingPathComponent("functions/ai-turn/articles").path,
        ]
    }

    private func runner(_ arguments: [String], _ environment: [String: String]) -> Command {
        Command(
            Executable.url("local-runner").path, arguments + ["--state", folder.path("state")], environment: environment,
            folder: "/")
    }

    private func simulated(_ body: (String) async throws -> Void) async throws {
        let simulator = SimulatorServer(portal: SimulatedPortal())
        let url = try await simulator.start()
        let failure: (any Error)?
        do {
            try await body(url)
            failure = nil
        } catch { failure = error }
        await simulator.stop()
        if let failure { throw failure }
    }

    @Test("A wrong configuration ends it with 78, and HubSpot is not asked", arguments: [false, true])
    func configuration(_ asJSON: Bool) async throws {
        var environment = environment("http://127.0.0.1:9")
        environment["AI_ENGINE"] = nil
        environment["PUBLIC_URL"] = "relay.example.com"
        let run = try await runner(["check"] + (asJSON ? ["--json"] : []), environment).run()
        #expect(run.exitCode == ExitCode.badConfiguration.rawValue)
        #expect(run.errors.contains("AI_ENGINE is missing") && run.errors.contains("PUBLIC_URL must be"), "\(run.errors)")
        let keys = (try? JSON.parse(run.output))?["configuration"]?.array?.compactMap { $0["key"]?.string }
        #expect(keys.map(Set.init) == (asJSON ? ["AI_ENGINE", "PUBLIC_URL"] : nil))
    }

    struct Shared: NamedCase {
        let name: String
        var storeURL: String?
        let exitCode: Int32
    }

    @Test(
        "A queue that is shared needs a store that was named; a file may be, for runners on one machine",
        arguments: [
            Shared(name: "none is named", exitCode: ExitCode.badConfiguration.rawValue),
            Shared(name: "an empty variable", storeURL: "", exitCode: ExitCode.badConfiguration.rawValue),
            // The database is not there.
            Shared(name: "a file", storeURL: "sqlite:relay.sqlite", exitCode: 1),
        ])
    func shared(_ row: Shared) async throws {
        try await simulated { url in
            var environment = environment(url)
            environment["QUEUE_URL"] = "postgres://relay@127.0.0.1:1/relay"
            environment["STORE_URL"] = row.storeURL.map { $0.replacing("relay.sqlite", with: folder.path("relay.sqlite")) }
            let run = try await runner(["check", "--no-engine"], environment).run()
            #expect(run.exitCode == row.exitCode, "\(run.text)")
            #expect(run.errors.contains("STORE_URL is missing: with QUEUE_URL") == (row.exitCode != 1), "\(run.errors)")
        }
    }

    @Test("Faults end it with 1, for people and for programs; no secret is said")
    func faults() async throws {
        try await simulated { url in
            let environment = environment(url)
            let run = try await runner(["check"], environment).run()
            #expect(run.exitCode == 1, "\(run.errors)")
            #expect(
                run.text.contains("HubSpot has no user 9") && run.text.contains("http://127.0.0.1:9 does not answer"),
                "\(run.text)")
            #expect(run.text.contains("articles answers a test question"), "\(run.text)")
            #expect(!FileManager.default.fileExists(atPath: folder.path("state")), "the check made something")
            for secret in ["HUBSPOT_ACCESS_TOKEN", "HUBSPOT_CLIENT_SECRET", "WEBHOOK_URL_KEY"] {
                #expect(!run.text.contains(environment[secret] ?? "-"))
            }
            let json = try await runner(["check", "--json", "--no-engine"], environment).run()
            #expect(json.exitCode == 1)
            let report = try JSON.parse(json.output)
            let lines = try #require(report["lines"]?.array)
            let faults = lines.filter { $0["verdict"] == "fault" }
            #expect(report["faults"]?.int == faults.count)
            #expect(faults.compactMap { $0["name"]?.string } == ["user", "webhook address"])
            #expect(faults.allSatisfy { $0["fix"]?.string?.isEmpty == false && $0["organization"] == "default" })
            #expect(!lines.contains { $0["name"] == "engine" })
        }
    }

    @Test("The last webhook is told by the history, for the organization that got it", arguments: ["default", "other"])
    func lastWebhook(_ organization: String) async throws {
        try await simulated { url in
            try FileManager.default.createDirectory(atPath: folder.path("state"), withIntermediateDirectories: true)
            let now = Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded())
            let history = try SQLiteHistory(path: SQLiteHistory.path(besideQueue: folder.path("state/queue.sqlite")))
            let came = HistoryEntry(
                number: 0, function: "message-route", eventID: "e", source: "/hubspot/9", organization: organization,
                causeID: nil, traceParent: nil, subject: EventSubject(type: HubSpotEvent.newMessage), attempt: 0, queued: now,
                due: now, started: now, ended: now, status: .done, code: nil, message: nil, outcome: .completed, size: 1)
            try await history.add([(came, nil)])
            let run = try await runner(["check", "--json", "--no-engine"], environment(url)).run()
            let lines = try #require(try JSON.parse(run.output)["lines"]?.array)
            let line = try #require(lines.first { $0["name"] == "last webhook" })
            let isOurs = organization == "default"
            #expect(line["verdict"]?.string == (isOurs ? "ok" : "warning"))
            #expect(line["says"]?.string == (isOurs ? Timestamp.rfc3339(now) : "none came yet"))
        }
    }

    struct Server: NamedCase {
        let name: String
        let change: @Sendable (String) -> String
        let verdict: String
        let says: [String]
    }

    @Test(
        "A PostgreSQL server is asked, and where it cannot be used the reason is said without names",
        .enabled(if: PostgresServer.isWanted, "no PostgreSQL server"),
        arguments: [
            Server(name: "it is there", change: { $0 }, verdict: "ok", says: ["opens", "0 events wait"]),
            Server(
                name: "nobody listens", change: { _ in "postgres://robin:secret@127.0.0.1:1/robin" }, verdict: "fault",
                says: ["PostgreSQL cannot be reached: ", "PostgreSQL cannot be reached: "]),
            Server(
                name: "there is no such database", change: { $0.replacing("@/postgres", with: "@/robin") }, verdict: "fault",
                says: ["does not exist", "does not exist"]),
        ])
    func server(_ row: Server) async throws {
        let url = row.change(try await PostgresServer.schema())
        try await simulated { hubSpot in
            let environment = environment(hubSpot).merging(["STORE_URL": url, "QUEUE_URL": url]) { $1 }
            let run = try await runner(["check", "--json", "--no-engine"], environment).run()
            let lines = try #require(try JSON.parse(run.output)["lines"]?.array)
            for (name, says) in zip(["store", "queue"], row.says) {
                let line = try #require(lines.first { $0["name"]?.string == name })
                #expect(
                    line["verdict"]?.string == row.verdict && line["says"]?.string?.contains(says) == true, "\(line.canonical)")
                #expect(row.verdict == "ok" || line["fix"]?.string?.contains("PostgreSQL server") == true)
            }
            #expect(!run.text.contains("robin") && !run.text.contains("secret@"), "\(run.text)")
        }
    }

    @Test(
        "What PostgreSQL's library reads may stand in the settings file, and counts for the queue too",
        .enabled(if: PostgresServer.isWanted, "no PostgreSQL server"))
    func serverInSettings() async throws {
        let full = try await PostgresServer.schema()
        let host = try #require(full.firstMatch(of: /host=([^&]*)/)).1
        let schema = try #require(full.firstMatch(of: /search_path%3D(.*)/)).1
        try folder.write("relay.env", Array("PGHOST=\(host)\nPGOPTIONS=-csearch_path=\(schema)\n".utf8))
        let url = String(full.prefix { $0 != "?" })
        try await simulated { hubSpot in
            let environment = environment(hubSpot).merging(["STORE_URL": url, "QUEUE_URL": url]) { $1 }
            let run = try await runner(
                ["check", "--json", "--no-engine", "--env-file", folder.path("relay.env")], environment
            ).run()
            let lines = try #require(try JSON.parse(run.output)["lines"]?.array)
            for name in ["store", "queue"] {
                let line = try #require(lines.first { $0["name"]?.string == name })
                #expect(line["verdict"]?.string == "ok", "\(line.canonical)")
            }
            #expect(!run.text.contains("PGHOST"), "\(run.text)")
        }
    }

    @Test("serve checks at its start, and names the faults in /readyz")
    func atStart() async throws {
        try await simulated { url in
            let outcome = try await runner(["serve", "--port", "0"], environment(url)).whileRunning(endedBy: .signal) { line in
                let address = String(try #require(line.firstMatch(of: /http:\/\/127\.0\.0\.1:\d+/)).output)
                var found: [String] = []
                for _ in 0..<600 where found.isEmpty {
                    let answer = try await CurlTransport().send(HTTPCall(method: "GET", url: "\(address)/readyz", isWrite: false))
                    found = try JSON.parse(answer.body)["check"]?.array?.compactMap(\.string) ?? []
                    if found.isEmpty { try await Task.sleep(for: .milliseconds(50)) }
                }
                #expect(found == ["user", "webhook address"])
            }
            #expect(outcome.exitCode == 0)
        }
    }
}
