import ArgumentParser
import Foundation
import Operations
import RelayCore

/// How a command prints: for people, or as JSON for programs.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print JSON. It may hold what customers wrote.")
    var json = false

    var style: TextStyle { .ofOutput(ProcessInfo.processInfo.environment) }
}

/// How commands end, beside 0 and argument-parser's 64 for a wrong command line.
enum CommandEnd {
    /// What was asked for is not there, or is not as it should be.
    static var unmet: ArgumentParser.ExitCode { ArgumentParser.ExitCode(1) }
}

/// Says on stderr what is wrong, and gives the end.
func ended(_ message: String, _ end: ArgumentParser.ExitCode = CommandEnd.unmet) -> ArgumentParser.ExitCode {
    StandardStreams.writeError(PrintedText.escaped(message) + "\n")
    return end
}
