import Foundation
import RelayCore
import TestSupport
import Testing

@Suite("local-runner serve")
struct ServeTests {
    struct Case: NamedCase {
        let name: String
        var arguments: [String] = []
        var environment: [String: String] = [:]
        let says: String
    }

    @Test(
        "What the runner itself is told wrongly is said before it starts",
        arguments: [
            Case(name: "a level that is none", environment: ["LOG_LEVEL": "DEBUG"], says: "LOG_LEVEL must be"),
            Case(name: "a format that is none", environment: ["LOG_FORMAT": "xml"], says: "LOG_FORMAT must be"),
            Case(name: "no address", environment: ["PUBLIC_URL": "relay.example.com"], says: "PUBLIC_URL must be"),
            Case(name: "no port", arguments: ["--port", "99999"], says: "--port must be from 0 to 65535"),
        ])
    func refuses(_ row: Case) async throws {
        let run = try await Executable.run("local-runner", ["serve"] + row.arguments, environment: row.environment)
        #expect(run.exitCode != 0 && run.exitCode != nil)
        #expect(run.errors.contains(row.says), "\(run.errors)")
    }

    @Test("Its port is said at once, also into a pipe; it ends when it is told to")
    func starts() async throws {
        let folder = try TemporaryFolder()
        let command = Command(
            Executable.url("local-runner").path, ["serve", "--port", "0", "--state", folder.path("state")],
            environment: ["PATH": "/usr/bin:/bin", "LOG_LEVEL": "off"], folder: Executable.root.path)
        let outcome = try await command.whileRunning(endedBy: .signal) { line in
            #expect(line.hasPrefix("DeskRelay listens on http://127.0.0.1:"))
            #expect(!line.contains("127.0.0.1:0;"))
        }
        #expect(outcome.exitCode == 0)
    }
}
