import Conversations
import RelayCore

/// Whether a reply may still go out, and as what: decided again just before it is written, because people act while the
/// AI thinks.
enum ReplyPermission: Equatable {
    case answer
    /// As an internal comment for the team.
    case draft
    case quiet(Decision)

    /// A reply that is a person's own (`senderUserId`) is not the AI speaking: whoever sent it decided.
    /// - Throws: A skip (`not-found`) where the thread does not hold the message that is answered.
    init(_ request: ReplyRequest, _ reading: ThreadReading) throws {
        guard request.senderUserID == nil, let decision = try reading.decide(onAnswerTo: request.inReplyTo) else {
            self = request.isDraft ? .draft : .answer
            return
        }
        self =
            switch decision.outcome {
            case .answer: request.isDraft ? .draft : .answer
            case .draft: .draft
            case .quiet: .quiet(decision)
            }
    }
}
