import Subprocess
import SystemPackage

/// Runs another program and says how it ended.
package struct Command: Sendable {
    package struct Outcome: Sendable {
        /// nil when a signal ended it.
        package let exitCode: Int32?
        package let output: [UInt8]
        package let errors: String

        package var text: String { String(decoding: output, as: UTF8.self) }
    }

    private let configuration: Configuration

    /// - Parameters:
    ///   - environment: The whole of it; nil is this process's own.
    ///   - folder: Where it runs; nil is where this process does.
    package init(
        _ executable: String, _ arguments: [String] = [], environment: [String: String]? = nil, folder: String? = nil
    ) {
        let variables = environment.map { variables in
            Environment.custom(Dictionary(uniqueKeysWithValues: variables.map { (Environment.Key(stringLiteral: $0), $1) }))
        }
        configuration = Configuration(
            executable: .path(FilePath(executable)), arguments: Arguments(arguments), environment: variables ?? .inherit,
            workingDirectory: folder.map { FilePath($0) })
    }

    /// Gives it the input and waits for its end. Cancelling the task kills it.
    ///
    /// The three streams are files: a library that captures pipes must give them up when the task is cancelled.
    package func run(input: [UInt8] = []) async throws -> Outcome {
        try await FewAtOnce.run { try await alone(input) }
    }

    private func alone(_ input: [UInt8]) async throws -> Outcome {
        let folder = try TemporaryFolder()
        try folder.write("in", input)
        try folder.write("out", [])
        try folder.write("err", [])
        let standardInput = try FileDescriptor.open(FilePath(folder.path("in")), .readOnly)
        defer { try? standardInput.close() }
        let standardOutput = try FileDescriptor.open(FilePath(folder.path("out")), .writeOnly)
        defer { try? standardOutput.close() }
        let standardError = try FileDescriptor.open(FilePath(folder.path("err")), .writeOnly)
        defer { try? standardError.close() }
        let result = try await Subprocess.run(
            configuration, input: .fileDescriptor(standardInput, closeAfterSpawningProcess: false),
            output: .fileDescriptor(standardOutput, closeAfterSpawningProcess: false),
            error: .fileDescriptor(standardError, closeAfterSpawningProcess: false))
        return Outcome(
            exitCode: Self.exitCode(result.terminationStatus), output: try folder.read("out"),
            errors: String(decoding: try folder.read("err"), as: UTF8.self))
    }

    /// Starts it and does something while it runs, with the first line it prints; then ends its input, or terminates it.
    /// - Returns: Its exit code and all it printed on its standard output.
    package func whileRunning(
        endedBy end: End, _ body: @escaping @Sendable (String) async throws -> Void
    ) async throws -> Outcome {
        let result = try await Subprocess.run(configuration, input: .inputWriter, output: .sequence, error: .discarded) { run in
            var lines = run.standardOutput.strings().makeAsyncIterator()
            guard let first = try await lines.next() else { throw NoLine() }
            let failure: (any Error)?
            do {
                try await body(first)
                failure = nil
            } catch { failure = error }
            switch end {
            case .input: try await run.standardInputWriter.finish()
            case .signal: try run.send(signal: .terminate)
            case .interrupt: try run.send(signal: .interrupt)
            case .kill: try run.send(signal: .kill)
            }
            var output = first + "\n"
            while let line = try await lines.next() { output += line + "\n" }
            if let failure { throw failure }
            return output
        }
        return Outcome(exitCode: Self.exitCode(result.terminationStatus), output: Array(result.closureResult.utf8), errors: "")
    }

    package enum End: Sendable {
        case input
        case signal
        /// As Ctrl-C ends it.
        case interrupt
        /// At once, whatever it is at.
        case kill
    }

    /// It ended before it printed a line.
    package struct NoLine: Error {}

    private static func exitCode(_ status: TerminationStatus) -> Int32? {
        guard case .exited(let code) = status else { return nil }
        return code
    }
}
