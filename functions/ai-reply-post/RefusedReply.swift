import RelayCore

/// An answer of the AI that HubSpot does not take as it is, however often it is sent: a person takes over, with the answer as
/// a suggestion.
struct RefusedReply {
    private let request: ReplyRequest
    private let refusal: FunctionResult

    /// nil where something else is wrong than this answer (a token, a scope: it goes out once that is mended), and for a
    /// person's own reply, which that person is told of.
    init?(_ request: ReplyRequest, _ refusal: FunctionResult) {
        guard request.senderUserID == nil, refusal.status == .failed, let code = refusal.code,
            [.validation, .noRecipient, .conflict].contains(code)
        else { return nil }
        self.request = request
        self.refusal = refusal
    }

    func result(_ cause: RelayEvent) -> FunctionResult {
        let handoff = AIHandoffEvent(
            .init(
                reason: "HubSpot did not take the AI's answer",
                summary: "The AI's answer could not be posted: \(refusal.message ?? "no reason is known").",
                reply: request.text),
            in: request.conversation, key: "refused-\(request.inReplyTo ?? cause.id)")
        return .done(
            ["threadId": .string(request.threadID)], code: refusal.code,
            events: [cause.following(handoff, isRepeat: request.isRepeat)])
    }
}
