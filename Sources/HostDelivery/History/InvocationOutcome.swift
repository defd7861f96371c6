import FoundationEssentials
import HostCore
import RelayCore

/// How an invocation ended, with as little else of it as a report over many needs.
package struct InvocationOutcome: Sendable, Hashable {
    package var number: Int64
    /// Of the event.
    package var type: String
    package var organization: String
    package var threadID: String
    package var messageID: String?
    package var status: FunctionResult.Status
    package var code: ReasonCode?
    /// As ``HistoryEntry/effect``.
    package var effect: String?
    package var queued: Date
    package var ended: Date

    package init(
        number: Int64, type: String, organization: String, threadID: String, messageID: String?,
        status: FunctionResult.Status, code: ReasonCode?, effect: String?, queued: Date, ended: Date
    ) {
        self.number = number
        self.type = type
        self.organization = organization
        self.threadID = threadID
        self.messageID = messageID
        self.status = status
        self.code = code
        self.effect = effect
        self.queued = queued
        self.ended = ended
    }
}
