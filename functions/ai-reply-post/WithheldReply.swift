import Answering
import Conversations
import Logging
import RelayCore

/// An answer of the AI that no customer may read: the customer gets the polite line, and a person the conversation. An engine
/// that answers at once is held back before; this is for one that answers later, and for what was noted meanwhile.
struct WithheldReply {
    private let request: ReplyRequest
    private let objection: String
    private let language: String?

    /// nil where the answer may go out; what a person writes is theirs to decide.
    init?(_ request: ReplyRequest, _ reading: ThreadReading) {
        let answerGuard = AnswerGuard(timeline: reading.timeline, ownNoteIDs: reading.ownMessageIDs)
        guard request.senderUserID == nil, let objection = answerGuard.objection(to: request.text) else { return nil }
        self.request = request
        self.objection = objection
        language = reading.session.language ?? reading.timeline.guessedLanguage
    }

    func result(_ cause: RelayEvent, _ services: OrganizationServices) -> FunctionResult {
        services.logger.error("an answer of the AI was withheld", metadata: ["detail": "the answer \(objection)"])
        let handoff = AIHandoffEvent(
            .init(
                reason: "The AI could not answer", summary: "The AI's answer was not sent: it \(objection).",
                language: language, reply: services.fallbackLine(in: language)),
            in: request.conversation, key: "withheld-\(request.inReplyTo ?? cause.firstID)")
        return .done(
            ["threadId": .string(request.threadID)], code: .aiUnavailable,
            events: [cause.following(handoff, isRepeat: request.isRepeat)])
    }
}
