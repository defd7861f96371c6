import FoundationEssentials
import HostCore
import RelayCore

/// An event that is not delivered any more by itself; without what it says.
package struct DeadLetter: Sendable {
    package let id: Int64
    package let function: String
    package let eventID: String
    package let type: String
    package let organization: String
    package let code: String
    package let message: String?
    /// When the event was added.
    package let queued: Date
    /// When it was given up.
    package let buried: Date

    package init(
        id: Int64, function: String, eventID: String, type: String, organization: String, code: String, message: String?,
        queued: Date, buried: Date
    ) {
        self.id = id
        self.function = function
        self.eventID = eventID
        self.type = type
        self.organization = organization
        self.code = code
        self.message = message
        self.queued = queued
        self.buried = buried
    }
}

/// Which dead letters are meant: those to which everything applies that is given.
package struct DeadLetterFilter: Sendable, Hashable {
    package static let all = DeadLetterFilter()

    package let code: ReasonCode?
    /// Given up then or later.
    package let since: Date?

    package init(code: ReasonCode? = nil, since: Date? = nil) {
        self.code = code
        self.since = since
    }
}
