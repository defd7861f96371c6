import LiveFunction
import RelayCore

/// Whether a reply may still go out, and as what: checked again just before it is written, because people act while the
/// AI thinks.
enum ReplyGate {
    enum Verdict: Equatable {
        case answer
        /// As an internal comment for the team.
        case draft
        case quiet(Decision)
    }

    /// A reply that is a person's own (`senderUserId`), or that answers no message of the thread, is not the AI speaking
    /// by itself: whoever sent it decided.
    static func verdict(on request: ReplyRequest, _ reading: ThreadReading) -> Verdict {
        guard request.senderUserID == nil, let inReplyTo = request.inReplyTo, let message = reading.message(inReplyTo) else {
            return .answer
        }
        let decision = reading.decide(on: message)
        return switch decision.outcome {
        case .answer: .answer
        case .draft: .draft
        case .quiet: .quiet(decision)
        }
    }
}
