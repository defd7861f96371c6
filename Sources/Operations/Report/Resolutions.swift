import FoundationEssentials
import HostDelivery
import RelayCore

/// Counts resolved conversations: those that were closed, with no person taking over after the AI's last answer.
struct Resolutions {
    private struct Conversation {
        /// Numbers of invocations.
        var (answered, takenOver, closed): (Int64, Int64, Int64) = (0, 0, 0)

        var isResolved: Bool { answered > 0 && answered > takenOver && closed > answered }
    }

    private struct Key: Hashable {
        let organization: String
        let threadID: String
    }

    private var conversations: [Key: Conversation] = [:]

    /// - Parameter since: An earlier closing does not count.
    init(_ outcomes: [InvocationOutcome], since: Date) {
        for outcome in outcomes {
            let key = Key(organization: outcome.organization, threadID: outcome.threadID)
            switch (outcome.type, outcome.effect) {
            case (AIReplyEvent.type, _) where outcome.written == .answer:
                conversations[key, default: Conversation()].answered = outcome.number
            case (AIHandoffEvent.type, _) where outcome.status == .done, (_, Session.State.handedOff.rawValue):
                conversations[key, default: Conversation()].takenOver = outcome.number
            case (_, Session.State.closed.rawValue) where outcome.ended >= since:
                conversations[key, default: Conversation()].closed = outcome.number
            default: break
            }
        }
    }

    var count: Int { conversations.values.count { $0.isResolved } }
}
