import Foundation
import HostCore
import RelayCore
import TestSupport
import Testing

@testable import HostWorkers

@Suite("An executable that is replaced while its workers run", .timeLimit(.minutes(10)))
struct ReplacedExecutableTests {
    private let workspace: Workspace
    private let clock = TestClock()

    init() throws { workspace = try Workspace() }

    private func pool(_ name: String, eventsPerWorker: Int = 1) async throws -> WorkerPool {
        var ambient = Ambient.live
        ambient.now = { [clock] in clock.now }
        return try await workspace.pool(name, eventsPerWorker: eventsPerWorker, ambient: ambient)
    }

    /// Puts another build in the place of a function's, as a build does: at once, under the same name.
    /// - Parameters:
    ///   - says: What it says to what the scripted function says is done.
    ///   - age: How long ago it was written, in seconds.
    private func replace(_ name: String, says code: ReasonCode, age: Double = 60) throws {
        let text = workspace.text(of: "scripted").replacing(
            #"*'"id":"done'*) echo '{"status":"done"}' ;;"#,
            with: #"*'"id":"done'*) echo '{"status":"skipped","code":"\#(code.rawValue)"}' ;;"#)
        try text.write(toFile: workspace.path("new"), atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755, .modificationDate: clock.now - age], ofItemAtPath: workspace.path("new"))
        #expect(rename(workspace.path("new"), workspace.path(name)) == 0)
    }

    private func code(_ pool: WorkerPool, _ id: String = "done") async -> ReasonCode? {
        await pool.invoke(EncodedEvent(event(id)), DeliveryFacts(), within: nil).result.code
    }

    @Test("A worker finishes what it was given, and the next event goes to the new build", arguments: [1, 2])
    func busy(eventsPerWorker: Int) async throws {
        let pool = try await pool("scripted", eventsPerWorker: eventsPerWorker)
        let first = Task { await pool.invoke(EncodedEvent(event("gate")), DeliveryFacts(), within: nil).result.status }
        #expect(await eventually { workspace.text(of: "starts") == "started\n" })
        try replace("scripted", says: .ownMessage)
        let second = Task { await code(pool) }
        #expect(await eventually { pool.waiting == 1 })
        _ = FileManager.default.createFile(atPath: workspace.path("gate"), contents: nil)
        #expect(await first.value == .done)
        #expect(await second.value == .ownMessage)
        #expect(workspace.text(of: "starts") == "started\nstarted\n" && pool.restarts == 0)
        await pool.stop(within: 5)
    }

    @Test("A worker that has nothing to do ends")
    func idle() async throws {
        let pool = try await pool("scripted")
        let process = await pool.invoke(EncodedEvent(event("process")), DeliveryFacts(), within: nil).result.data["process"]
        let number = try #require(process?.string.flatMap { Int32($0) })
        try replace("scripted", says: .ownMessage)
        #expect(await code(pool) == .ownMessage)
        #expect(await eventually { kill(number, 0) != 0 })
        #expect(await code(pool) == .ownMessage)
        #expect(workspace.text(of: "starts") == "started\nstarted\n" && pool.restarts == 0)
        await pool.stop(within: 5)
    }

    @Test("A file that may still be written, or is gone, changes nothing")
    func unfinished() async throws {
        let pool = try await pool("scripted")
        #expect(await code(pool) == nil)
        try FileManager.default.moveItem(atPath: workspace.path("scripted"), toPath: workspace.path("former"))
        #expect(await code(pool) == nil)
        try FileManager.default.moveItem(atPath: workspace.path("former"), toPath: workspace.path("scripted"))
        try replace("scripted", says: .ownMessage, age: 0.5)
        #expect(await code(pool) == nil)
        clock.advance(1)
        #expect(await code(pool) == .ownMessage)
        #expect(workspace.text(of: "starts") == "started\nstarted\n")
        await pool.stop(within: 5)
    }

    @Test("A function that refused its configuration is started again as another build")
    func refused() async throws {
        let pool = try await pool("misconfigured")
        #expect(await code(pool) == .badConfiguration)
        try replace("misconfigured", says: .ownMessage)
        #expect(await code(pool) == .ownMessage)
        #expect(pool.misconfiguration == nil && pool.configurationFaults.isEmpty)
        await pool.stop(within: 5)
    }
}
