import FoundationEssentials
import RelayCore

/// A thread of the inbox, with everything on it.
package struct SimulatedThread: Sendable, Hashable {
    package let id: String
    package var status = ThreadStatus.open
    package var inboxID: String
    package var channelID: String
    package var channelAccountID: String
    /// The owner, an actor id; nil when nobody owns it.
    package var assignedTo: String?
    package var customer: SimulatedCustomer
    package var createdAt: Date
    package var closedAt: Date?
    package var isSpam = false
    package var isArchived = false
    package var ticketID: String?
    /// Oldest first; comments and system items included.
    package var messages: [SimulatedMessage] = []

    /// When the newest message was written; nil counts both directions.
    func latest(_ direction: MessageDirection?) -> Date? {
        messages.last { $0.type == .message && (direction == nil || $0.direction == direction) }?.createdAt
    }

    var latestMessageAt: Date? { latest(nil) }
}

/// Whoever writes in from outside.
package struct SimulatedCustomer: Sendable, Hashable {
    /// A contact's id, or a visitor's while HubSpot knows no contact: the API does not say which.
    package var id: String
    package var isContact: Bool
    package var name: String?
    package var email: String?
    package var phone: String?

    package var actorID: String { "V-\(id)" }
}
