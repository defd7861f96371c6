import FoundationEssentials
import RelayCore

/// What a function is told of a delivery beside the event.
package struct DeliveryFacts: Sendable, Hashable {
    /// How many faulty deliveries there were before.
    package let attempt: Int
    /// After one more fault the event goes to the dead letters.
    package let isLast: Bool
    /// Since when the event has been waiting for something outside it.
    package let waitingSince: Date?
    /// Its place in the trace, in the place of what the event says.
    package var trace: TraceContext?

    package init(attempt: Int = 0, isLast: Bool = false, waitingSince: Date? = nil, trace: TraceContext? = nil) {
        self.attempt = attempt
        self.isLast = isLast
        self.waitingSince = waitingSince
        self.trace = trace
    }

    /// As members of an event's JSON, each followed by a comma.
    var members: String {
        var text = attempt > 0 ? #""attempt":\#(attempt),"# : ""
        if isLast { text += #""lastattempt":true,"# }
        if let waitingSince { text += #""waitingsince":"\#(Timestamp.rfc3339(waitingSince))","# }
        return text
    }
}
