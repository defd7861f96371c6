import ArgumentParser
import Foundation
import FunctionHost
import HostWorkers
import LocalInvocation
import RelayCore
import Subprocess

struct InvokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invoke",
        abstract: "Runs one event through one function, as `FUNCTION < event.json` does.",
        discussion: """
            Prints the function's result and exits with its code. What the function emits is named on stderr; it is not \
            delivered, unless --deliver is given.
            """)

    @Argument(help: "The function's name, for example signature-render.")
    var function: String

    @Option(help: "A file that holds the event; without it, or with -, standard input.")
    var event: String?

    @Option(help: "The name of one of the function's sample events, to run instead; a name that is none lists them.")
    var sample: String?

    @Flag(help: "Run the sample against a simulated HubSpot that holds what the sample needs.")
    var simulated = false

    @Flag(help: "Put what the function emits into the runner's queue.")
    var deliver = false

    @OptionGroup var options: RunnerOptions

    func validate() throws {
        guard event == nil || sample == nil else { throw ValidationError("give one of --event and --sample") }
        guard !simulated || sample != nil else { throw ValidationError("--simulated needs --sample") }
        guard !deliver || sample == nil else { throw ValidationError("--deliver is not for samples: their events are made up") }
    }

    func run() async throws {
        let known = try options.readTemplate().functions.map(\.name)
        guard known.contains(function) else {
            throw ValidationError("no function \(function); there are \(known.joined(separator: ", "))")
        }
        let executable = "\(options.executablesFolder)/\(function)"
        guard FileManager.default.isExecutableFile(atPath: executable) else {
            throw ValidationError("no executable \(executable); build it (swift build) or give --executables")
        }
        let run =
            if let sample {
                try await self.run(sample: sample)
            } else {
                try await FunctionRun(
                    executable, input: .fileDescriptor(try openInput(event ?? "-"), closeAfterSpawningProcess: true),
                    environment: options.environment())
            }
        _ = StandardStreams.write(run.output, to: 1)
        try await follow(run.result?.events ?? [])
        throw ArgumentParser.ExitCode(run.exitCode)
    }

    private func run(sample: String) async throws -> FunctionRun {
        let inherited = FunctionEnvironment.common + [ConfigurationKeys.logLevel.name, ConfigurationKeys.logFormat.name]
        let samples = SampleRunner(
            root: try options.root(), executables: options.executablesFolder,
            environment: options.environment().filter { inherited.contains($0.key) })
        if simulated { return try await samples.runSimulated(function, sample) }
        return try await samples.run(function, sample, storeURL: options.samplesStoreURL)
    }

    private func follow(_ events: [RelayEvent]) async throws {
        if events.isEmpty { return }
        let queue = deliver ? try await RunnerQueue(options) : nil
        for event in events {
            let note = try await queue?.put(event) ?? "not delivered: \(event.type) \(event.id)"
            StandardStreams.writeError(note + "\n")
        }
    }
}
