import ArgumentParser
import Foundation
import FunctionHost
import HostWorkers
import Logging
import NIOCore
import NIOPosix
import QueueEngines
import RelayCore
import Setup

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Receives HubSpot's webhooks and runs the functions until it is stopped.",
        discussion: """
            The environment configures the functions (see README.md). Where it is wrong, everything that is wrong with it is \
            said at once, and the exit code is 78. Events are kept in a file, or in the database of QUEUE_URL, until they are \
            delivered, so nothing is lost when the runner stops. Once it listens it checks everything as `check` does, and logs what it finds.
            """)

    @OptionGroup var options: RunnerOptions

    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen on; 0 picks a free one. Default: PORT, else 8080.")
    var port: Int?

    @Flag(inversion: .prefixedNo, help: "Check everything at the start, with one test question to the AI.")
    var check = true

    func validate() throws {
        if let port, !(0...65_535 ~= port) { throw ValidationError("--port must be from 0 to 65535") }
    }

    func run() async throws {
        // The functions' processes need the other processors.
        NIOSingletons.groupLoopCountSuggestion = max(1, System.coreCount / 2)
        let own = RunnerConfiguration(try options.environment())
        let strayKeys = try options.strayKeys()
        try options.makeStateFolder()
        // Before the check, which brings the store to this version's form: another runner may still work with an older one. Where
        // several share a database nothing tells (docs/operating.md).
        let place = try options.queuePlace()
        try place.checkFree()
        let template = try options.readTemplate()
        // Before anything is made of it: what is made would end at the first fault that it meets.
        let faults = own.faults(
            with: try await ConfigurationCheck.faults(
                template, executables: options.executablesFolder, environment: own.environment, makesStore: true,
                ambient: .live, logger: own.logger) + own.sharedPort(port) + [await place.leftBehind()].compactMap(\.self))
        guard faults.isEmpty else { throw ConfigurationFaults(faults + strayKeys.map(\.fault)) }
        let logger = own.logger
        for key in strayKeys {
            logger.warning("a setting is read by nothing", metadata: ["detail": "\(key.says)", "fix": "\(key.fix)"])
        }
        if let line = place.leftHistory.map(CheckReport.leftHistory) {
            logger.warning("a history is left behind", metadata: ["detail": "\(line.says)", "fix": "\(line.fix ?? "")"])
        }
        var settings = LocalHost.Settings(
            template: template, executables: options.executablesFolder, environment: own.environment,
            queuePath: try options.queuePath(), address: host, port: port ?? own.port)
        settings.isChecked = true
        try ConsoleView.add(to: &settings)
        settings.check = { [settings, envFile = options.envFile] in
            try await LiveCheck(
                settings.environment, webhookRoute: try template.neededWebhookRoute(), queuePath: settings.queuePath,
                settingsPath: envFile, strayKeys: strayKeys, logger: logger
            ).report(asksEngine: false).json
        }
        let host = try await LocalHost(settings, ambient: .live, logger: logger)
        let watch = try template.webhookRoute.flatMap { try check ? makeWatch(own, $0, host) : nil }
        let webhooks = template.webhookRoute.map { "; webhooks at \($0)" } ?? ""
        let (running, started) = AsyncStream.makeStream(of: Void.self)
        try await StopSignal.exiting {
            async let _: Void = Self.check(watch, once: running)
            defer { started.finish() }
            try await host.run { port in
                logger.notice("the runner has started", metadata: ["version": "\(RelayVersion.text)", "port": "\(port)"])
                say("DeskRelay listens on http://\(self.host):\(port)\(webhooks)")
                started.yield()
            } onAdminRunning: { port in
                say("It says how it is on http://\(self.host):\(port)/readyz and /metrics, and has its console at /console there")
            }
        }
    }

    /// - Parameter running: Says when the runner listens; ends with it.
    private static func check(_ watch: CheckWatch?, once running: AsyncStream<Void>) async {
        for await _ in running { await watch?.run() }
    }

    private func makeWatch(_ own: RunnerConfiguration, _ route: String, _ host: LocalHost) throws -> CheckWatch {
        let check = try LiveCheck(
            own.environment, webhookRoute: route, queuePath: try options.queuePath(), settingsPath: options.envFile,
            logger: own.logger)
        return CheckWatch(check: check, host: host, logger: own.logger, ambient: .live)
    }
}
