import FoundationEssentials
import HostDelivery
import RelayCore

/// What became of customers' messages and conversations over a time, by the history.
package struct Report: Sendable {
    package var since: Date
    package var until: Date
    /// Messages of customers that got their turn.
    package var handled = 0
    package var answered = 0
    package var drafted = 0
    /// Answered or drafted: an older version did not write down which.
    package var unknown = 0
    /// By the code why; those of the AI's own choice have none.
    package var handedOver: [String: Int] = [:]
    /// By the code why.
    package var quiet: [String: Int] = [:]
    /// Messages of which nothing has come yet, or that were given up.
    package var unfinished = 0
    /// Conversations that the AI answered and that were closed, with no person taking over after its last answer.
    package var resolved = 0
    /// The newest first.
    package var unanswered: [UnansweredQuestion] = []
    /// Seconds from a message's coming to us to its answer, in order.
    private var times: [Double] = []

    /// What a report reads of the history.
    static let types = [ConversationTurnEvent.type, AIReplyEvent.type, AIHandoffEvent.type]
    static let effects = [Session.State.closed.rawValue, Session.State.handedOff.rawValue]
    /// In the place of a code.
    package static let ownChoice = "the AI's choice"

    private struct MessageKey: Hashable {
        let organization: String
        let threadID: String
        let messageID: String
    }

    private struct Message {
        var turn: InvocationOutcome?
        var reply: InvocationOutcome?
        var handoff: InvocationOutcome?
    }

    /// - Parameter outcomes: The oldest first: of several deliveries the last one counts.
    init(since: Date, until: Date, outcomes: [InvocationOutcome]) {
        self.since = since
        self.until = until
        resolved = Resolutions(outcomes, since: since).count
        var messages: [MessageKey: Message] = [:]
        for outcome in outcomes where outcome.ended >= since {
            guard let messageID = outcome.messageID else { continue }
            let key = MessageKey(organization: outcome.organization, threadID: outcome.threadID, messageID: messageID)
            switch outcome.type {
            case ConversationTurnEvent.type: messages[key, default: Message()].turn = outcome
            case AIReplyEvent.type: messages[key, default: Message()].reply = outcome
            case AIHandoffEvent.type: messages[key, default: Message()].handoff = outcome
            default: break
            }
        }
        for message in messages.values { if let turn = message.turn { count(turn, message.reply, message.handoff) } }
        times.sort()
        unanswered.sort { ($1.askedAt, $0.messageID) < ($0.askedAt, $1.messageID) }
    }

    private mutating func count(_ turn: InvocationOutcome, _ reply: InvocationOutcome?, _ handoff: InvocationOutcome?) {
        handled += 1
        if let handoff, handoff.status == .done {
            let code = turn.code ?? reply?.code
            handedOver[code?.rawValue ?? Self.ownChoice, default: 0] += 1
            note(UnansweredQuestion(turn, code, handoff: handoff.number))
        } else if let reply, let written = reply.written {
            switch written {
            case .answer:
                answered += 1
                times.append(reply.ended.timeIntervalSince(turn.queued))
            case .draft: drafted += 1
            case .unknown: unknown += 1
            }
        } else if let code = (reply ?? turn).code, (reply ?? turn).status == .skipped {
            quiet[code.rawValue, default: 0] += 1
            note(UnansweredQuestion(turn, code, handoff: nil))
        } else {
            unfinished += 1
        }
    }

    private mutating func note(_ question: UnansweredQuestion?) { if let question { unanswered.append(question) } }

    // MARK: Time to answer

    /// nil without an answer.
    package var medianTimeToAnswer: Double? { times.isEmpty ? nil : times[times.count / 2] }
    /// The 95th percentile of the same.
    package var longTimeToAnswer: Double? { times.isEmpty ? nil : times[min(times.count - 1, times.count * 95 / 100)] }

    private static let steps: [Double] = [5, 15, 30, 60, 120, 300, 900, 3600]

    /// How many answers took no longer than so many seconds, and longer than those before; nil: longer than all.
    package var timesToAnswer: [(within: Double?, count: Int)] {
        var former = -Double.infinity
        return (Self.steps.map(Optional.some) + [nil]).map { step in
            defer { former = step ?? .infinity }
            return (step, times.count { $0 > former && $0 <= step ?? .infinity })
        }
    }
}
