import Console
import CurlTransport
import Deployment
import Foundation
import HostCore
import HostDelivery
import HostSurface
import HostWorkers
import Hummingbird
import Logging
import NIOCore
import NIOPosix
import QueueEngines
import RelayCore
import ServiceLifecycle

/// Runs the functions of a template on this machine: workers, a queue of its own or one that it shares, HTTP.
package final class LocalHost: Sendable {
    package let queue: any HostQueue
    package let history: any InvocationHistory
    /// Where every invocation, webhooks included, can be seen as it ends.
    package let observers: HostObservers

    private let settings: Settings
    private let logger: Logger
    private let adminPort: Int?
    private let workers: Workers
    private let historyWriter: HistoryWriter
    private let historyErasure: HistoryErasure
    private let dispatcher: Dispatcher
    private let server: HostServer
    private let found = CheckFaults()
    private let timer: SweepTimer?
    private let exporter: TraceExporter?
    private let executor = EventLoopExecutor(.singleton)
    private let stopping = Flag()

    /// How long a stopping host waits for a worker to end, in seconds.
    private static let stopTimeout: Double = 10

    /// - Parameter onLog: Gets the log lines of the functions; nil: they go to the stderr of this process.
    /// - Throws: ``HostError``, also when another host has the queue; ``ConfigurationFaults`` of what the host itself reads; or what
    ///   opening the queue throws.
    package init(
        _ settings: Settings, ambient: Ambient, logger: Logger,
        onLog: (@Sendable (String) -> Void)? = nil
    ) async throws {
        let keys = try settings.keys()
        let catalog = try await FunctionCatalog(settings.template, folder: settings.executables)
        let routes = try catalog.routes(settings.environment)
        adminPort = keys[ConfigurationKeys.adminPort]
        self.settings = settings
        self.logger = logger
        let place = QueuePlace(settings.environment, queuePath: settings.queuePath)
        queue = try place.queue()
        try await queue.host(of: catalog.functions.map(\.name), now: ambient.now())
        history = try place.hostedHistory(now: ambient.now) { path in
            logger.error("the history is broken; a new one is begun", metadata: ["path": "\(path)"])
        }
        historyErasure = HistoryErasure(history, notes: queue, ambient: ambient, logger: logger)
        let historyWriter = HistoryWriter(history, limits: HistoryLimits(keys), ambient: ambient, logger: logger)
        self.historyWriter = historyWriter
        let metrics = HostMetrics(lastWebhooks: try await history.lastArrivals())
        exporter = TraceSettings(keys).map {
            TraceExporter($0, transport: CurlTransport(), ambient: ambient, logger: logger)
        }
        let all: [(any HostObserver)?] = [metrics, historyWriter, exporter]
        observers = HostObservers(all.compactMap(\.self))
        workers = Workers(
            catalog.functions.map(\.worker), environment: settings.environment,
            presences: try Self.presences(settings, now: ambient.now()), ambient: ambient, logger: logger
        ) { line in
            historyWriter.note(logLine: line)
            if let onLog { onLog(line) } else { StandardStreams.writeError(line + "\n") }
        }
        dispatcher = Dispatcher(
            catalog.functions.map(\.lane), queue: queue, invoker: workers, observers: observers, history: historyErasure,
            ambient: ambient, executor: executor, logger: logger)
        let console = ConsoleServices(
            history: history, queue: queue, sessions: settings.sessions,
            info: settings.consoleInfo ?? ConsoleInfo(functions: catalog.functions.map(\.name)),
            missing: { historyWriter.missing }, explain: settings.explain, check: settings.check, ambient: ambient,
            logger: logger,
            accept: { [dispatcher] events in try await dispatcher.accept(events.map(EncodedEvent.init)) },
            wake: { [queue] in Task { await queue.ring() } }, stopping: stopping)
        timer = SweepTimer(
            catalog.sweepPeriods(settings.environment), sink: dispatcher, hosts: queue, ambient: ambient, logger: logger)
        server = try HostServer(
            routes: routes, invoker: workers, sink: dispatcher, observers: observers,
            health: LocalHealth(
                workers: workers, queue: queue, figures: metrics, observers: observers, exporter: exporter, ambient: ambient,
                folder: StateSpace(queuePath: settings.queuePath, logger: logger), found: found,
                historyErasure: historyErasure),
            console: ConsoleAPI(console, page: ConsolePage(additions: settings.consoleAdditions)),
            consoleKeys: keys[ConfigurationKeys.consoleKey], publicURL: keys[ConfigurationKeys.publicURL],
            events: .stored(keys: keys[ConfigurationKeys.eventsKey]), limits: settings.limits(catalog), ambient: ambient,
            executor: executor, logger: logger)
    }

    /// The folder beside the queue, without what ended workers left there.
    private static func presences(_ settings: Settings, now: Date) throws -> String {
        let folder = URL(fileURLWithPath: settings.queuePath + ".workers")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try WorkerPresence.clear(folder, now: now)
        return folder.path
    }

    /// Serves until the task is cancelled; then takes nothing more, finishes what is being worked on, and ends the workers.
    /// Whatever ends this process, a worker finishes its event and ends with its input.
    /// - Parameters:
    ///   - onRunning: Gets the port once the server listens.
    ///   - onAdminRunning: Gets the port of `ADMIN_PORT`, where there is one.
    package func run(
        onRunning: @escaping @Sendable (Int) -> Void, onAdminRunning: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws {
        // A function that refuses its configuration is known to `/readyz` from the start, not from its first event on.
        if !settings.isChecked { await workers.check() }
        for (function, problem) in workers.misconfigurations.sorted(by: { $0.key < $1.key }) {
            logger.critical(
                "a function is not configured as it needs", metadata: ["function": "\(function)", "detail": "\(problem)"])
        }
        warnOfOpenConsole()
        let application = ListeningService(
            server: server.application(adminPort == nil ? .whole : .outside, host: settings.address, port: settings.port) {
                channel in
                onRunning(channel.localAddress?.port ?? 0)
            }, address: settings.address, port: settings.port, choice: "--port or \(ConfigurationKeys.port.name)")
        var services: [ServiceGroupConfiguration.ServiceConfiguration] = [
            .init(service: DispatchService(dispatcher: dispatcher)), .init(service: application),
        ]
        // It is ended last, when all that happened is known to it.
        if let exporter { services.insert(.init(service: exporter), at: 0) }
        if let timer { services.append(.init(service: timer)) }
        if let adminPort {
            services.append(
                .init(
                    service: ListeningService(
                        server: server.application(.inside, host: settings.address, port: adminPort) { channel in
                            onAdminRunning(channel.localAddress?.port ?? 0)
                        }, address: settings.address, port: adminPort, choice: ConfigurationKeys.adminPort.name)))
        }
        // Serving ends before dispatching does: what was answered with 200 is in the queue by then.
        let group = ServiceGroup(
            configuration: .init(
                services: services, logger: Logger(label: "host", factory: { _ in SwiftLogNoOpLogHandler() })))
        // In a task of its own: a cancelled host shuts down in order instead of dropping everything.
        let writing = Task { await historyWriter.run() }
        let erasing = Task { await historyErasure.run() }
        let serving = Task(executorPreference: executor) { try await group.run() }
        let outcome = await withTaskCancellationHandler {
            await serving.result
        } onCancel: {
            stopping.set()
            Task { await group.triggerGracefulShutdown() }
        }
        erasing.cancel()
        await workers.stop(within: Self.stopTimeout)
        await erasing.value
        observers.finish()
        await historyWriter.finish()
        await writing.value
        if case .failure(let error) = outcome {
            if let error = error as? HostError { throw error }
            throw HostError("the server ended on \(settings.address):\(settings.port): \(error)")
        }
    }

    /// A proxy on this machine that says nothing of whom it passes on makes strangers look like callers of this machine.
    private func warnOfOpenConsole() {
        guard let keys = try? settings.keys(), keys[ConfigurationKeys.consoleKey].isEmpty,
            keys[ConfigurationKeys.publicURL] == nil, adminPort == nil, settings.consoleInfo?.isDemo != true
        else { return }
        logger.warning("the console is open to whoever calls from this machine: behind a proxy set PUBLIC_URL and CONSOLE_KEY")
    }

    /// What a check found wrong, for `/readyz`.
    /// - Parameter names: None: all is well.
    package func setCheckFaults(_ names: [String]) { found.names = names }

    /// How many invocations the history could not keep since the host was made.
    package var missingInvocations: Int { historyWriter.missing }

    /// Queues events as if a function had emitted them.
    package func accept(_ events: [RelayEvent]) async throws { try await dispatcher.accept(events.map(EncodedEvent.init)) }
}

/// Delivering, as a service that ends when it is told to.
private struct DispatchService: Service {
    let dispatcher: Dispatcher

    func run() async throws {
        await cancelWhenGracefulShutdown { await dispatcher.run() }
    }
}
