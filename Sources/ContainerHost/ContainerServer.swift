import Deployment
import Foundation
import HostCore
import HostSurface
import HostWorkers
import Hummingbird
import Logging
import NIOCore
import NIOPosix
import RelayCore
import ServiceLifecycle

/// Serves one function by HTTP: its routes, and events that are answered when their work is done.
package struct ContainerServer: Sendable {
    private let prepared: PreparedFunction
    private let server: HostServer
    private let gate = RequestGate()
    private let executor = EventLoopExecutor(.singleton)

    /// How long a worker may take to end, in seconds.
    private static let stopTimeout: Double = 1

    /// - Throws: ``HostError`` for two routes that are one address.
    package init(_ prepared: PreparedFunction) throws {
        self.prepared = prepared
        let keys = prepared.keys
        let invoker = BoundedInvoker(
            prepared.workers, concurrency: prepared.concurrency, ambient: prepared.ambient, executor: executor)
        server = try HostServer(
            routes: prepared.routes, invoker: invoker, sink: prepared.sink,
            observers: HostObservers([RefusalLog(logger: prepared.logger)]),
            health: ContainerHealth(workers: prepared.workers, ways: prepared.ways), publicURL: keys[ConfigurationKeys.publicURL],
            events: Self.intake(prepared, invoker), limits: Self.limits(prepared), gate: gate, ambient: prepared.ambient,
            executor: executor, logger: prepared.logger)
    }

    /// A function that takes events must be reachable by somebody: with a key, or because the platform says who may.
    package static func faults(_ prepared: PreparedFunction) -> [ConfigurationFault] {
        guard prepared.takesEvents, prepared.routes.isEmpty, prepared.queue == nil, eventsKeys(prepared.keys) == .some([])
        else { return [] }
        return [
            ConfigurationFault(
                key: ConfigurationKeys.eventsKey.name,
                problem: "is missing: nobody could send \(prepared.name) an event. A platform that lets only its own senders "
                    + "reach it needs \(ConfigurationKeys.eventsOpen.name)=true instead")
        ]
    }

    /// nil: no key is asked for. Where there is one it is asked for.
    private static func eventsKeys(_ keys: Configuration) -> [Secret]? {
        let known = keys[ConfigurationKeys.eventsKey]
        return known.isEmpty && keys[ConfigurationKeys.eventsOpen] ? nil : known
    }

    private static func intake(_ prepared: PreparedFunction, _ invoker: any Invoker) -> EventIntake {
        let keys = eventsKeys(prepared.keys)
        guard prepared.takesEvents, keys?.isEmpty != true else { return .closed }
        let settings = prepared.function.settings
        let rules = PerformedEventsRules(
            deliveries: FaultyDeliveries(maximum: settings.maximumReceives), batchTime: settings.timeout)
        return .performed(keys: keys, prepared.eventPerformer(invoker), rules)
    }

    /// An answer takes as long as the function may; that of a batch, whose last event may begin then, twice as long.
    private static func limits(_ prepared: PreparedFunction) -> HostServer.Limits {
        let seconds = 2 * prepared.function.settings.timeout + EventPerformer.longestHold + 30
        let connections = DescriptorLimit.connections(
            workers: prepared.concurrency, atMost: HostServer.Limits.mostConnections)
        return HostServer.Limits(connections: connections, times: ConnectionTimes(answer: .seconds(Int64(seconds))))
    }

    /// Serves until the task is cancelled; then takes nothing more, and finishes what is begun within `DRAIN_SECONDS`.
    /// - Parameters:
    ///   - address: Containers listen on every address they have.
    ///   - port: 0: any free one.
    ///   - onRunning: Gets the port once the server listens.
    package func run(
        address: String = "0.0.0.0", port: Int, onRunning: @escaping @Sendable (Int) -> Void
    ) async throws {
        let application = server.application(.container, host: address, port: port) { channel in
            onRunning(channel.localAddress?.port ?? 0)
        }
        let group = ServiceGroup(
            configuration: .init(
                services: [.init(service: application)],
                logger: Logger(label: "host", factory: { _ in SwiftLogNoOpLogHandler() })))
        // In tasks of their own: a cancelled host shuts down in order instead of dropping everything.
        let serving = Task(executorPreference: executor) { try await group.run() }
        let pulling = EventPulling(prepared, executor)
        let (ends, end) = AsyncStream.makeStream(of: Result<Void, any Error>.self)
        Task { end.yield(await serving.result) }
        let outcome = await withTaskCancellationHandler {
            await Task { await ends.first { _ in true } }.value
        } onCancel: {
            pulling.stop(within: prepared.keys[ConfigurationKeys.drainSeconds], prepared.ambient)
            Task {
                if await drained() { return await group.triggerGracefulShutdown() }
                // What is not answered by now is not waited for: this process ends, and a worker with its input.
                serving.cancel()
                end.yield(.success(()))
            }
        }
        // A host that is told to end gives what it pulled its time; one whose server fails does not.
        if !gate.isClosed { pulling.stop(within: 0, prepared.ambient) }
        await pulling.ended()
        await prepared.workers.stop(within: Self.stopTimeout)
        if case .failure(let error) = outcome, !gate.isClosed {
            let problem = (error as? IOError).map {
                ListenProblem.sentence($0.errnoCode, address: address, port: port, choice: ConfigurationKeys.port.name)
            }
            throw HostError(problem ?? "the server ended on \(address):\(port): \(error)")
        }
    }

    /// Takes nothing more.
    /// - Returns: False where something is not answered within `DRAIN_SECONDS`.
    private func drained() async -> Bool {
        let seconds = prepared.keys[ConfigurationKeys.drainSeconds]
        let isDrained = await gate.close(within: seconds, prepared.ambient)
        if !isDrained { prepared.logger.warning("requests were given up that took longer than DRAIN_SECONDS") }
        return isDrained
    }
}

extension PreparedFunction {
    /// Beside requests.
    fileprivate var takesEvents: Bool { function.takes.contains { $0.text != HTTPRequestEvent.type } }
}
