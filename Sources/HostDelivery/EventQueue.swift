import FoundationEssentials
import HostCore
import RelayCore

/// Where events wait for their functions, durably. What each call has done stands when the call returns, also after a power cut; but a
/// lease or its renewal may be forgotten by one, and then the event is delivered once more.
///
/// Every engine keeps the same rules: an event stands once for a function; it is given to one host at a time, which has it
/// until the lease ends; an event that was taken over by another host cannot be ended by the former one. An erasure takes out
/// events that wait, that are being worked on and that are dead; who works on one has no lease of it any more.
package protocol EventQueue: EventErasing {
    /// Adds deliveries, all or none. An event that stands already for a function, waiting or dead, is not added again.
    /// - Returns: How many were added.
    func add(_ deliveries: [NewDelivery], now: Date) async throws -> Int

    /// Gives the longest waiting events of a function that are due and nobody has, or whose lease another host let end.
    /// - Parameters:
    ///   - owner: The host; it is not given again what it has itself, as long as it may still work on it.
    ///   - end: When another host may take them over.
    func lease(
        _ limit: Int, for function: String, owner: String, until end: Date, now: Date
    ) async throws -> LeasedDeliveries

    /// Moves the end of leases.
    /// - Returns: Those that are still the caller's.
    func renew(_ leases: [Lease], until end: Date) async throws -> Set<Lease>

    /// Takes out a finished event and adds what it emitted, both or neither.
    /// - Returns: How many of the emitted events were added.
    /// - Throws: ``LeaseLost``; then nothing was added.
    func complete(_ lease: Lease, emitting deliveries: [NewDelivery], now: Date) async throws -> Int

    /// Puts an event back for later.
    /// - Throws: ``LeaseLost``
    func postpone(_ lease: Lease, until due: Date, _ tries: DeliveryTries, message: String?) async throws

    /// Moves an event to the dead letters.
    /// - Throws: ``LeaseLost``
    func bury(_ lease: Lease, code: ReasonCode, message: String?, now: Date) async throws

    /// Makes the events of an organization due that wait for the same.
    /// - Returns: How many were put off.
    func endWait(for code: ReasonCode, of organization: String, now: Date) async throws -> Int

    /// What events wait for outside themselves, by organization and code.
    func waits() async throws -> [EventWait]

    func counts() async throws -> QueueCounts

    /// Yields when somebody else may have added events.
    var arrivals: AsyncStream<Void> { get }
}

/// What people do with events that will not be delivered any more by themselves, also while a host has the queue.
package protocol DeadLetterQueue: Sendable {
    /// The oldest first.
    /// - Parameter after: Only those with a greater number.
    func deadLetters(_ which: DeadLetterFilter, after: Int64?, limit: Int) async throws -> [DeadLetter]

    /// How many, by code.
    func deadLetterCounts(_ which: DeadLetterFilter) async throws -> [String: Int]

    /// nil when there is none of that number.
    func deadLetter(_ id: Int64) async throws -> (letter: DeadLetter, event: EncodedEvent)?

    /// Makes a dead letter wait again, with no faults counted. False when there is none of that number.
    func revive(_ id: Int64, now: Date) async throws -> Bool

    /// The same of several.
    /// - Returns: How many.
    func revive(_ which: DeadLetterFilter, now: Date) async throws -> Int

    /// Deletes a dead letter. False when there is none of that number.
    func drop(_ id: Int64) async throws -> Bool
}

/// An event on its way to one function.
package struct NewDelivery: Sendable {
    package let function: String
    package let event: EncodedEvent

    package init(function: String, event: EncodedEvent) {
        self.function = function
        self.event = event
    }
}

/// One host's right to an event. The number tells it from any other lease of the same event.
package struct Lease: Sendable, Hashable {
    package let id: Int64
    package let owner: String
    package let number: Int

    package init(id: Int64, owner: String, number: Int) {
        self.id = id
        self.owner = owner
        self.number = number
    }
}

/// An event that a host has.
package struct LeasedDelivery: Sendable {
    package let lease: Lease
    package let event: EncodedEvent
    package let tries: DeliveryTries
    /// When it was added.
    package let queued: Date
    /// The earliest time for this delivery.
    package let due: Date

    package init(lease: Lease, event: EncodedEvent, tries: DeliveryTries, queued: Date, due: Date) {
        self.lease = lease
        self.event = event
        self.tries = tries
        self.queued = queued
        self.due = due
    }
}

package struct LeasedDeliveries: Sendable {
    package let deliveries: [LeasedDelivery]
    /// When to look again, where there were fewer than asked for and another waits for its time; else nil.
    package let nextDue: Date?

    package init(deliveries: [LeasedDelivery], nextDue: Date?) {
        self.deliveries = deliveries
        self.nextDue = nextDue
    }
}

/// The event is another host's by now, or nobody's any more.
package struct LeaseLost: Error {
    package init() {}
}

package struct QueueCounts: Sendable, Hashable {
    /// Not dead: due, not yet due, and being worked on.
    package var waiting: Int
    /// Of those, being worked on.
    package var leased: Int
    package var dead: Int

    package init(waiting: Int = 0, leased: Int = 0, dead: Int = 0) {
        self.waiting = waiting
        self.leased = leased
        self.dead = dead
    }
}
