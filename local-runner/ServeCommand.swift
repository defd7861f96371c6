import ArgumentParser
import Foundation
import FunctionHost
import Logging
import NIOCore
import NIOPosix
import RelayCore

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Receives HubSpot's webhooks and runs the functions until it is stopped.",
        discussion: """
            The environment configures the functions (see README.md). Events are kept in a file until they are delivered, so \
            nothing is lost when the runner stops.
            """)

    @OptionGroup var options: RunnerOptions

    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen on; 0 picks a free one.")
    var port = 8080

    func validate() throws {
        guard 0...65_535 ~= port else { throw ValidationError("--port must be from 0 to 65535") }
    }

    func run() async throws {
        // The functions' processes need the other processors.
        NIOSingletons.groupLoopCountSuggestion = max(1, System.coreCount / 2)
        let environment = options.environment()
        // What the runner itself reads; each function checks its own.
        let configuration = try Configuration.load(
            [
                .optional(ConfigurationKeys.logLevel), .optional(ConfigurationKeys.logFormat),
                .optional(ConfigurationKeys.organization),
            ], environment: environment,
            readFile: { Array(try Data(contentsOf: URL(fileURLWithPath: $0))) })
        _ = try PublicURL.read(environment)
        try options.makeStateFolder()
        let template = try options.readTemplate()
        let webhooks = template.webhookRoute.map { "; webhooks at \($0)" } ?? ""
        var settings = LocalHost.Settings(
            template: template, executables: options.executablesFolder, environment: environment,
            queuePath: try options.queuePath(), address: host, port: port)
        try ConsoleView.add(to: &settings)
        let host = try await LocalHost(
            settings, ambient: .live,
            logger: Logger.relay(
                label: "local-runner", level: configuration[ConfigurationKeys.logLevel],
                format: configuration[ConfigurationKeys.logFormat]))
        try await StopSignal.cancelling {
            try await host.run { port in
                say("DeskRelay listens on http://\(self.host):\(port)\(webhooks)")
            } onAdminRunning: { port in
                say("It says how it is on http://\(self.host):\(port)/readyz and /metrics")
            }
        }
    }
}
