import Foundation
import HostDelivery
import RelayCore
import SQLiteQueue
import TestSupport
import Testing

@Suite("local-runner invoke")
struct InvokeTests {
    struct Case: NamedCase {
        let name: String
        let arguments: [String]
        let says: String
    }

    @Test(
        "What cannot be run is said",
        arguments: [
            Case(
                name: "no such function", arguments: ["answer"],
                says: "unknown function answer; the functions are webhook-receive, "),
            Case(
                name: "no such sample", arguments: ["ai-turn", "--sample", "toast"],
                says: "ai-turn has no sample toast; its samples are bad-no-message, engine-silent, turn"),
            Case(name: "no such file", arguments: ["ai-turn", "--event", "/nonexistent"], says: "/nonexistent cannot be read"),
            Case(name: "simulated without a sample", arguments: ["ai-turn", "--simulated"], says: "--simulated needs --sample"),
            Case(
                name: "a sample's events delivered", arguments: ["ai-turn", "--sample", "turn", "--deliver"],
                says: "--deliver cannot be used with --sample"),
            Case(
                name: "a function that is not built",
                arguments: ["ai-turn", "--executables", "/nonexistent", "--template", "template.yaml"],
                says: "no executable /nonexistent/ai-turn"),
        ])
    func refuses(_ row: Case) async throws {
        let folder = try TemporaryFolder()
        let run = try await Executable.run("local-runner", ["invoke"] + row.arguments + ["--state", folder.url.path])
        #expect(run.exitCode != 0)
        #expect(run.output.isEmpty)
        #expect(run.errors.contains(row.says), "\(run.errors)")
    }

    /// What webhook-receive does with a delivery of one new message.
    private func receive(_ arguments: String...) async throws -> Executable.Run { try await receive(arguments) }

    private func receive(_ arguments: [String]) async throws -> Executable.Run {
        let event = Executable.root.appendingPathComponent("functions/webhook-receive/events/one-message.json").path
        return try await Executable.run(
            "local-runner", ["invoke", "webhook-receive", "--event", event] + arguments,
            environment: ["WEBHOOK_URL_KEY": "example-url-key-0001", "WEBHOOK_UNSIGNED": "true", "LOG_LEVEL": "off"])
    }

    private let emitted =
        "hubspot.conversation.newMessage conversation.newMessage:3624100517:b526aef1a341cfe6e5c377ed4c222888"

    @Test("What the function emits is named, and not delivered")
    func notDelivered() async throws {
        let folder = try TemporaryFolder()
        let run = try await receive("--state", folder.path("state"))
        #expect(run.exitCode == 0)
        #expect(run.errors == "not delivered: \(emitted)\n")
        #expect(!FileManager.default.fileExists(atPath: folder.path("state")))
    }

    @Test("With --deliver it waits in the runner's queue, once")
    func deliver() async throws {
        let folder = try TemporaryFolder()
        let run = try await receive("--deliver", "--state", folder.path("state"))
        #expect(run.exitCode == 0)
        #expect(run.errors == "queued: \(emitted) for message-route\n")
        let again = try await receive("--deliver", "--state", folder.path("state"))
        #expect(again.errors == "not queued: \(emitted) is already in the queue or among the dead letters\n")
        let counts = try await SQLiteEventQueue(path: folder.path("state/queue.sqlite")).counts()
        #expect(counts.waiting == 1 && counts.dead == 0)
        #expect(try folder.mode("state") == 0o700)
    }

    @Test("With --json one object holds the result, the exit code and what became of what was emitted", arguments: [false, true])
    func json(_ delivers: Bool) async throws {
        let folder = try TemporaryFolder()
        let arguments = ["--json", "--state", folder.path("state")] + (delivers ? ["--deliver"] : [])
        let run = try await receive(arguments)
        #expect(run.exitCode == 0 && run.errors.isEmpty)
        let said = try JSON.parse(run.output)
        #expect(said["exitCode"] == 0 && said["result"]?["status"] == "done")
        #expect(said["result"]?["events"]?.array?.count == 1)
        let emitted = said["emitted"]?.array?.first
        #expect(emitted?["eventId"]?.string.map { self.emitted.hasSuffix($0) } == true)
        #expect(emitted?["isQueued"] == .bool(delivers))
        #expect(emitted?["functions"] == (delivers ? ["message-route"] : []))
    }

    @Test("Where the queue cannot be opened, --deliver does not run the function")
    func noQueue() async throws {
        let folder = try TemporaryFolder()
        try folder.write("file", [])
        let run = try await receive("--deliver", "--state", folder.path("file/state"))
        #expect(run.exitCode != 0)
        #expect(run.output.isEmpty)
    }
}
