import ArgumentParser

/// The command line of the local runner.
@main
struct LocalRunner: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "local-runner",
        abstract: "Runs DeskRelay's functions on this machine.",
        subcommands: [
            ServeCommand.self, WebhookURLCommand.self, SendCommand.self, InvokeCommand.self, DemoCommand.self,
            DeadLettersCommand.self,
        ])
}
