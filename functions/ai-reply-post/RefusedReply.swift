import RelayCore

/// An answer that HubSpot does not take as it is, however often it is sent, or that could not be sent as often as it was tried: a
/// person takes over, with the answer as a suggestion.
struct RefusedReply {
    private let request: ReplyRequest
    private let refusal: FunctionResult

    /// What is not this answer's fault (it goes out once that is mended), and where nobody is left to answer.
    private static let others: [ReasonCode] = [
        .unauthorized, .missingScope, .badConfiguration, .unknownOrganization, .notFound, .noSession, .erased, .badField,
    ]

    /// nil where the answer may still go out.
    init?(_ request: ReplyRequest, _ refusal: FunctionResult, of event: RelayEvent) {
        guard let code = refusal.code, !Self.others.contains(code) else { return nil }
        switch refusal.status {
        case .failed: break
        case .retry: guard event.isLastAttempt, code.wait != .turn else { return nil }
        case .done, .skipped: return nil
        }
        self.request = request
        self.refusal = refusal
    }

    func result(_ cause: RelayEvent) -> FunctionResult {
        let who = request.senderUserID == nil ? "the AI's answer" : "a colleague's answer"
        let handoff = AIHandoffEvent(
            .init(
                reason: "HubSpot did not take \(who)",
                summary: "It could not be posted: \(refusal.message ?? "no reason is known").\(doubt)",
                suggestion: request.text),
            in: request.conversation, key: "refused-\(request.inReplyTo ?? cause.firstID)")
        return .done(
            ["threadId": .string(request.threadID)], code: refusal.code,
            events: [cause.following(handoff, isRepeat: request.isRepeat)])
    }

    private var doubt: String {
        refusal.status == .failed ? "" : " Look at the conversation before you answer: HubSpot may have sent it all the same."
    }
}
