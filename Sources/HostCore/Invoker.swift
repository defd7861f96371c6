import FoundationEssentials

/// Runs functions: all that delivery and HTTP know of whatever does so.
package protocol Invoker: Sendable {
    /// Runs a function once on an event. What is begun is finished, also when the task is cancelled; a cancelled task begins
    /// nothing.
    ///
    /// Never throws: a worker that dies, is too late or cannot be started gives a `retry`, a function that refuses its
    /// configuration a `failed` with `bad-configuration`.
    /// - Parameters:
    ///   - facts: What the function is told of the delivery.
    ///   - seconds: The work's time, where that is less than the function's own.
    func invoke(_ function: String, _ event: EncodedEvent, _ facts: DeliveryFacts, within seconds: Double?) async
        -> Invocation
}

/// One run of a function on an event.
package struct Invocation: Sendable {
    package let result: InvocationResult
    /// When a worker was given the event.
    package let started: Date
    package let ended: Date

    package init(result: InvocationResult, started: Date, ended: Date) {
        self.result = result
        self.started = started
        self.ended = ended
    }
}

/// Where events go that functions, or callers, emit.
package protocol EventSink: Sendable {
    /// Queues events durably for the functions that take them, all or none, also when the task is cancelled; who calls may
    /// report them as taken once this returns. Events that no function takes are counted and let go.
    func accept(_ events: [EncodedEvent]) async throws

    /// Whether any function takes events of the type.
    func takes(_ type: String) -> Bool
}
