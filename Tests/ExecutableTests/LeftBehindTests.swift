import Foundation
import HostCore
import HostDelivery
import HubSpotSimulator
import RelayCore
import SQLiteQueue
import TestSupport
import Testing

@Suite("What QUEUE_URL leaves behind in files", .timeLimit(.minutes(10)))
struct LeftBehindTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private var queuePath: String { folder.path("state/queue.sqlite") }

    private func environment(_ url: String) -> [String: String] {
        [
            "PATH": "/usr/bin:/bin", "LOG_LEVEL": "warning", "WEBHOOK_URL_KEY": "example-url-key-0001",
            "HUBSPOT_CLIENT_SECRET": "example-client-secret", "HUBSPOT_ACCESS_TOKEN": "pat-na1-example",
            "HUBSPOT_USER_ID": "52530071", "HUBSPOT_API_BASE": "http://127.0.0.1:9", "AI_ENGINE": "http",
            "AI_URL": "http://127.0.0.1:9/turn", "QUEUE_URL": url,
            // Chosen, so it may be a file.
            "STORE_URL": "sqlite:\(folder.path("relay.sqlite"))",
        ]
    }

    /// Where nobody listens.
    private static let nowhere = "postgres://relay@127.0.0.1:1/relay"

    private func run(_ arguments: [String], _ url: String = nowhere) async throws -> Executable.Run {
        let simulator = SimulatorServer(portal: SimulatedPortal())
        let environment = environment(url).merging(["HUBSPOT_API_BASE": try await simulator.start()]) { $1 }
        let run = try await Executable.run(
            "local-runner", arguments + ["--state", folder.path("state")], environment: environment)
        await simulator.stop()
        return run
    }

    struct Row: NamedCase {
        let name: String
        var waiting = 0
        var dead = 0
        var owed = 0
        /// nil: there is nothing to be said.
        let says: String?
    }

    static let rows = [
        Row(name: "an event", waiting: 1, says: "(1 event)"),
        Row(name: "a dead letter", dead: 1, says: "(1 dead letter)"),
        Row(name: "an erasure", owed: 1, says: "(1 erasure)"),
        Row(name: "all of it", waiting: 3, dead: 2, owed: 2, says: "(3 events, 2 dead letters, 2 erasures)"),
        Row(name: "a queue that is empty", says: nil),
    ]

    private func fill(_ row: Row) async throws {
        try FileManager.default.createDirectory(atPath: folder.path("state"), withIntermediateDirectories: true)
        let queue = try SQLiteEventQueue(path: queuePath)
        let now = Date()
        for number in 0..<row.dead {
            let event = RelayEvent(id: "dead-\(number)", source: "/test", type: "test.one", data: [:])
            _ = try await queue.add([NewDelivery(function: "ai-turn", event: EncodedEvent(event))], now: now)
            let leased = try await queue.lease(1, for: "ai-turn", owner: "host", until: now + 30, now: now)
            try await queue.bury(try #require(leased.deliveries.first).lease, code: .notFound, message: nil, now: now)
        }
        for number in 0..<row.waiting {
            let event = RelayEvent(id: "\(number)", source: "/test", type: "test.one", data: [:], notBefore: now + 3600)
            _ = try await queue.add([NewDelivery(function: "ai-turn", event: EncodedEvent(event))], now: now)
        }
        let erasure = Erasure(threadID: "7", until: now, wordsUntil: now)
        try await queue.note(Array(repeating: erasure, count: row.owed), of: RelayEvent.defaultOrganization)
    }

    @Test("Over what waits there neither serve nor check goes on, and both say what to do", arguments: rows, ["serve", "check"])
    func refused(_ row: Row, _ command: String) async throws {
        try await fill(row)
        let run = try await run([command] + (command == "serve" ? ["--no-check", "--port", "0"] : ["--no-engine"]))
        if let says = row.says {
            #expect(run.exitCode == ExitCode.badConfiguration.rawValue)
            let line = run.errors.split(separator: "\n").filter { $0.contains("QUEUE_URL") }
            #expect(line.count == 1 && line[0].contains("\(queuePath) holds \(says)"), "\(run.errors)")
            #expect(line.first?.contains("start the runner without it until all is done") == true)
        } else {
            // The database is not there, and that is all.
            #expect(run.exitCode == 1 && !run.errors.contains(queuePath), "\(run.errors)")
        }
        // What was there stays.
        let counts = try await SQLiteEventQueue(path: queuePath).counts()
        #expect(counts == QueueCounts(waiting: row.waiting, dead: row.dead))
    }

    @Test("A file that cannot be read is said, too", arguments: ["serve", "check"])
    func unreadable(_ command: String) async throws {
        try FileManager.default.createDirectory(atPath: folder.path("state"), withIntermediateDirectories: true)
        try Data("no database".utf8).write(to: URL(fileURLWithPath: queuePath))
        let run = try await run([command])
        #expect(run.exitCode == ExitCode.badConfiguration.rawValue)
        #expect(run.errors.contains("QUEUE_URL leaves \(queuePath) behind, which cannot be read"), "\(run.errors)")
    }

    @Test("A runner that still works on the files keeps one on the database from starting")
    func stillRunning() async throws {
        try await fill(Row(name: "", says: nil))
        let former = try SQLiteEventQueue(path: queuePath)
        try former.host(of: [], now: Date())
        let run = try await run(["serve", "--no-check", "--port", "0"])
        #expect(run.exitCode == 1 && run.errors.contains("queue"), "\(run.errors)")
        withExtendedLifetime(former) {}
    }

    @Test(
        "A history that is left behind is a warning: serve starts, and check says what to do",
        .enabled(if: PostgresServer.isWanted, "no PostgreSQL server"))
    func history() async throws {
        let url = try await PostgresServer.schema()
        try FileManager.default.createDirectory(atPath: folder.path("state"), withIntermediateDirectories: true)
        let path = SQLiteHistory.path(besideQueue: queuePath)
        _ = try SQLiteHistory(path: path)
        let serve = "serve --no-check --port 0 --state '\(folder.path("state"))'"
        let command = Command(
            "/bin/sh", ["-c", "exec '\(Executable.url("local-runner").path)' \(serve) 2>log"], environment: environment(url),
            folder: folder.url.path)
        let outcome = try await command.whileRunning(endedBy: .signal) { _ in }
        let log = String(decoding: try folder.read("log"), as: UTF8.self)
        #expect(outcome.exitCode == 0, "\(log)")
        let warnings = log.split(separator: "\n").filter { $0.contains("a history is left behind") }
        #expect(warnings.count == 1 && log.contains("\(path) is left from before QUEUE_URL"), "\(log)")
        let run = try await run(["check", "--json", "--no-engine"], url)
        let lines = try #require(try JSON.parse(run.output)["lines"]?.array)
        let line = try #require(lines.first { $0["name"] == "history" })
        #expect(line["verdict"] == "warning" && line["fix"]?.string?.contains("Delete it") == true, "\(line.canonical)")
    }
}
