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
    let ways: EventWays
    let keys: Configuration
    let ambient: Ambient
    let logger: Logger
    private let unsharedStore: ConfigurationFault?

    var name: String { function.name }
    var sink: any EventSink { ways.sink }
    /// That `QUEUE_URL` names.
    var queue: EventWays.Queue? { ways.queue }

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
        let hasStore = function.configurationKeys.contains(ConfigurationKeys.storeURL.name)
        unsharedStore = hasStore ? .unsharedStore(settings.environment) : nil
        routes = try FunctionCatalog([function]).routes(settings.environment)
        var executable = function.worker
        if let count = settings.workers(keys, executable.workers) { executable = executable.with(workers: count) }
        concurrency = executable.workers * executable.eventsAtOnce
        workers = Workers(
            [executable], environment: settings.environment, presences: Self.presences(logger, now: ambient.now()),
            ambient: ambient, logger: logger, onLog: nil)
        let lane = Lane(
            function: function.name, takes: function.lane.takes, concurrency: concurrency,
            maximumReceives: function.settings.maximumReceives)
        ways = try EventWays(
            settings, keys, lane: lane, takesQueued: settings.catalog.isFed(function), invoker: workers,
            ambient: ambient, logger: logger)
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
        if !function.emits.isEmpty, !ways.hasSink {
            faults.append(
                ConfigurationFault(
                    key: ConfigurationKeys.sink.name,
                    problem:
                        "is missing, and so is \(ConfigurationKeys.queueURL.name): \(name) emits events, which must go somewhere")
            )
        }
        if let unsharedStore {
            // Instead of what the function says of its usual file.
            faults = faults.filter { $0.key != unsharedStore.key } + [unsharedStore]
        }
        if !faults.isEmpty { throw ConfigurationFaults(faults) }
    }

    /// - Parameters:
    ///   - invoker: What runs the function.
    ///   - hold: For how long an event that is not due yet is held, in seconds.
    func eventPerformer(_ invoker: any Invoker, hold: Double = EventPerformer.longestHold) -> EventPerformer {
        EventPerformer(
            function: name, takes: function.takes, invoker: invoker, sink: sink, erasures: ways.erasures,
            observers: HostObservers(), hold: hold, ambient: ambient, logger: logger)
    }

    /// The queue holds what is not due yet.
    var queuedWork: QueuedWork {
        QueuedWork(
            eventPerformer(workers, hold: 1), erasing: ways.erasing, maximumReceives: function.settings.maximumReceives,
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
