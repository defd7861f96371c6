import FoundationEssentials

/// How long the calls of a store may take that work with a deadline makes. An engine that may wait long waits no longer.
package struct StoreTime: Sendable {
    private let deadline: Date?
    // In seconds.
    /// A store that does not answer is said to be that: past the deadline it would be the event's fault.
    private static let reserve = 0.5
    private static let leastReserve = 0.2
    private static let grace: Double = 2

    package init(until deadline: Date?) { self.deadline = deadline }

    /// When a call must have ended; nil: that is the engine's matter.
    package var end: Date? { deadline.map { $0 - Self.reserve } }

    /// The same of a call that gives something back or tells what was written: once the calls' time is over it has a little time of its
    /// own, also past the deadline, where nobody waits for it any more.
    package func endOfGivingBack(now: Date) -> Date? {
        deadline.map { now < $0 - Self.reserve ? $0 - Self.leastReserve : now + Self.grace }
    }
}
