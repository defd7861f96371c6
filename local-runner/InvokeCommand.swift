import ArgumentParser
import Foundation
import FunctionHost
import RelayCore
import Subprocess
import SystemPackage

struct InvokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invoke",
        abstract: "Runs one function once on one event, and ends with its exit code.",
        discussion: "The same as: FUNCTION < FILE. The function is configured by the environment.")

    @Argument(help: "The function's name, for example signature-render.")
    var function: String

    @Option(help: "A file that holds the event; - or nothing reads it from standard input.")
    var event = "-"

    @OptionGroup var options: RunnerOptions

    func run() async throws {
        let executable = "\(options.executablesFolder)/\(function)"
        let known = try options.readTemplate().functions.map(\.name)
        guard known.contains(function) else {
            throw ValidationError("there is no function \(function); there are \(known.joined(separator: ", "))")
        }
        guard FileManager.default.isExecutableFile(atPath: executable) else {
            throw ValidationError("\(executable) is not built yet: swift build")
        }
        var input = FileDescriptor.standardInput
        if event != "-" {
            guard let file = try? FileDescriptor.open(event, .readOnly) else { throw ValidationError("\(event) cannot be read") }
            input = file
        }
        let result = try await Subprocess.run(
            .path(FilePath(executable)), input: .fileDescriptor(input, closeAfterSpawningProcess: true),
            output: .currentStandardOutput, error: .currentStandardError)
        switch result.terminationStatus {
        case .exited(let code): throw ArgumentParser.ExitCode(code)
        // As a shell says it.
        case .signaled(let signal): throw ArgumentParser.ExitCode(128 + signal)
        }
    }
}
