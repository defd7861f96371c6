import FoundationEssentials
import Logging
import RelayCore
import Synchronization

/// Brings an event to its end while the sender waits: runs the function, and stores what it emitted.
package final class EventPerformer: Sendable {
    private let function: String
    private let takes: [EventTypePattern]
    private let invoker: any Invoker
    private let sink: any EventSink
    private let erasures: (any EventSink)?
    private let observers: any HostObserver
    private let hold: Double
    private let ambient: Ambient
    private let logger: Logger
    private let held = Atomic(0)

    /// An event that is not due yet is held for so many seconds: a sender by HTTP has no delays. For a later one the sender waits.
    package static let longestHold: Double = 10
    /// How many are held at once.
    private static let mostHeld = 256
    /// As long as a sender can be asked to wait, in seconds.
    private static let longestWait: Double = 86_400

    /// - Parameters:
    ///   - takes: The function's own.
    ///   - erasures: Takes what was erased (``QueueErasure``), where events lie that nobody looks through before the cause is done.
    ///   - hold: For how long an event that is not due yet is held, in seconds.
    package init(
        function: String, takes: [EventTypePattern], invoker: any Invoker, sink: any EventSink,
        erasures: (any EventSink)? = nil, observers: any HostObserver, hold: Double = longestHold, ambient: Ambient,
        logger: Logger
    ) {
        self.function = function
        self.takes = takes
        self.invoker = invoker
        self.sink = sink
        self.erasures = erasures
        self.observers = observers
        self.hold = hold
        self.ambient = ambient
        self.logger = logger
    }

    /// - Parameters:
    ///   - facts: What the sender knows of earlier deliveries.
    ///   - seconds: Everything must have ended by then; nil: the function's own time counts, from its beginning.
    package func perform(
        _ event: RelayEvent, _ facts: DeliveryFacts = DeliveryFacts(), within seconds: Double? = nil
    ) async -> EventVerdict { EventVerdict(await result(event, facts, within: seconds)) }

    /// As ``perform(_:_:within:)``, for who goes by the result itself: where what was emitted is not stored, that is the result.
    package func result(
        _ event: RelayEvent, _ facts: DeliveryFacts = DeliveryFacts(), within seconds: Double? = nil
    ) async -> InvocationResult {
        let work = Work(event, facts, unique: ambient.uniqueID(), at: ambient.now())
        let result = await result(work, seconds)
        switch EventVerdict(result) {
        case .done: break
        case .later(let code, _, _):
            logger.notice("an event was not taken, and comes again", metadata: metadata(work, ["code": "\(code.rawValue)"]))
        case .refused(let code, _):
            logger.error("an event was refused for good", metadata: metadata(work, ["code": "\(code.rawValue)"]))
        }
        return result
    }

    private func metadata(_ work: Work, _ more: Logger.Metadata) -> Logger.Metadata {
        work.span.metadata(work.event, function).merging(["organization": "\(work.event.key.organization)"]) { $1 }
            .merging(more) { $1 }
    }

    private func result(_ work: Work, _ seconds: Double?) async -> InvocationResult {
        // A request has an answer, and comes by another way.
        guard work.event.type != HTTPRequestEvent.type, takes.contains(where: { $0.matches(work.event.type) }) else {
            return .failed(.unexpectedType, "type must be one that \(function) takes")
        }
        if let notBefore = work.event.notBefore, notBefore > work.arrival {
            let wait = notBefore.timeIntervalSince(work.arrival)
            guard wait <= min(hold, seconds ?? .infinity), await isHeld(wait) else {
                return InvocationResult(.retry(.notBefore, after: WaitTime.seconds(min(wait, Self.longestWait))))
            }
        }
        let left = seconds.map { $0 - ambient.now().timeIntervalSince(work.arrival) }
        if let left, left <= 0 { return InvocationResult(.retry(.deadlinePassed, after: 1)) }
        return await invoke(work, left)
    }

    private func isHeld(_ seconds: Double) async -> Bool {
        defer { held.subtract(1, ordering: .relaxed) }
        guard held.add(1, ordering: .relaxed).newValue <= Self.mostHeld else { return false }
        await ambient.sleep(seconds)
        return true
    }

    private func invoke(_ work: Work, _ seconds: Double?) async -> InvocationResult {
        let begun = ambient.now()
        let invocation = await invoker.invoke(function, work.event, work.facts, within: seconds)
        var result = invocation.result
        if case .done = EventVerdict(result) {
            do {
                try await store(result, of: work, until: seconds.map { begun + $0 })
            } catch {
                let error = SinkError(error)
                logger.error("what an event led to could not be stored", metadata: metadata(work, ["detail": "\(error.detail)"]))
                result = error.result
            }
        }
        observers.invocationEnded(
            InvocationRecord(
                function: function, event: work.event, attempt: work.facts.attempt, queued: work.arrival,
                due: work.event.notBefore ?? work.arrival, invocation: invocation, outcome: outcome(EventVerdict(result)),
                span: work.span))
        return result
    }

    /// What the event led to, with what is to be erased because of it.
    private func store(_ result: InvocationResult, of work: Work, until end: Date?) async throws {
        func left() -> Double? { end?.timeIntervalSince(ambient.now()) }
        if !result.events.isEmpty { try await sink.accept(result.events, within: left(), ambient) }
        if let erasures, let erasure = QueueErasure.event(of: result, from: work.event) {
            try await erasures.accept([EncodedEvent(erasure)], within: left(), ambient)
        }
    }

    private func outcome(_ verdict: EventVerdict) -> InvocationRecord.Outcome {
        switch verdict {
        case .done: .completed
        case .later(_, _, let seconds): .postponed(until: ambient.now() + Double(seconds))
        case .refused: .buried
        }
    }
}

/// An event that is being brought to its end.
private struct Work: Sendable {
    let event: EncodedEvent
    let facts: DeliveryFacts
    let span: InvocationSpan
    let arrival: Date

    init(_ event: RelayEvent, _ facts: DeliveryFacts, unique: String, at arrival: Date) {
        self.event = EncodedEvent(event)
        span = InvocationSpan(following: event.traceParent, of: self.event.key, unique: unique)
        var facts = facts
        facts.trace = span.context
        self.facts = facts
        self.arrival = arrival
    }
}
