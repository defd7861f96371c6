import ArgumentParser
import Foundation
import FunctionHost
import RelayCore

struct InvokeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invoke",
        abstract: "Runs one function once on one event, and ends with its exit code.",
        discussion: "The same as: FUNCTION < FILE. The function is configured by the environment.")

    @Argument(help: "The function's name, for example signature-render.")
    var function: String

    @Option(help: "A file that holds the event; - or nothing reads it from standard input.")
    var event = "-"

    @OptionGroup var options: RunnerOptions

    func run() throws {
        let executable = "\(options.executablesFolder)/\(function)"
        let known = try options.readTemplate().functions.map(\.name)
        guard known.contains(function) else {
            throw ValidationError("there is no function \(function); there are \(known.joined(separator: ", "))")
        }
        guard FileManager.default.isExecutableFile(atPath: executable) else {
            throw ValidationError("\(executable) is not built yet: swift build")
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        if event != "-" {
            guard let input = FileHandle(forReadingAtPath: event) else { throw ValidationError("\(event) cannot be read") }
            process.standardInput = input
        }
        try process.run()
        process.waitUntilExit()
        throw ArgumentParser.ExitCode(process.terminationStatus)
    }
}
