import FoundationEssentials
import HostCore
import RelayCore

/// One invocation as the history keeps it: what was run on which event, when, and how it ended.
package struct HistoryEntry: Sendable, Hashable {
    /// Counts upward with the end of invocations; 0 before it is kept.
    package var number: Int64
    package var function: String
    package var eventID: String
    package var source: String
    package var organization: String
    /// The id of the event that this one followed from.
    package var causeID: String?
    /// Its place in its trace.
    package var traceParent: String?
    package var subject: EventSubject
    /// How many faulty deliveries there were before.
    package var attempt: Int
    /// When the host took the event; the earliest time for this invocation; when a worker was given it; when it ended.
    package var queued: Date
    package var due: Date
    package var started: Date
    package var ended: Date
    package var status: FunctionResult.Status
    package var code: ReasonCode?
    /// What came of it, in a word that its function says: what was written for an answer (`message`, `comment` or `note`), or the
    /// state that the session came to.
    package var effect: String?
    /// For people; never customer text.
    package var message: String?
    package var outcome: InvocationRecord.Outcome
    /// Of the event, in bytes.
    package var size: Int

    package init(_ record: InvocationRecord) {
        let origin = record.event.origin
        number = 0
        function = record.function
        eventID = record.event.id
        source = record.event.key.source
        organization = record.organization ?? RelayEvent.defaultOrganization
        causeID = origin.causeID
        traceParent = record.span.context.traceParent
        subject = origin.subject
        attempt = record.attempt
        queued = record.queued
        due = record.due
        started = record.started
        ended = record.ended
        status = record.result.status
        code = record.result.code
        effect = Self.effect(record.result.data)
        message = record.result.message
        outcome = record.outcome
        size = record.event.bytes.count
        // Some events name one of the two; the function found the other.
        let data = record.result.data
        subject.threadID = subject.threadID ?? data["threadId"]?.id
        subject.sessionID = subject.sessionID ?? data["sessionId"]?.id ?? subject.inlineSessionID
    }

    package init(
        number: Int64, function: String, eventID: String, source: String, organization: String, causeID: String?,
        traceParent: String?, subject: EventSubject, attempt: Int, queued: Date, due: Date, started: Date, ended: Date,
        status: FunctionResult.Status, code: ReasonCode?, effect: String? = nil, message: String?,
        outcome: InvocationRecord.Outcome, size: Int
    ) {
        self.number = number
        self.function = function
        self.eventID = eventID
        self.source = source
        self.organization = organization
        self.causeID = causeID
        self.traceParent = traceParent
        self.subject = subject
        self.attempt = attempt
        self.queued = queued
        self.due = due
        self.started = started
        self.ended = ended
        self.status = status
        self.code = code
        self.effect = effect
        self.message = message
        self.outcome = outcome
        self.size = size
    }

    package var type: String { subject.type }

    private static func effect(_ data: JSON) -> String? { (data["kind"] ?? data["state"])?.string }
}
