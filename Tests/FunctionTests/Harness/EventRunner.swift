import FoundationEssentials
import RelayCore

/// Runs one event as one function: in this process, or in one of its own.
protocol EventRunner: Sendable {
    /// The function that takes the event; nil where none does.
    func taker(of event: RelayEvent) -> String?
    /// - Returns: nil when whoever ran it was killed: the event is delivered again.
    func run(_ event: RelayEvent, by function: String) async throws -> FunctionResult?
}

/// The time by which events come due: it moves when nothing else is due.
protocol RelayClock: Sendable {
    var now: Date { get }
    func advance(_ seconds: Double)
}
