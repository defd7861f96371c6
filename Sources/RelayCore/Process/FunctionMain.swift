import FoundationEssentials
import Logging

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Runs a function as a process: reads events, writes one result line for each, ends with the contract's exit code.
package enum FunctionMain {
    /// Set for the workers of a host that ends them by ending their input. They hear neither SIGINT nor SIGTERM, which a
    /// terminal or a service manager sends to every process at once: the host finishes what is begun. Without the variable
    /// both signals end a function, as a platform expects that runs it by itself.
    package static let workerVariable = "RELAY_WORKER"

    /// Runs a function that needs nothing outside itself.
    package static func run<F: PureFunction>(_ type: F.Type) -> Never {
        start(F.description) { configuration, _ throws(ConfigurationFaults) in
            let function = try F(configuration: configuration)
            return { event, context in FunctionResult.of { try function.handle(event, context) } }
        }
    }

    /// Runs a function that talks to the outside.
    /// - Parameter make: Builds the function from its configuration; throws what is wrong with it.
    package static func run<F: RelayFunction>(
        _ type: F.Type, make: (Configuration, Logger) throws(ConfigurationFaults) -> F
    ) -> Never {
        start(F.description) { configuration, logger throws(ConfigurationFaults) in
            let function = try make(configuration, logger)
            return { event, context in BlockingCall.run(function, event, context) }
        }
    }

    typealias Invoke = (RelayEvent, InvocationContext) -> FunctionResult

    private static func start(
        _ description: FunctionDescription, make: (Configuration, Logger) throws(ConfigurationFaults) -> Invoke
    ) -> Never {
        signal(SIGPIPE, SIG_IGN)
        let output = StandardStreams.takeOutput()
        let flags = CommandLine.arguments.dropFirst()
        let isWorker = flags == ["--lines"] && getenv(workerVariable) != nil
        if isWorker {
            for number in [SIGINT, SIGTERM] { signal(number, SIG_IGN) }
        }
        if flags == ["--describe"] {
            let written = StandardStreams.write(description.json.canonicalBytes + [0x0A], to: output)
            exit(written ? ExitCode.ok.rawValue : ExitCode.failed.rawValue)
        }
        guard flags.allSatisfy({ $0 == "--lines" }) else {
            StandardStreams.writeError(
                """
                \(description.name): \(description.summary)
                usage: \(description.name) < event.json   one event in, one result line out
                       \(description.name) --lines        one event per line in, one result per line out
                       \(description.name) --describe     what it takes, emits and reads, as JSON

                """)
            exit(flags == ["--help"] ? ExitCode.ok.rawValue : ExitCode.usage.rawValue)
        }
        do {
            let configuration = try Configuration.load(
                description.configuration, environment: variable)
            let logger = Logger.relay(
                label: description.name, level: configuration[ConfigurationKeys.logLevel],
                format: configuration[ConfigurationKeys.logFormat])
            let loop = InvocationLoop(
                description: description, logger: logger, output: output, tellsCalls: isWorker,
                invoke: try make(configuration, logger))
            let reader = InputReader(descriptor: STDIN_FILENO, byteLimit: configuration[ConfigurationKeys.maxInputBytes])
            exit((flags.isEmpty ? loop.runOnce(reader) : loop.runLines(reader)).rawValue)
        } catch {
            _ = StandardStreams.write(Array("\(error.result.line)\n".utf8), to: output)
            exit(ExitCode.badConfiguration.rawValue)
        }
    }

    private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
