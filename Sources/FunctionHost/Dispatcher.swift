import Foundation
import Logging
import RelayCore

/// Something that happened at the host, for people who watch and for tests.
package struct HostObservation: Sendable {
    package let function: String
    package let event: RelayEvent
    package let result: FunctionResult
    /// True when the event went to the dead letters.
    package let isDead: Bool
}

/// Takes events from the queue to the functions, and what functions emit back into the queue.
final class Dispatcher: Sendable {
    private let catalog: FunctionCatalog
    private let queue: EventQueue
    private let pools: [String: WorkerPool]
    private let counters: HostCounters
    private let ambient: Ambient
    private let logger: Logger
    private let observe: @Sendable (HostObservation) -> Void
    /// Seconds to wait after each failed try to write a delivery's end to the queue.
    private static let settlingDelays: [Double] = [0.2, 1, 2, 5, 10, 20]

    /// Wake-ups, one stream for each lane.
    private let lanes: [(function: HostedFunction, wakeUps: AsyncStream<Void>, wake: AsyncStream<Void>.Continuation)]

    init(
        catalog: FunctionCatalog, queue: EventQueue, pools: [String: WorkerPool], counters: HostCounters, ambient: Ambient,
        logger: Logger, observe: @escaping @Sendable (HostObservation) -> Void
    ) {
        self.catalog = catalog
        self.queue = queue
        self.pools = pools
        self.counters = counters
        self.ambient = ambient
        self.logger = logger
        self.observe = observe
        lanes = catalog.functions.flatMap { function in
            (0..<function.settings.workers).map { _ in
                let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
                return (function, stream, continuation)
            }
        }
    }

    // MARK: In

    /// Queues events durably for the functions that take them; the caller may report them as taken once this returns.
    func accept(_ events: [RelayEvent]) async throws {
        let added = try await queue.add(routed(events), now: ambient.now())
        noteAdded(added, of: events)
    }

    private func routed(_ events: [RelayEvent]) -> [(function: String, event: RelayEvent)] {
        events.flatMap { event -> [(function: String, event: RelayEvent)] in
            let takers = catalog.takers(of: event.type)
            if takers.isEmpty {
                counters.countUnrouted(event.type)
                logger.debug("no function takes the event", metadata: ["type": "\(event.type)", "event": "\(event.id)"])
            }
            return takers.map { ($0.name, event) }
        }
    }

    private func noteAdded(_ added: Int, of events: [RelayEvent]) {
        let expected = events.reduce(0) { $0 + catalog.takers(of: $1.type).count }
        if added < expected { counters.countDuplicates(expected - added) }
        if added > 0 { wakeAll() }
    }

    /// Looks for due events of every function.
    func wakeAll() { for lane in lanes { lane.wake.yield() } }

    // MARK: Out

    /// Delivers until the task is cancelled; what is being worked on then is finished first.
    func run() async {
        wakeAll()
        await withTaskGroup(of: Void.self) { group in
            for lane in lanes {
                group.addTask { [self] in
                    await withTaskCancellationHandler {
                        await run(lane.function, lane.wakeUps, lane.wake)
                    } onCancel: {
                        lane.wake.finish()
                    }
                }
            }
        }
    }

    private func run(
        _ function: HostedFunction, _ wakeUps: AsyncStream<Void>, _ wake: AsyncStream<Void>.Continuation
    ) async {
        var timer: Task<Void, Never>?
        for await _ in wakeUps {
            timer?.cancel()
            do {
                while !Task.isCancelled, let queued = try await queue.lease(for: function.name, now: ambient.now()) {
                    // Not cancelled with the lane, only told of it: an event that is begun is finished.
                    let stop = Flag()
                    await withTaskCancellationHandler {
                        await Task { [self] in await deliver(queued, function, stop) }.value
                    } onCancel: {
                        stop.set()
                    }
                }
                timer = try await queue.nextDue(for: function.name).map { due in wakeTimer(due, wake) }
            } catch {
                if Task.isCancelled { break }
                logger.error(
                    "the queue could not be read", metadata: ["function": "\(function.name)", "detail": "\(type(of: error))"])
                timer = wakeTimer(ambient.now() + 1, wake)
            }
        }
        timer?.cancel()
    }

    private func wakeTimer(_ due: Date, _ wake: AsyncStream<Void>.Continuation) -> Task<Void, Never> {
        let seconds = max(0.01, due.timeIntervalSince(ambient.now()))
        return Task { [ambient] in
            await ambient.sleep(seconds)
            if !Task.isCancelled { wake.yield() }
        }
    }

    private func deliver(_ queued: QueuedEvent, _ function: HostedFunction, _ stop: Flag) async {
        guard let pool = pools[function.name] else { return }
        let result = await pool.invoke(queued.event, timeout: function.settings.timeout)
        counters.count(function.name, result)
        let outcome = DeliveryOutcome.of(
            result, attempts: queued.attempts, maximumReceives: function.settings.maximumReceives, now: ambient.now())
        await settlePatiently(queued, result, outcome, stop)
        var isDead = false
        if case .bury = outcome { isDead = true }
        observe(HostObservation(function: function.name, event: queued.event, result: result, isDead: isDead))
    }

    /// Until the queue can be written again, or the host is stopped and has waited for that: then the event stays leased, and
    /// is delivered anew, with the stored result, when the host starts the next time.
    private func settlePatiently(
        _ queued: QueuedEvent, _ result: FunctionResult, _ outcome: DeliveryOutcome, _ stop: Flag
    ) async {
        var attempt = 0
        while attempt < Self.settlingDelays.count || !stop.isSet {
            do {
                return try await settle(queued, result, outcome)
            } catch {
                logger.error(
                    "the queue could not be written", metadata: ["event": "\(queued.event.id)", "detail": "\(type(of: error))"])
                await ambient.sleep(Self.settlingDelays[min(attempt, Self.settlingDelays.count - 1)])
                attempt += 1
            }
        }
    }

    private func settle(_ queued: QueuedEvent, _ result: FunctionResult, _ outcome: DeliveryOutcome) async throws {
        switch outcome {
        case .complete:
            let added = try await queue.complete(queued, emitting: routed(result.events), now: ambient.now())
            noteAdded(added, of: result.events)
        case .postpone(let due, let isFault):
            try await queue.postpone(queued, until: due, isFault: isFault, message: result.message)
        case .bury:
            try await queue.bury(
                queued, code: result.code?.rawValue ?? ReasonCode.internalError.rawValue, message: result.message)
            logger.error(
                "an event went to the dead letters",
                metadata: [
                    "event": "\(queued.event.id)", "function": "\(queued.function)", "code": "\(result.code?.rawValue ?? "")",
                ])
        }
    }
}
