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
    private static let shared = Task { try PostgresServer() }

    /// The URL of an empty schema on the shared server.
    package static func schema() async throws -> String { try await shared.value.schema() }

    private static let script = Executable.root.appendingPathComponent("Tests/Postgres/cluster")

    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    package nonisolated let url: String
    package nonisolated let folder: String
    private let database: PostgresDatabase
    private var schemas = 0

    /// What the cluster did not do.
    package struct Failure: Error {}

    /// - Parameter hasTLS: On a port of localhost and over TLS alone, with certificates of its own in ``folder``: `ca.crt`, which signed
    ///   its own for `localhost`, and `other.crt`, which did not.
    package init(hasTLS: Bool = false) throws {
        process.executableURL = Self.script
        if hasTLS { process.arguments = ["--tls"] }
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let line = try Self.line(output)
        let parts = line.split(separator: " ").map(String.init)
        guard parts.count == 2, let url = PostgresURL(parts[0]) else { throw Failure() }
        (self.url, folder) = (parts[0], parts[1])
        database = PostgresDatabase(url, PostgresSchema(component: "tests", steps: []))
    }

    deinit { try? input.fileHandleForWriting.close() }

    /// The URL of a new schema.
    package func schema() async throws -> String {
        schemas += 1
        let name = "test\(schemas)"
        try await database.run { connection, end in try connection.runScript("CREATE SCHEMA \(name)", until: end) }
        return "\(url)&options=-csearch_path%3D\(name)"
    }

    /// Ends the server at once, without a word to its clients.
    package func kill() throws { try tell("kill") }

    /// Starts it again; what was committed is there.
    package func start() throws { try tell("start") }

    /// Lets it stand still: it takes connections and answers nothing.
    package func freeze() throws { try tell("freeze") }

    package func thaw() throws { try tell("thaw") }

    /// Ends it for good.
    package func stop() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    private func tell(_ command: String) throws {
        try input.fileHandleForWriting.write(contentsOf: Data("\(command)\n".utf8))
        guard try Self.line(output) == "done" else { throw Failure() }
    }

    private static func line(_ pipe: Pipe) throws -> String {
        var line: [UInt8] = []
        while let byte = try pipe.fileHandleForReading.read(upToCount: 1)?.first, byte != 0x0A { line.append(byte) }
        return String(decoding: line, as: UTF8.self)
    }
}
