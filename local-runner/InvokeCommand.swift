import ArgumentParser
import Deployment
import Foundation
import HostWorkers
import LocalInvocation
import RelayCore
import Subprocess

struct InvokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invoke",
        abstract: "Runs one event through one function, like `FUNCTION < event.json`.",
        discussion: """
            Prints the function's result and exits with its exit code. The events that it emits are named on stderr. They are \
            not delivered, unless --deliver is given. With --json one object holds all of it.
            """)

    @Argument(help: "The name of the function, for example signature-render.")
    var function: String

    @Option(help: "The file with the event. Without it, or with -, the event is read from standard input.")
    var event: String?

    @Option(help: "Run this sample event of the function. An unknown name lists the samples.")
    var sample: String?

    @Flag(help: "Run the sample against a simulated HubSpot that has what the sample needs.")
    var simulated = false

    @Flag(help: "Put the emitted events into the runner's queue.")
    var deliver = false

    @OptionGroup var output: OutputOptions
    @OptionGroup var options: RunnerOptions

    func validate() throws {
        guard event == nil || sample == nil else { throw ValidationError("give one of --event and --sample") }
        guard !simulated || sample != nil else { throw ValidationError("--simulated needs --sample") }
        guard !deliver || sample == nil else {
            throw ValidationError("--deliver cannot be used with --sample: samples are made up")
        }
    }

    func run() async throws {
        try options.installation.check(function: function)
        let executable = "\(options.executablesFolder)/\(function)"
        guard FileManager.default.isExecutableFile(atPath: executable) else {
            throw ValidationError("no executable \(executable); build it (swift build) or give --executables")
        }
        // Before the function runs: what it emits must not meet a queue that cannot be opened.
        let queue = deliver ? try await RunnerQueue(options) : nil
        let run =
            if let sample {
                try await self.run(sample: sample)
            } else {
                try await FunctionRun(
                    executable, input: .fileDescriptor(try openInput(event ?? "-"), closeAfterSpawningProcess: true),
                    environment: try options.environment())
            }
        if !output.json { _ = StandardStreams.write(run.output, to: 1) }
        var emitted: [QueuedEvent] = []
        for event in run.result?.events ?? [] {
            emitted.append(try await queue?.put(event) ?? QueuedEvent(event, for: [], isQueued: false))
        }
        tell(run, emitted)
        throw ArgumentParser.ExitCode(run.exitCode)
    }

    private func run(sample: String) async throws -> FunctionRun {
        let inherited = FunctionEnvironment.common + [ConfigurationKeys.logLevel.name, ConfigurationKeys.logFormat.name]
        let samples = SampleRunner(
            root: try options.root(), executables: options.executablesFolder,
            environment: try options.environment().filter { inherited.contains($0.key) })
        if simulated { return try await samples.runSimulated(function, sample) }
        return try await samples.run(function, sample, storeURL: options.samplesStoreURL)
    }

    private func tell(_ run: FunctionRun, _ emitted: [QueuedEvent]) {
        guard output.json else {
            for event in emitted {
                let note = deliver ? event.sentence : "not delivered: \(event.name)"
                StandardStreams.writeError(PrintedText.escaped(note) + "\n")
            }
            return
        }
        say(
            JSON.object([
                "result": (try? JSON.parse(run.output)) ?? .null, "exitCode": .number(JSONNumber(Int(run.exitCode))),
                "emitted": .array(emitted.map { .object($0.json) }),
            ]))
    }
}
