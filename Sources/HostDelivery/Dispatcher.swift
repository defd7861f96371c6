import FoundationEssentials
import HostCore
import Logging
import RelayCore

/// Takes events from the queue to the functions, and what functions emit back into the queue.
package final class Dispatcher: EventSink {
    private let queue: any EventQueue
    private let invoker: any Invoker
    private let observers: any HostObserver
    /// Keeps something of events, too.
    private let history: (any EventErasing)?
    private let ambient: Ambient
    private let executor: (any TaskExecutor)?
    private let logger: Logger
    private let owner: String
    private let routing: EventRouting
    private let lanes: [Lane]
    private let gates: [String: LaneGate]
    private let timer: DueTimer
    private let leases: LeaseKeeper
    private let stop = Flag()
    /// Seconds to wait after each failed try to write a delivery's end to the queue.
    private static var settlingDelays: [Double] { [0.2, 1, 2, 5, 10, 20] }

    /// - Parameters:
    ///   - routing: Who takes what is emitted, where other hosts have lanes, too; nil: these lanes alone.
    ///   - history: What keeps something of events beside the queue, and erases it with them.
    ///   - executor: Where deliveries are worked on; nil: where Swift's tasks run.
    package init(
        _ lanes: [Lane], routing: EventRouting? = nil, queue: any EventQueue, invoker: any Invoker, observers: any HostObserver,
        history: (any EventErasing)? = nil,
        ambient: Ambient, executor: (any TaskExecutor)? = nil, logger: Logger
    ) {
        self.lanes = lanes
        self.queue = queue
        self.invoker = invoker
        self.observers = observers
        self.history = history
        self.ambient = ambient
        self.executor = executor
        self.logger = logger
        owner = ambient.uniqueID()
        self.routing = routing ?? EventRouting(lanes)
        let gates = Dictionary(uniqueKeysWithValues: lanes.map { ($0.function, LaneGate(limit: $0.concurrency)) })
        self.gates = gates
        timer = DueTimer(ambient: ambient) { function in gates[function]?.wake() }
        leases = LeaseKeeper(queue: queue, ambient: ambient, logger: logger)
    }

    // MARK: In

    package func takes(_ type: String) -> Bool { !routing.takers(of: type).isEmpty }

    package func accept(_ events: [EncodedEvent]) async throws {
        let deliveries = routed(events)
        if deliveries.isEmpty { return }
        noteAdded(try await queue.add(deliveries, now: ambient.now()), of: deliveries)
    }

    private func routed(_ events: [EncodedEvent]) -> [NewDelivery] {
        var takers: [String: [String]] = [:]
        var deliveries: [NewDelivery] = []
        deliveries.reserveCapacity(events.count)
        for event in events {
            let functions = takers[event.type] ?? routing.takers(of: event.type)
            takers[event.type] = functions
            if functions.isEmpty {
                observers.eventUnrouted(event.type)
                logger.debug("no function takes the event", metadata: ["type": "\(event.type)", "event": "\(event.id)"])
            }
            for function in functions { deliveries.append(NewDelivery(function: function, event: event)) }
        }
        return deliveries
    }

    private func noteAdded(_ added: Int, of deliveries: [NewDelivery]) {
        if added < deliveries.count { observers.duplicatesAdded(deliveries.count - added) }
        guard added > 0 else { return }
        let now = ambient.now()
        var due: [String: Date] = [:]
        // Mostly one function, and now.
        var last: String?
        for delivery in deliveries where delivery.event.notBefore != nil || delivery.function != last {
            last = delivery.event.notBefore == nil ? delivery.function : last
            due[delivery.function] = min(due[delivery.function] ?? .distantFuture, delivery.event.notBefore ?? now)
        }
        for (function, due) in due { notice(function, due: due, now) }
    }

    private func notice(_ function: String, due: Date, _ now: Date) {
        if due <= now { gates[function]?.wake() } else { timer.note(function, due) }
    }

    private func wakeAll() { for gate in gates.values { gate.wake() } }

    // MARK: Out

    /// Delivers until the task is cancelled; what is being worked on then is finished first.
    package func run() async {
        // In a task of its own, which is not cancelled but told: an event that is begun is finished.
        let work = Task(executorPreference: executor) { await self.deliverAll() }
        await withTaskCancellationHandler {
            await work.value
        } onCancel: {
            stop.set()
            timer.close()
            for gate in gates.values { gate.close() }
        }
        leases.close()
    }

    private func deliverAll() async {
        let arrivals = Task { for await _ in queue.arrivals { wakeAll() } }
        await withDiscardingTaskGroup { group in
            for lane in lanes {
                guard let gate = gates[lane.function] else { continue }
                group.addTask { await self.deliver(lane, gate) }
            }
            wakeAll()
        }
        arrivals.cancel()
    }

    private func deliver(_ lane: Lane, _ gate: LaneGate) async {
        await withDiscardingTaskGroup { group in
            for await _ in gate.wakeUps {
                do {
                    while !stop.isSet, case let free = gate.free(), free > 0 {
                        let now = ambient.now()
                        let end = now + LeaseKeeper.length
                        let leased = try await queue.lease(free, for: lane.function, owner: owner, until: end, now: now)
                        leases.hold(leased.deliveries.map(\.lease), until: end)
                        gate.begin(leased.deliveries.count)
                        for delivery in leased.deliveries {
                            group.addTask {
                                await self.deliver(delivery, lane)
                                gate.end()
                            }
                        }
                        guard leased.deliveries.count < free else { continue }
                        if let due = leased.nextDue { timer.note(lane.function, due) }
                        break
                    }
                } catch {
                    logger.error(
                        "the queue could not be read",
                        metadata: ["function": "\(lane.function)", "detail": "\(error.logDetail)"])
                    timer.note(lane.function, ambient.now() + 1)
                }
            }
        }
    }

    private func deliver(_ delivery: LeasedDelivery, _ lane: Lane) async {
        let span = InvocationSpan(
            following: delivery.event.traceParent, of: delivery.event.key, unique: ambient.uniqueID())
        let work = DeliveryWork(delivery: delivery, function: lane.function, span: span)
        var facts = delivery.tries.facts(maximumReceives: lane.maximumReceives)
        facts.trace = span.context
        let invocation = await invoker.invoke(lane.function, delivery.event, facts, within: nil)
        let outcome = DeliveryOutcome.of(
            invocation.result, after: delivery.tries, maximumReceives: lane.maximumReceives, now: ambient.now())
        let settled = await settlePatiently(work, invocation.result, outcome)
        leases.release(delivery.lease)
        if settled == .completed { await noteEndOfWait(delivery) }
        observers.invocationEnded(
            InvocationRecord(
                function: lane.function, event: delivery.event, attempt: facts.attempt, queued: delivery.queued,
                due: delivery.due, invocation: invocation, outcome: settled, span: span))
    }

    // MARK: Settling

    /// Until the queue can be written again, or the host is stopped and has waited for that: then the event stays leased, and
    /// is delivered anew, with the stored result, once the lease has ended or the host starts the next time.
    private func settlePatiently(
        _ work: DeliveryWork, _ result: InvocationResult, _ outcome: DeliveryOutcome
    ) async -> InvocationRecord.Outcome {
        var attempt = 0
        while attempt < Self.settlingDelays.count || !stop.isSet {
            do {
                return try await settle(work, result, outcome, isRepeat: attempt > 0)
            } catch is LeaseLost {
                logger.warning("an event was taken over by another host", metadata: work.metadata)
                return .lost
            } catch {
                logger.error(
                    "the queue could not be written",
                    metadata: work.metadata.merging(["detail": "\(error.logDetail)"]) { $1 })
                await ambient.sleep(Self.settlingDelays[min(attempt, Self.settlingDelays.count - 1)])
                attempt += 1
            }
        }
        return .lost
    }

    private func settle(
        _ work: DeliveryWork, _ result: InvocationResult, _ outcome: DeliveryOutcome, isRepeat: Bool
    ) async throws -> InvocationRecord.Outcome {
        let delivery = work.delivery
        switch outcome {
        case .complete:
            let deliveries = routed(result.events)
            let erasures = Erasure.all(in: result.data)
            try await erase(erasures, delivery)
            let added = try await unlessEnded(delivery.lease, isRepeat, deliveries.count) {
                try await queue.complete(delivery.lease, emitting: deliveries, now: ambient.now())
            }
            noteAdded(added, of: deliveries)
            // With the event that asked, which may hold an address; and by a second look that found nothing new, too. What fails
            // is tried again and said there.
            if !erasures.isEmpty || Erasure.requests.contains(delivery.event.type) { try? await history?.eraseTraces() }
            return .completed
        case .postpone(let due, let tries):
            try await unlessEnded(delivery.lease, isRepeat, ()) {
                try await queue.postpone(delivery.lease, until: due, tries, message: result.message)
            }
            noteWait(tries.wait, work)
            notice(work.function, due: due, ambient.now())
            return .postponed(until: due)
        case .bury:
            let code = result.code ?? .internalError
            try await unlessEnded(delivery.lease, isRepeat, ()) {
                try await queue.bury(delivery.lease, code: code, message: result.message, now: ambient.now())
            }
            logger.error("an event went to the dead letters", metadata: work.metadata(code: code))
            return .buried
        }
    }

    /// Writes the end of a delivery. A try before this one may have written it, of which the answer was lost: where the lease is gone before
    /// its time, it did. (Or a server that crashed forgot the lease: then another host may have the event, and finds it done in the store.)
    private func unlessEnded<Value>(
        _ lease: Lease, _ isRepeat: Bool, _ value: Value, _ write: () async throws -> Value
    ) async throws -> Value {
        let wasAlone = isRepeat && leases.lasts(lease, at: ambient.now())
        do {
            return try await write()
        } catch is LeaseLost where wasAlone {
            return value
        }
    }

    /// Before the erasure counts as done. What names no organization stands here as the default one's, and may be any only
    /// one's: the result says under which names.
    private func erase(_ erasures: [Erasure], _ delivery: LeasedDelivery) async throws {
        if erasures.isEmpty { return }
        var count = 0
        for organization in Set([delivery.event.key.organization] + erasures.flatMap(\.organizations)) {
            count += try await queue.erase(erasures, of: organization)
            _ = try await history?.erase(erasures, of: organization)
        }
        if count > 0 { logger.notice("events were erased with their conversation", metadata: ["count": "\(count)"]) }
    }

    // MARK: Waits

    private func noteWait(_ wait: DeliveryWait?, _ work: DeliveryWork) {
        guard let wait, wait.code.wait == .outside, wait.code != work.delivery.tries.wait?.code else { return }
        logger.warning("an event waits for something outside it", metadata: work.metadata(code: wait.code))
    }

    /// What an event waited for is there again: the others that wait for the same need not wait on.
    private func noteEndOfWait(_ delivery: LeasedDelivery) async {
        guard let code = delivery.tries.wait?.code, code.wait == .outside else { return }
        do {
            let count = try await queue.endWait(for: code, of: delivery.event.key.organization, now: ambient.now())
            guard count > 0 else { return }
            logger.notice("events go on that had to wait", metadata: ["code": "\(code.rawValue)", "count": "\(count)"])
            wakeAll()
        } catch {
            // Each of them ends its pause by itself.
            logger.error("the queue could not be written", metadata: ["detail": "\(error.logDetail)"])
        }
    }
}
