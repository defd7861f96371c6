import Foundation
import RelayCore
import TestSupport
import Testing

/// The built `function-host` with a function of the product, on a free port.
enum RunningContainer {
    /// As in the image: with `functions.json` beside the executables, so that no start asks all functions what they are.
    private static let folder = Task {
        // Always the same one: nobody clears away what the last test leaves.
        let folder = Executable.url("container-of-tests")
        try? FileManager.default.removeItem(at: folder)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for name in Executable.functions {
            try FileManager.default.createSymbolicLink(
                at: folder.appendingPathComponent(name), withDestinationURL: Executable.url(name))
        }
        let template = Executable.root.appendingPathComponent("template.yaml").path
        let manifest = try await Executable.run(
            "function-host", ["--manifest", "--template", template, "--executables", folder.path])
        try Data(manifest.output).write(to: folder.appendingPathComponent("functions.json"))
        return folder.path
    }

    static func prepared(_ function: String) async throws -> [String] { [function, "--executables", try await folder.value] }

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
            "/bin/sh", ["-c", script, Executable.url("function-host").path] + (try await prepared(function)),
            environment: ["PATH": "/usr/bin:/bin", "PORT": "0"].merging(environment) { $1 }, folder: "/")
        return try await command.whileRunning(endedBy: .signal) { line in
            let started = try JSON.parse(line)
            let port = try #require(started["port"]?.string, "\(line)")
            try await body("http://127.0.0.1:\(port)")
        }
    }
}
