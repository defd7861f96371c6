import ArgumentParser
import RelayCore

/// The command line of the local runner.
@main
struct LocalRunner: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "local-runner",
        abstract: "Runs DeskRelay's functions on this machine.",
        subcommands: [
            ServeCommand.self, DemoCommand.self, WebhookURLCommand.self,
            EventsCommand.self, TraceCommand.self, ExplainCommand.self, SessionsCommand.self, SessionCommand.self,
            ReportCommand.self,
            PauseCommand.self, ResumeCommand.self, CloseCommand.self, HandoffCommand.self, ReplayCommand.self,
            DeadLettersCommand.self, SendCommand.self, ForgetCommand.self,
            InvokeCommand.self, TriggerCommand.self, SignCommand.self, VerifyCommand.self, SignatureCommand.self,
        ])

    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard arguments.isEmpty || [["--help"], ["-h"], ["help"]].contains(arguments) else { return await main(arguments) }
        _ = StandardStreams.write(Array(RunnerHelp.text.utf8), to: 1)
    }
}
