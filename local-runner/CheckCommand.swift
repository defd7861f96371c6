import ArgumentParser
import Foundation
import FunctionHost
import QueueEngines
import RelayCore
import Setup

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Checks configuration, HubSpot, the webhook address and the AI, and says what to do.",
        discussion: """
            Each line is ok, a warning or a fault, with the way out. Nothing is written in HubSpot; the AI gets one test question. \
            The webhook address answers only while the runner runs. Exit code: 0 without faults, 1 with some, 78 where the \
            configuration itself is wrong.
            """)

    @Flag(help: "Print one JSON object.")
    var json = false

    @Flag(name: .customLong("no-engine"), help: "Do not ask the AI a test question.")
    var skipsEngine = false

    @OptionGroup var options: RunnerOptions

    func run() async throws {
        let environment = try options.environment()
        let own = RunnerConfiguration(environment)
        let strayKeys = try options.strayKeys()
        let template = try options.readTemplate()
        let faults = own.faults(
            with: try await ConfigurationCheck.faults(
                template, executables: options.executablesFolder, environment: own.environment,
                makesStore: !LiveCheck.isWithoutStore(environment), ambient: .live, logger: own.logger)
                + [await options.queuePlace().leftBehind()].compactMap(\.self))
        guard faults.isEmpty else {
            let faults = faults + strayKeys.map(\.fault)
            if json { say(JSON.object(["configuration": .array(faults.map(\.json))])) }
            throw ConfigurationFaults(faults)
        }
        let report = try await LiveCheck(
            environment, webhookRoute: try template.neededWebhookRoute(), queuePath: try options.queuePath(),
            settingsPath: options.envFile, strayKeys: strayKeys, logger: own.logger
        ).report(asksEngine: !skipsEngine)
        if json {
            say(report.json)
        } else {
            for line in report.text.split(separator: "\n") { sayPlainly(String(line)) }
        }
        if report.count(.fault) > 0 { throw ArgumentParser.ExitCode(1) }
    }
}
