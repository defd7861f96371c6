import Foundation
import PostgresClient

/// A PostgreSQL server of its own in a temporary folder (`Tests/Postgres/cluster`), which ends with this process at the latest.
package actor PostgresServer {
    /// Where no server is installed, its tests are skipped; REQUIRE_POSTGRES makes that a failure.
    package static let isWanted: Bool = {
        if ProcessInfo.processInfo.environment["REQUIRE_POSTGRES"] == "1" { return true }
        let search = Process()
        search.executableURL = script
        search.arguments = ["--find"]
        search.standardOutput = FileHandle.nullDevice
        search.standardError = FileHandle.nullDevice
        guard (try? search.run()) != nil else { return false }
        search.waitUntilExit()
        return search.terminationStatus == 0
    }()

    /// The one that tests share. Each has a schema of its own, and nobody ends it.
    private static let shared = Task { try await PostgresServer() }

    /// The URL of an empty schema on the shared server.
    package static func schema() async throws -> String { try await shared.value.schema() }

    private static let script = Executable.root.appendingPathComponent("Tests/Postgres/cluster")

    private let process: LineProcess
    package nonisolated let url: String
    package nonisolated let folder: String
    private let database: PostgresDatabase
    private var schemas = 0

    /// What the cluster did not do.
    package struct Failure: Error {}

    /// - Parameter hasTLS: On a port of localhost and over TLS alone, with certificates of its own in ``folder``: `ca.crt`, which signed
    ///   its own for `localhost`, and `other.crt`, which did not.
    package init(hasTLS: Bool = false) async throws {
        process = try LineProcess(Self.script, hasTLS ? ["--tls"] : [])
        let parts = try await process.line().split(separator: " ").map(String.init)
        guard parts.count == 2, let url = PostgresURL(parts[0]) else { throw Failure() }
        (self.url, folder) = (parts[0], parts[1])
        database = PostgresDatabase(url, PostgresSchema(component: "tests", steps: []))
    }

    /// The URL of a new schema.
    package func schema() async throws -> String {
        schemas += 1
        let name = "test\(schemas)"
        try await database.run { connection, end in try connection.runScript("CREATE SCHEMA \(name)", until: end) }
        return "\(url)&options=-csearch_path%3D\(name)"
    }

    /// Ends the server at once, without a word to its clients.
    package func kill() async throws { try await tell("kill") }

    /// Starts it again; what was committed is there.
    package func start() async throws { try await tell("start") }

    /// Lets it stand still: it takes connections and answers nothing.
    package func freeze() async throws { try await tell("freeze") }

    package func thaw() async throws { try await tell("thaw") }

    /// Ends it for good.
    package func stop() async {
        process.endInput()
        await process.end()
    }

    private func tell(_ command: String) async throws {
        guard try await process.answer(to: command) == "done" else { throw Failure() }
    }
}
