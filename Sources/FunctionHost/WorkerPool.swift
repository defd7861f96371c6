import Foundation
import Logging
import RelayCore

/// The worker processes of one function: started when they are needed, kept, replaced when they end.
actor WorkerPool {
    let function: HostedFunction
    private let environment: [String: String]
    private let ambient: Ambient
    private let logger: Logger
    private let onLog: @Sendable (String) -> Void

    private var idle: [Worker] = []
    private var count = 0
    private(set) var waiting: [CheckedContinuation<Void, Never>] = []
    private var deathsInARow = 0
    private var isStopping = false
    private(set) var restarts = 0
    /// Why the function cannot be run as it is configured; such a function is not started again.
    private(set) var misconfiguration: String?

    init(
        _ function: HostedFunction, environment: [String: String], ambient: Ambient, logger: Logger,
        onLog: @escaping @Sendable (String) -> Void
    ) {
        // Writing to a worker that has ended is an error to handle, not an end of the host.
        signal(SIGPIPE, SIG_IGN)
        self.function = function
        self.environment = environment
        self.ambient = ambient
        self.logger = logger
        self.onLog = onLog
    }

    /// Runs one event on a worker, and waits for a free one first. A cancelled task begins nothing; what is begun is finished.
    /// - Parameter timeout: Seconds until the deadline that the worker is told.
    func invoke(_ event: RelayEvent, timeout: Double) async -> FunctionResult {
        if let misconfiguration { return .failed(.badConfiguration, misconfiguration) }
        let worker: Worker
        do throws(HostError) {
            worker = try await take()
        } catch {
            return .retry(Task.isCancelled ? .deadlinePassed : .workerDied, error.description)
        }
        let deadline = ambient.now() + timeout
        let envelope: JSON = ["event": event.json, "deadline": .string(Timestamp.rfc3339(deadline))]
        switch await worker.perform(envelope.canonicalBytes, timeout: timeout) {
        case .line(let bytes):
            let result = Self.result(bytes)
            if result.code == .badConfiguration {
                misconfigured(result.message)
                drop()
            } else if result.code == .workerDied {
                drop()
            } else {
                deathsInARow = 0
                giveBack(worker)
            }
            return result
        case .ended(let status):
            drop()
            if status == ExitCode.badConfiguration.rawValue {
                misconfigured(nil)
                return .failed(.badConfiguration, misconfiguration)
            }
            deathsInARow += 1
            restarts += 1
            logger.error(
                "a worker ended in the middle of an event", metadata: ["function": "\(function.name)", "event": "\(event.id)"])
            return .retry(.workerDied, "the worker process ended\(status.map { " with \($0)" } ?? "")")
        case .timedOut:
            drop()
            restarts += 1
            logger.error(
                "a worker was killed after its deadline", metadata: ["function": "\(function.name)", "event": "\(event.id)"])
            return .retry(.deadlinePassed, "the worker did not answer in time and was killed")
        }
    }

    /// Starts the function once without an event, so that a configuration it refuses is known before the first event.
    func check() async {
        let worker: Worker
        do throws(HostError) {
            worker = try await Worker.start(function, environment: environment, onLog: onLog)
        } catch {
            // Starting is tried again for the first event, which waits meanwhile.
            logger.error("a function could not be started", metadata: ["function": "\(function.name)"])
            return
        }
        switch await worker.finish(timeout: function.settings.timeout) {
        case .line(let bytes):
            let result = Self.result(bytes)
            if result.code == .badConfiguration { misconfigured(result.message) }
        case .ended(ExitCode.badConfiguration.rawValue): misconfigured(nil)
        case .ended, .timedOut: break
        }
    }

    func stop(within seconds: Double) async {
        isStopping = true
        for waiter in waiting { waiter.resume() }
        waiting = []
        let workers = idle
        idle = []
        await withTaskGroup(of: Void.self) { group in
            for worker in workers { group.addTask { await worker.stop(within: seconds) } }
        }
    }

    private static func result(_ bytes: [UInt8]) -> FunctionResult {
        guard let json = try? JSON.parse(bytes), let result = try? FunctionResult(json: json) else {
            return .retry(.workerDied, "the worker answered with something that is no result")
        }
        return result
    }

    private func misconfigured(_ message: String?) {
        misconfiguration = message ?? "the function refused its configuration"
        logger.critical(
            "a function is not configured as it needs",
            metadata: ["function": "\(function.name)", "detail": "\(misconfiguration ?? "")"])
    }

    // MARK: Workers

    private func take() async throws(HostError) -> Worker {
        while true {
            if isStopping { throw HostError("the host is stopping") }
            if Task.isCancelled {
                // It may have been woken for a free worker, which is the next one's.
                wakeOne()
                throw HostError("no worker was free in time")
            }
            while let worker = idle.popLast() {
                if worker.isUsable { return worker }
                count -= 1
            }
            if count < function.settings.workers {
                count += 1
                // A function that keeps dying is started ever more slowly.
                if deathsInARow > 0 { await ambient.sleep(min(0.1 * Double(1 << min(deathsInARow, 7)), 10)) }
                do throws(HostError) {
                    return try await Worker.start(function, environment: environment, onLog: onLog)
                } catch {
                    drop()
                    deathsInARow += 1
                    throw error
                }
            }
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    private func giveBack(_ worker: Worker) {
        idle.append(worker)
        wakeOne()
    }

    private func drop() {
        count -= 1
        wakeOne()
    }

    private func wakeOne() {
        if !waiting.isEmpty { waiting.removeFirst().resume() }
    }
}
