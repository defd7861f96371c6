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

    /// A reply that is a person's own (`senderUserId`) is not the AI speaking: whoever sent it decided.
    /// - Throws: A skip (`not-found`) where the thread does not hold the message that is answered.
    static func verdict(on request: ReplyRequest, _ reading: ThreadReading) throws(Stop) -> Verdict {
        guard request.senderUserID == nil, let decision = try reading.decide(onAnswerTo: request.inReplyTo) else {
            return .answer
        }
        return switch decision.outcome {
        case .answer: .answer
        case .draft: .draft
        case .quiet: .quiet(decision)
        }
    }
}
