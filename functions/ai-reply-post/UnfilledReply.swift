import Conversations
import RelayCore

/// An answer in which the AI left something to be filled in that nobody here knows: it becomes a draft, and a person takes over.
struct UnfilledReply {
    let request: ReplyRequest
    /// As it stands in the answer.
    let blank: String

    /// Adds the handoff to the result of the draft.
    func handOver(_ result: inout FunctionResult, following cause: RelayEvent) {
        let handoff = AIHandoffEvent(
            .init(
                reason: "The AI's answer is not complete",
                summary: "The AI's answer was not sent: “\(blank)” is not filled in. It stands here as a draft.",
                language: request.language),
            in: request.conversation, key: "unfilled-\(request.inReplyTo ?? cause.firstID)")
        result.code = .unfilledAnswer
        result.events.append(cause.following(handoff, isRepeat: request.isRepeat))
    }
}
