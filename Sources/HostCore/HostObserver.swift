import FoundationEssentials
import RelayCore

/// Gets to know what happens at a host. Called in the way of delivery: each call returns at once and waits for nothing.
package protocol HostObserver: Sendable {
    func invocationEnded(_ record: InvocationRecord)
    /// An event was emitted that no function takes.
    func eventUnrouted(_ type: String)
    /// So many events were added that stood in the queue already.
    func duplicatesAdded(_ count: Int)
    /// A request was refused before any function saw it.
    func requestRefused(_ code: ReasonCode)
}

/// One invocation, after its end.
package struct InvocationRecord: Sendable {
    package enum Outcome: Sendable, Hashable {
        /// An HTTP request: the function's answer was given, or 503.
        case answered
        /// The event is done with.
        case completed
        /// The event comes again.
        case postponed(until: Date)
        /// The event went to the dead letters.
        case buried
        /// Nothing of this result counts: another host has the event by now, or the queue could not be written before this
        /// one ended. The event is delivered again.
        case lost
    }

    package let function: String
    package let event: EncodedEvent
    /// How many faulty deliveries there were before.
    package let attempt: Int
    /// When the host took the event.
    package let queued: Date
    /// The earliest time for this invocation.
    package let due: Date
    package let started: Date
    package let ended: Date
    package let result: InvocationResult
    package let outcome: Outcome
    package let span: InvocationSpan

    package init(
        function: String, event: EncodedEvent, attempt: Int, queued: Date, due: Date, invocation: Invocation, outcome: Outcome,
        span: InvocationSpan
    ) {
        self.function = function
        self.event = event
        self.attempt = attempt
        self.queued = queued
        self.due = due
        started = invocation.started
        ended = invocation.ended
        result = invocation.result
        self.outcome = outcome
        self.span = span
    }
}

// MARK: - Names

extension InvocationRecord.Outcome {
    /// As it is kept and shown.
    package var name: String {
        switch self {
        case .answered: "answered"
        case .completed: "completed"
        case .postponed: "postponed"
        case .buried: "buried"
        case .lost: "lost"
        }
    }

    /// - Parameter until: Until when the event was postponed.
    package init?(name: String, until: Date?) {
        switch name {
        case "answered": self = .answered
        case "completed": self = .completed
        case "postponed": self = .postponed(until: until ?? .distantPast)
        case "buried": self = .buried
        case "lost": self = .lost
        default: return nil
        }
    }
}

extension InvocationRecord {
    /// nil for a request that was not let in: whoever made it may have named any.
    package var organization: String? {
        if event.type == HTTPRequestEvent.type, result.status != .done, result.status != .skipped { return nil }
        return event.key.organization
    }
}
