import Foundation
import HostCore
import Logging
import RelayCore
import Synchronization

/// The worker processes of one function: started when they are needed, kept, replaced when they end.
final class WorkerPool: Sendable {
    let function: FunctionExecutable
    private let environment: [String: String]
    private let presences: String
    private let ambient: Ambient
    private let logger: Logger
    private let onLog: (@Sendable (String) -> Void)?
    private let places: Mutex<WorkerPlaces>

    /// - Parameter presences: The folder in which each worker has a file by which others see that it lives.
    init(
        _ function: FunctionExecutable, environment: [String: String], presences: String, ambient: Ambient, logger: Logger,
        onLog: (@Sendable (String) -> Void)?
    ) {
        // Writing to a worker that has ended is an error to handle, not an end of the host.
        signal(SIGPIPE, SIG_IGN)
        self.function = function
        self.environment = environment
        self.presences = presences
        self.ambient = ambient
        self.logger = logger
        self.onLog = onLog
        places = Mutex(WorkerPlaces(limit: function.workers, eventsAtOnce: function.eventsAtOnce))
    }

    /// How many workers were lost in the middle of an event.
    var restarts: Int { places.withLock { $0.restarts } }
    /// Why the function cannot be run as it is configured; such a function is not started again.
    var misconfiguration: String? { places.withLock { $0.misconfiguration } }
    /// The same, key by key; of a function that does not say so, all of it under the function's name.
    var configurationFaults: [ConfigurationFault] { places.withLock { $0.configurationFaults } }
    /// How many events wait for a free worker.
    var waiting: Int { places.withLock { $0.waiting.count } }

    /// Runs one event on a worker, and waits for a free one first. A cancelled task begins nothing; what is begun is finished.
    func invoke(_ event: EncodedEvent, _ facts: DeliveryFacts, within seconds: Double?) async -> Invocation {
        let asked = ambient.now()
        while true {
            let claim = await claim()
            let started = ambient.now()
            let result: InvocationResult
            switch claim {
            case .worker(let worker):
                let timeout = min(function.timeout, seconds.map { asked.timeIntervalSince(started) + $0 } ?? .infinity)
                guard timeout > 0 else {
                    places.withLock { $0.giveBack(worker) }
                    // Not the event's fault.
                    result = .retry(.workerUnavailable, "\(function.name): no worker was free in time")
                    break
                }
                let line = event.envelope(facts, deadline: started + timeout)
                let reply = await worker.perform(line, timeout: timeout)
                if case .unusable = reply {
                    lost(worker)
                    continue
                }
                result = read(reply, of: worker, event, facts)
            case .misconfigured(let problem): result = .failed(.badConfiguration, problem)
            case .notStarted: result = .retry(.workerUnavailable, "\(function.name): could not be started")
            case .stopping: result = .retry(.workerUnavailable, "the host is stopping")
            case .cancelled: result = .retry(.hostBusy, "no worker was free in time")
            }
            return Invocation(result: result, started: started, ended: ambient.now())
        }
    }

    /// Starts the function once without an event, so that a configuration it refuses is known before the first event. Whoever asks
    /// says so.
    /// - Returns: Why the function cannot be started, which is no fault of its configuration; nil where it can.
    @discardableResult
    func check() async -> String? {
        let worker: Worker
        do throws(HostError) {
            worker = try await startWorker()
        } catch {
            // Starting is tried again for the first event, which waits meanwhile.
            logger.error("a function could not be started", metadata: ["function": "\(function.name)"])
            return error.description
        }
        let reply = await withTaskCancellationHandler {
            await worker.finish(timeout: function.timeout)
        } onCancel: {
            Task { await worker.stop(within: 0) }
        }
        switch reply {
        case .line(let bytes):
            if let result = try? InvocationResult(line: bytes), result.code == .badConfiguration {
                note(result.message, result.data)
            }
        case .ended(.exited(ExitCode.badConfiguration.rawValue)): note(nil)
        case .timedOut:
            logger.error("a function did not start in time", metadata: ["function": "\(function.name)"])
            return "\(function.name) has hung for \(Int(function.timeout)) s before it was given an event"
        case .ended(let end) where end != .exited(ExitCode.ok.rawValue) && !end.isFromOutside:
            logger.error(
                "a function could not be started", metadata: ["function": "\(function.name)", "detail": "\(end)"])
            return "\(function.name) \(end) before it was given an event"
        case .ended, .unusable: break
        }
        return nil
    }

    /// Starts a worker ahead of its first event.
    func prepare() async {
        guard case .worker(let worker) = await claim() else { return }
        places.withLock { $0.giveBack(worker) }
    }

    func stop(within seconds: Double) async {
        let workers = places.withLock { $0.stop() }
        await withTaskGroup(of: Void.self) { group in
            for worker in workers { group.addTask { await worker.stop(within: seconds) } }
        }
    }

    // MARK: Replies

    private func read(
        _ reply: Worker.Reply, of worker: Worker, _ event: EncodedEvent, _ facts: DeliveryFacts
    ) -> InvocationResult {
        switch reply {
        case .line(let bytes):
            guard let result = try? InvocationResult(line: bytes) else {
                lost(worker)
                return .retry(.workerDied, "the worker's answer is not a result")
            }
            if result.code == .badConfiguration {
                misconfigured(result.message, result.data)
                lost(worker)
            } else {
                places.withLock { $0.giveBack(worker) }
            }
            return result
        case .ended(.exited(ExitCode.badConfiguration.rawValue)):
            misconfigured(nil)
            lost(worker)
            return .failed(.badConfiguration, misconfiguration)
        case .unusable: preconditionFailure("nothing was sent")
        case .ended(let end):
            lost(worker, inEvent: true, hasDied: true)
            logger.error(
                "a worker ended in the middle of an event",
                metadata: metadata(event, facts).merging(["detail": "\(end)"]) { $1 })
            return .retry(end.isFromOutside ? .workerUnavailable : .workerDied, "the worker process \(end)")
        case .timedOut:
            lost(worker, inEvent: true)
            logger.error("a worker was killed after its deadline", metadata: metadata(event, facts))
            return .retry(.deadlinePassed, "the worker did not answer in time and was killed")
        }
    }

    private func metadata(_ event: EncodedEvent, _ facts: DeliveryFacts) -> Logger.Metadata {
        var metadata: Logger.Metadata = [
            "function": "\(function.name)", "event": "\(event.id)", "organization": "\(event.key.organization)",
        ]
        if let trace = facts.trace { metadata["trace_id"] = "\(trace.traceID)" }
        return metadata
    }

    /// Other events that the worker has go to another one.
    private func lost(_ worker: Worker, inEvent: Bool = false, hasDied: Bool = false) {
        worker.abandon()
        let now = ambient.now()
        places.withLock { $0.lost(worker, inEvent: inEvent, death: hasDied ? now : nil) }
    }

    private func misconfigured(_ message: String?, _ data: JSON = [:]) {
        note(message, data)
        logger.critical(
            "a function is not configured as it needs",
            metadata: ["function": "\(function.name)", "detail": "\(misconfiguration ?? "")"])
    }

    private func note(_ message: String?, _ data: JSON = [:]) {
        let problem = message ?? "the function refused its configuration"
        let faults = (data[ConfigurationFaults.member]?.array ?? []).compactMap(ConfigurationFault.init(json:))
        places.withLock { places in
            places.configurationFaults = faults.isEmpty ? [ConfigurationFault(key: function.name, problem: problem)] : faults
            places.misconfiguration = problem
        }
    }

    // MARK: Workers

    /// At each event: it is one call of the system.
    private func lookAtFile() {
        let now = ambient.now()
        guard let build = ExecutableBuild(path: function.path), places.withLock({ $0.found(build, at: now) }) else { return }
        logger.notice("a function's executable has changed", metadata: ["function": "\(function.name)"])
    }

    private func claim() async -> WorkerPlaces.Claim {
        lookAtFile()
        return switch await waitForPlace() {
        case .worker(let worker): .worker(worker)
        case .free(let notBefore): await start(notBefore: notBefore)
        case .refused(let claim): claim
        }
    }

    private func waitForPlace() async -> WorkerPlaces.Place {
        if Task.isCancelled { return .refused(.cancelled) }
        let (place, ticket) = places.withLock { ($0.take(), $0.nextTicket()) }
        if let place { return place }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                places.withLock { places in
                    if Task.isCancelled { return continuation.resume(returning: .refused(.cancelled)) }
                    if let place = places.take() { return continuation.resume(returning: place) }
                    places.wait(ticket, continuation)
                }
            }
        } onCancel: {
            places.withLock { $0.giveUp(ticket) }
        }
    }

    private func startWorker() async throws(HostError) -> Worker {
        let presence = "\(presences)/\(ambient.uniqueID())"
        return try await Worker.start(
            function, environment: FunctionEnvironment.select(for: function, from: environment, presence: presence), onLog: onLog)
    }

    private func start(notBefore: Date?) async -> WorkerPlaces.Claim {
        if let pause = notBefore?.timeIntervalSince(ambient.now()), pause > 0 { await ambient.sleep(pause) }
        if Task.isCancelled {
            places.withLock { $0.started(nil) }
            return .cancelled
        }
        // Before the start: one that changes meanwhile is seen as changed.
        let build = ExecutableBuild(path: function.path)
        do throws(HostError) {
            let worker = try await startWorker()
            places.withLock { $0.started(worker, build) }
            return .worker(worker)
        } catch {
            let now = ambient.now()
            places.withLock { $0.couldNotStart(at: now) }
            return .notStarted
        }
    }
}
