import RelayCore
import Subprocess
import SystemPackage

/// One event through a function's executable, as `FUNCTION < event` does it.
package struct FunctionRun: Sendable {
    /// As a shell says it: of a function that a signal ended, 128 and the signal's number.
    package let exitCode: Int32
    package let output: [UInt8]

    /// More than any result line needs, in bytes.
    private static let outputLimit = 64 * 1024 * 1024

    /// nil where the output is no result.
    package var result: FunctionResult? { (try? JSON.parse(output)).flatMap { try? FunctionResult(json: $0) } }

    /// What the function writes to stderr goes to this process's.
    /// - Parameters:
    ///   - environment: The whole of it.
    ///   - folder: Where it runs; nil is where this process does.
    package init(
        _ executable: String, input: some InputProtocol, environment: [String: String], folder: String? = nil
    ) async throws {
        let environment = Dictionary(uniqueKeysWithValues: environment.map { (Environment.Key(stringLiteral: $0), $1) })
        let run = try await Subprocess.run(
            .path(FilePath(executable)), environment: .custom(environment), workingDirectory: folder.map { FilePath($0) },
            input: input, output: .bytes(limit: Self.outputLimit), error: .currentStandardError)
        output = run.standardOutput
        switch run.terminationStatus {
        case .exited(let code): exitCode = code
        case .signaled(let signal): exitCode = 128 + signal
        }
    }
}
