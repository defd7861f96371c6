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
    private let url: String
    private let database: PostgresDatabase
    private var schemas = 0

    /// What the cluster did not do.
    package struct Failure: Error {}

    package init() throws {
        process.executableURL = Self.script
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let line = try Self.line(output)
        guard let url = PostgresURL(line) else { throw Failure() }
        self.url = line
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
