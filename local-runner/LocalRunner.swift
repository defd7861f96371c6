import ArgumentParser
import Foundation
import RelayCore

/// The command line of the local runner.
@main
struct LocalRunner: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "local-runner",
        abstract: "Runs DeskRelay's functions on this machine.",
        version: RelayVersion.text,
        subcommands: [
            InitCommand.self, CheckCommand.self, ServeCommand.self, DemoCommand.self, WebhookURLCommand.self,
            EventsCommand.self, TraceCommand.self, ExplainCommand.self, SessionsCommand.self, SessionCommand.self,
            ReportCommand.self,
            PauseCommand.self, ResumeCommand.self, CloseCommand.self, HandoffCommand.self, ReplayCommand.self,
            DeadLettersCommand.self, SendCommand.self, ForgetCommand.self,
            InvokeCommand.self, TriggerCommand.self, SignCommand.self, VerifyCommand.self, SignatureCommand.self,
        ])

    /// A wrong configuration ends every command alike: everything that is wrong with it at once, and exit code 78.
    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard !arguments.isEmpty, ![["--help"], ["-h"], ["help"]].contains(arguments) else {
            _ = StandardStreams.write(Array(RunnerHelp.text.utf8), to: 1)
            return
        }
        var hint: String?
        do {
            var command = try parseAsRoot()
            hint = Self.hint(arguments, command)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let faults as ConfigurationFaults {
            StandardStreams.writeError(faults.lines + (hint.map { "\($0)\n" } ?? ""))
            exit(withError: ArgumentParser.ExitCode(RelayCore.ExitCode.badConfiguration.rawValue))
        } catch let error as ValidationError {
            // The command line could be read: its usage tells nothing of what is wrong.
            StandardStreams.writeError("\(PrintedText.escaped(error.message))\n")
            exit(withError: ArgumentParser.ExitCode(RelayCore.ExitCode.usage.rawValue))
        } catch {
            exit(withError: error)
        }
    }

    /// What helps where the configuration is wrong; nil for the command that writes one.
    private static func hint(_ arguments: [String], _ command: any ParsableCommand) -> String? {
        if command is InitCommand { return nil }
        let isNamed = arguments.contains { $0 == "--env-file" || $0.hasPrefix("--env-file=") }
        if !isNamed, FileManager.default.fileExists(atPath: InitCommand.settingsFile) {
            return "\(InitCommand.settingsFile) is here, and was not read: give --env-file \(InitCommand.settingsFile)."
        }
        return "The keys are in README.md; `local-runner init` writes a settings file."
    }
}

extension ConfigurationFaults {
    /// For people: one line for each fault.
    fileprivate var lines: String {
        "The configuration is wrong:\n" + faults.map { "  \(PrintedText.escaped($0.description))\n" }.joined()
    }
}
