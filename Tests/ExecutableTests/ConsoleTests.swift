import Foundation
import TestSupport
import Testing

/// `Tests/Browser/console` says what it does, step by step.
@Suite("The console in a browser", .timeLimit(.minutes(20)))
struct ConsoleTests {
    /// REQUIRE_BROWSER makes a missing one a failure.
    static let isWanted: Bool = {
        let environment = ProcessInfo.processInfo.environment
        if environment["REQUIRE_BROWSER"] == "1" || environment["CHROMIUM"] != nil { return true }
        let folders = (environment["PATH"] ?? "").split(separator: ":")
        return ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"].contains { name in
            folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") }
        }
    }()

    @Test("A person plays customer and team, follows a message, and replays a dead letter", .enabled(if: isWanted, "no Chromium"))
    func person() async throws {
        let folder = Executable.url("local-runner").deletingLastPathComponent().path
        let script = Executable.root.appendingPathComponent("Tests/Browser/console").path
        let environment = ProcessInfo.processInfo.environment.filter { ["PATH", "HOME", "CHROMIUM"].contains($0.key) }
        let run = try await Command(
            "/usr/bin/env", ["python3", script, "--bin", folder], environment: environment, folder: Executable.root.path
        ).run()
        #expect(run.exitCode == 0, "\(run.text)\(run.errors)")
    }
}
