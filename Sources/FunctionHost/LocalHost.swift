import Foundation
import Hummingbird
import Logging
import NIOCore
import RelayCore
import ServiceLifecycle

/// Runs the functions of a template on this machine: workers, queue, HTTP.
package final class LocalHost: Sendable {
    package struct Settings: Sendable {
        package var template: DeploymentTemplate
        /// Where the functions' executables are.
        package var executables: String
        /// The environment that the functions' configuration is taken from.
        package var environment: [String: String]
        package var queuePath: String
        package var address: String
        /// 0: any free one
        package var port: Int

        package init(
            template: DeploymentTemplate, executables: String, environment: [String: String], queuePath: String,
            address: String = "127.0.0.1", port: Int = 0
        ) {
            self.template = template
            self.executables = executables
            self.environment = environment
            self.queuePath = queuePath
            self.address = address
            self.port = port
        }
    }

    /// Every delivery as it ends.
    package let observations: AsyncStream<HostObservation>
    package let queue: EventQueue
    package let counters = HostCounters()

    private let lock: HostLock
    private let bell: QueueBellListener
    private let settings: Settings
    private let ambient: Ambient
    private let logger: Logger
    private let pools: [String: WorkerPool]
    private let dispatcher: Dispatcher
    private let server: HostServer
    private let observer: AsyncStream<HostObservation>.Continuation

    /// How long a stopping host waits for a worker to end, in seconds.
    private static let stopTimeout: Double = 10

    /// - Parameter onLog: Gets the log lines of the functions.
    /// - Throws: ``HostError``, also when another host has the queue; or what opening the queue throws.
    package init(
        _ settings: Settings, ambient: Ambient, logger: Logger,
        onLog: @escaping @Sendable (String) -> Void = { StandardStreams.writeError($0 + "\n") }
    ) async throws {
        let catalog = try await FunctionCatalog(settings.template, folder: settings.executables)
        let queue = try EventQueue(path: settings.queuePath)
        lock = try HostLock(queuePath: settings.queuePath)
        try queue.releaseLeases()
        let pools = Dictionary(
            uniqueKeysWithValues: catalog.functions.map { function in
                (
                    function.name,
                    WorkerPool(
                        function, environment: settings.environment, ambient: ambient, logger: logger, onLog: onLog)
                )
            })
        let (stream, continuation) = AsyncStream.makeStream(of: HostObservation.self, bufferingPolicy: .bufferingNewest(1000))
        let dispatcher = Dispatcher(
            catalog: catalog, queue: queue, pools: pools, counters: counters, ambient: ambient, logger: logger,
            observe: { continuation.yield($0) })
        bell = try QueueBellListener(queuePath: settings.queuePath) { dispatcher.wakeAll() }
        server = HostServer(
            catalog: catalog, pools: pools, dispatcher: dispatcher, queue: queue, counters: counters, ambient: ambient,
            logger: logger, publicURL: settings.environment["PUBLIC_URL"].flatMap { $0.isEmpty ? nil : $0 })
        self.settings = settings
        self.ambient = ambient
        self.logger = logger
        self.queue = queue
        self.pools = pools
        self.dispatcher = dispatcher
        observations = stream
        observer = continuation
    }

    /// Serves until the task is cancelled; then takes nothing more, finishes what is being worked on, and ends the workers.
    /// Whatever ends this process, a worker finishes its event and ends with its input.
    /// - Parameter onRunning: Gets the port once the server listens.
    package func run(onRunning: @escaping @Sendable (Int) -> Void) async throws {
        // A function that refuses its configuration is known to `/readyz` from the start, not from its first event on.
        // One at a time: they share the file of the store, which the first of them makes.
        for pool in pools.values { await pool.check() }
        let application = server.application(host: settings.address, port: settings.port) { channel in
            onRunning(channel.localAddress?.port ?? 0)
        }
        // Serving ends before dispatching does: what was answered with 200 is in the queue by then.
        let group = ServiceGroup(
            configuration: .init(
                services: [
                    .init(service: DispatchService(dispatcher: dispatcher)), .init(service: application),
                ], logger: Logger(label: "host", factory: { _ in SwiftLogNoOpLogHandler() })))
        // In a task of its own: a cancelled host shuts down in order instead of dropping everything.
        let serving = Task { try await group.run() }
        let outcome = await withTaskCancellationHandler {
            await serving.result
        } onCancel: {
            Task { await group.triggerGracefulShutdown() }
        }
        await withTaskGroup(of: Void.self) { tasks in
            for pool in pools.values { tasks.addTask { await pool.stop(within: Self.stopTimeout) } }
        }
        observer.finish()
        if case .failure(let error) = outcome {
            throw HostError("the server ended on \(settings.address):\(settings.port): \(error)")
        }
    }

    /// Queues events as if a function had emitted them.
    package func accept(_ events: [RelayEvent]) async throws { try await dispatcher.accept(events) }
}

/// Delivering, as a service that ends when it is told to.
private struct DispatchService: Service {
    let dispatcher: Dispatcher

    func run() async throws {
        await cancelWhenGracefulShutdown { await dispatcher.run() }
    }
}
