import Foundation
import RelayCore

/// Runs the built binaries, which lie beside the test bundle.
package enum Executable {
    package static let functions = [
        "webhook-receive", "api-receive", "message-route", "ai-turn", "session-control", "ai-reply-post", "handoff-comment",
        "ticket-property-mirror", "signature-render", "thread-sweep",
    ]

    package static var root: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    }

    package static func url(_ name: String) -> URL {
        let bundle = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
        return bundle.resolvingSymlinksInPath().deletingLastPathComponent().appendingPathComponent(name)
    }

    package struct Run: Sendable {
        /// nil when a signal ended it.
        package let exitCode: Int32?
        package let output: [UInt8]
        package let errors: String

        init(_ outcome: Command.Outcome) {
            exitCode = outcome.exitCode
            output = outcome.output
            errors = outcome.errors
        }

        /// The results, one for each line of output; nil where a line is none.
        package var results: [FunctionResult?] {
            output.split(separator: 0x0A).map { line in (try? JSON.parse(line)).flatMap { try? FunctionResult(json: $0) } }
        }
    }

    package static func run(
        _ name: String, _ arguments: [String] = [], input: [UInt8] = [], environment: [String: String] = [:]
    ) async throws -> Run {
        let folder = try TemporaryFolder()
        defer { withExtendedLifetime(folder) {} }
        let standard = ["PATH": "/usr/bin:/bin", "STORE_URL": "sqlite:\(folder.path("relay.sqlite"))"]
        let command = Command(
            url(name).path, arguments, environment: standard.merging(environment) { $1 }, folder: root.path)
        return Run(try await command.run(input: input))
    }
}
