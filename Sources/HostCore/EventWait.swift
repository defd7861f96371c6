import FoundationEssentials
import RelayCore

/// What events of an organization wait for outside themselves.
package struct EventWait: Sendable, Hashable {
    package let organization: String
    package let code: ReasonCode
    /// How many events.
    package let events: Int
    /// When the first of them began to wait.
    package let since: Date

    package init(organization: String, code: ReasonCode, events: Int, since: Date) {
        self.organization = organization
        self.code = code
        self.events = events
        self.since = since
    }
}
