import Deployment
import Foundation
import HostCore
import HostWorkers
import Logging
import RelayCore

/// `function-host`: one function, and the protocol of whatever platform runs the container.
package enum ContainerCommand {
    package static let usage = """
        usage: function-host [FUNCTION] [--template FILE] [--executables FOLDER]
               function-host --manifest [--template FILE] [--executables FOLDER]

        Runs one function in a container: FUNCTION, or the variable of that name. With AWS_LAMBDA_RUNTIME_API it takes invocations
        from AWS Lambda; else it serves HTTP on PORT (8080). The functions are where this executable is, and so is template.yaml,
        when nothing else is given. --manifest prints what is found out of them, for a file functions.json beside them: then
        neither the template nor the functions are asked again at each start.

        """

    /// Runs until it is told to end (SIGTERM, SIGINT).
    /// - Returns: The exit code.
    package static func run(_ arguments: [String], environment: [String: String]) async -> Int32 {
        if arguments.contains("--help") {
            _ = StandardStreams.write(Array(usage.utf8), to: 1)
            return ExitCode.ok.rawValue
        }
        do {
            let options = try ContainerOptions(arguments, environment: environment)
            if options.printsManifest {
                let manifest = try await options.described().manifest
                return (StandardStreams.write(manifest.canonicalBytes + [0x0A], to: 1) ? ExitCode.ok : .failed).rawValue
            }
            let logger = options.logger
            try await StopSignal.cancelling {
                try await serve(options, logger)
            }
            return ExitCode.ok.rawValue
        } catch let faults as ConfigurationFaults {
            for fault in faults.faults {
                StandardStreams.writeError("function-host: \(PrintedText.escaped(fault.description))\n")
            }
            return ExitCode.badConfiguration.rawValue
        } catch let stopped as StopSignal.Stopped {
            return 128 + stopped.number
        } catch let error as UsageError {
            StandardStreams.writeError("function-host: \(error.problem)\n\(usage)")
            return ExitCode.usage.rawValue
        } catch {
            StandardStreams.writeError("function-host: \(PrintedText.escaped("\(error)"))\n")
            return ExitCode.failed.rawValue
        }
    }

    private static func serve(_ options: ContainerOptions, _ logger: Logger) async throws {
        if let api = options.environment["AWS_LAMBDA_RUNTIME_API"], !api.isEmpty {
            return try await LambdaRuntime(api: api, ambient: .live, logger: logger) { try await options.settings() }.run()
        }
        let prepared = try PreparedFunction(try await options.settings(), ambient: .live, logger: logger)
        try await prepared.start(needing: ContainerServer.faults(prepared))
        let server = try ContainerServer(prepared)
        try await server.run(port: prepared.keys[ConfigurationKeys.port]) { port in
            logger.notice("the host has started", metadata: ["version": "\(RelayVersion.text)", "port": "\(port)"])
        }
    }
}
