import Foundation
import RelayCore
import TestSupport
import Testing

/// The built `function-host` with a function of the product, on a free port.
enum RunningContainer {
    static func arguments(_ function: String) -> [String] {
        [function, "--template", Executable.root.appendingPathComponent("template.yaml").path]
    }

    /// Ends it with SIGTERM once the body is done. Its log is on its standard output.
    @discardableResult
    static func whileRunning(
        _ function: String, environment: [String: String], _ body: @escaping @Sendable (_ url: String) async throws -> Void
    ) async throws -> Command.Outcome {
        let script = #"exec "$0" "$@" 2>&1"#
        let command = Command(
            "/bin/sh", ["-c", script, Executable.url("function-host").path] + arguments(function),
            environment: ["PATH": "/usr/bin:/bin", "PORT": "0"].merging(environment) { $1 }, folder: "/")
        return try await command.whileRunning(endedBy: .signal) { line in
            let started = try JSON.parse(line)
            let port = try #require(started["port"]?.string, "\(line)")
            try await body("http://127.0.0.1:\(port)")
        }
    }
}
