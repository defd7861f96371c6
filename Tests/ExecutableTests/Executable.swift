import Foundation
import RelayCore
import TestSupport

/// Runs the built binaries, which lie beside the test bundle.
enum Executable {
    static let functions = [
        "webhook-receive", "message-route", "ai-reply-post", "handoff-comment", "ticket-property-mirror", "signature-render",
    ]

    static var root: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    }

    static func url(_ name: String) -> URL {
        let bundle = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
        return bundle.resolvingSymlinksInPath().deletingLastPathComponent().appendingPathComponent(name)
    }

    struct Run {
        let exitCode: Int32
        let output: [UInt8]
        let errors: String

        /// The results, one for each line of output; nil where a line is none.
        var results: [FunctionResult?] {
            output.split(separator: 0x0A).map { line in (try? JSON.parse(line)).flatMap { try? FunctionResult(json: $0) } }
        }
    }

    static func run(
        _ name: String, _ arguments: [String] = [], input: [UInt8] = [], environment: [String: String] = [:]
    ) async throws -> Run {
        let folder = try TemporaryFolder()
        defer { withExtendedLifetime(folder) {} }
        // Files instead of pipes: no reader is needed while the process runs.
        let files = try ["in", "out", "err"].map { name -> FileHandle in
            let path = folder.path(name)
            _ = FileManager.default.createFile(atPath: path, contents: name == "in" ? Data(input) : nil)
            return try FileHandle(forUpdating: URL(fileURLWithPath: path))
        }
        let process = Process()
        process.executableURL = url(name)
        process.arguments = arguments
        process.currentDirectoryURL = root
        process.environment = ["PATH": "/usr/bin:/bin", "STORE_URL": "sqlite:\(folder.path("relay.sqlite"))"].merging(environment)
        {
            $1
        }
        (process.standardInput, process.standardOutput, process.standardError) = (files[0], files[1], files[2])
        // Waiting in a blocking way would take a thread from all other tests.
        let (ended, end) = AsyncStream.makeStream(of: Void.self)
        process.terminationHandler = { _ in end.finish() }
        try process.run()
        for await _ in ended {}
        let output = try Data(contentsOf: URL(fileURLWithPath: folder.path("out")))
        let errors = try Data(contentsOf: URL(fileURLWithPath: folder.path("err")))
        return Run(exitCode: process.terminationStatus, output: Array(output), errors: String(decoding: errors, as: UTF8.self))
    }

    /// What the samples of a function are run with.
    static func sampleEnvironment(_ function: String) throws -> [String: String] {
        let file = root.appendingPathComponent("functions/\(function)/events/environment")
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [:] }
        return Dictionary(
            uniqueKeysWithValues: text.split(separator: "\n").map { line in
                let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
                return (parts[0], parts.count > 1 ? parts[1] : "")
            })
    }
}
