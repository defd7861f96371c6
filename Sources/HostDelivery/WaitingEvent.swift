import FoundationEssentials
import HostCore
import RelayCore

/// An event in the queue, for people to see; without what it says.
package struct WaitingEvent: Sendable, Hashable {
    package let function: String
    package let eventID: String
    package let type: String
    package let organization: String
    package let queued: Date
    package let due: Date
    /// Whether a host works on it.
    package let isLeased: Bool
    package let tries: DeliveryTries
    package let message: String?

    package init(
        function: String, eventID: String, type: String, organization: String, queued: Date, due: Date, isLeased: Bool,
        tries: DeliveryTries, message: String?
    ) {
        self.function = function
        self.eventID = eventID
        self.type = type
        self.organization = organization
        self.queued = queued
        self.due = due
        self.isLeased = isLeased
        self.tries = tries
        self.message = message
    }
}

/// What a queue tells people of what is in it, also while a host has it.
package protocol VisibleQueue: Sendable {
    /// Those that have waited longest first, dead letters not among them.
    func waitingEvents(limit: Int) async throws -> [WaitingEvent]
    func counts() async throws -> QueueCounts
    func waits() async throws -> [EventWait]
}
