import Deployment
import Foundation
import HostCore
import HostDelivery
import HostWorkers
import Logging
import RelayCore

/// The one function of a container, with its workers and the way out for what it emits.
package struct PreparedFunction: Sendable {
    package let function: HostedFunction
    let routes: FunctionCatalog.Routes
    let workers: Workers
    let sink: any EventSink
    let keys: Configuration
    let ambient: Ambient
    let logger: Logger
    private let hasSink: Bool
    private let hasQueue: Bool

    var name: String { function.name }

    /// How many events are worked on at once.
    let concurrency: Int

    /// - Throws: ``HostError`` for a function that is not there, ``ConfigurationFaults`` of what the host itself reads.
    package init(_ settings: ContainerSettings, ambient: Ambient, logger: Logger) throws {
        let keys = try settings.keys()
        guard let function = settings.catalog.function(named: settings.function) else {
            let known = settings.catalog.functions.map(\.name).joined(separator: ", ")
            throw HostError("there is no function \(settings.function); there are \(known)")
        }
        self.function = function
        self.keys = keys
        self.ambient = ambient
        self.logger = logger
        routes = try FunctionCatalog([function]).routes(settings.environment)
        var executable = function.worker
        if let count = settings.workers(keys, executable.workers) { executable = executable.with(workers: count) }
        concurrency = executable.workers * executable.eventsAtOnce
        workers = Workers(
            [executable], environment: settings.environment, presences: Self.presences(logger, now: ambient.now()),
            ambient: ambient, logger: logger, onLog: nil)
        hasSink = keys[ConfigurationKeys.sink] != nil
        hasQueue = settings.environment["QUEUE_URL"]?.isEmpty == false
        sink =
            if let url = keys[ConfigurationKeys.sink] {
                HTTPEventSink(
                    url: url, extensions: keys[ConfigurationKeys.sinkOverrides], key: keys[ConfigurationKeys.sinkKey],
                    transport: DeferredTransport(), ambient: ambient)
            } else {
                MissingSink()
            }
    }

    /// Starts the function, and asks it what is wrong with its configuration.
    /// - Throws: ``ConfigurationFaults`` with everything that is wrong; ``HostError`` where the function cannot be started at all.
    package func start(needing own: [ConfigurationFault] = []) async throws {
        // One process says what is wrong and ends, while another one gets ready for the first event.
        async let isReady: Void = workers.prepare()
        let problems = await workers.check()
        await isReady
        if let problem = problems.first { throw HostError(problem) }
        var faults = own + workers.configurationFaults
        if !function.emits.isEmpty, !hasSink {
            // template.yaml sets it.
            let rest = hasQueue ? "; function-host cannot send to QUEUE_URL yet" : ""
            faults.append(
                ConfigurationFault(
                    key: ConfigurationKeys.sink.name,
                    problem: "is missing: \(name) emits events, which must go somewhere\(rest)"))
        }
        if !faults.isEmpty { throw ConfigurationFaults(faults) }
    }

    /// - Parameter invoker: What runs the function.
    func eventPerformer(_ invoker: any Invoker) -> EventPerformer {
        EventPerformer(
            function: name, takes: function.takes, invoker: invoker, sink: sink, observers: HostObservers(), ambient: ambient,
            logger: logger)
    }

    /// Where workers of this container see each other. What cannot be written is done without: then what a killed worker had is
    /// free when its time has passed.
    private static func presences(_ logger: Logger, now: Date) -> String {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("deskrelay-workers")
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try WorkerPresence.clear(folder, now: now)
        } catch {
            logger.info("there is no folder for temporary files", metadata: ["path": "\(folder.path)"])
        }
        return folder.path
    }
}
