import Conversations
import FoundationEssentials
import RelayCore

/// What the AI said on its turn, as it is kept: the first outcome of a turn is the only one.
struct TurnOutcome {
    let turn: ConversationTurnEvent
    let sessionID: String
    let action: AnswerAction
    /// Why it is not the engine's own answer.
    let code: ReasonCode?

    /// The result of the turn: the AI's reply or handoff as an event. A handoff is kept as what it is, and becomes a draft only where
    /// assist mode is on as it is emitted. What follows from a deliberate repeat of the turn has ids of its own; what is written for
    /// it is still written once.
    /// - Parameter decision: The decision under which the AI was asked; nil where that was earlier.
    func result(
        _ cause: RelayEvent, _ services: OrganizationServices, decision: JSON? = nil
    ) -> FunctionResult {
        let decision = decision ?? ["sessionId": .string(sessionID)]
        let isRepeat = cause.isRepeat(of: turn)
        let conversation = ConversationReference(threadID: turn.threadID, sessionID: sessionID, inReplyTo: turn.messageID)
        switch action {
        case .reply(let reply):
            let event = cause.following(AIReplyEvent(reply, in: conversation), isRepeat: isRepeat)
            return .done(decision, events: [event]).saying("the AI answers")
        case .handoff(let handoff) where services.configuration[ConfigurationKeys.assistMode]:
            let draft = AIReplyEvent(handoff.draft, in: conversation, isDraft: true)
            return .done(decision, events: [cause.following(draft, isRepeat: isRepeat)]).saying("the AI suggests a handoff")
        case .handoff(let handoff):
            // A person who gives the conversation back is not given it again for the same message.
            let event = cause.following(AIHandoffEvent(handoff, in: conversation))
            return .done(decision, code: code, events: [event]).saying("the AI hands over to a person")
        case .none: return .skipped(.aiChoseSilence, "the AI stays quiet", data: decision)
        case .deferred:
            let due = services.ambient.now() + services.configuration[ConfigurationKeys.aiReplyTimeout]
            let timeout = AITimeoutEvent(threadID: turn.threadID, messageID: turn.messageID, due: due)
            return .done(decision, events: [cause.following(timeout, isRepeat: isRepeat)]).saying("the AI answers later")
        }
    }
}

// MARK: - As it is kept

extension TurnOutcome {
    /// Without thread and message, by which it is kept, and the thread's session.
    var json: JSON { .present(action.members.merging(["code": .optional(code?.rawValue)]) { $1 }) }

    init(stored text: String, of turn: ConversationTurnEvent, sessionID: String) throws {
        do {
            let reader = try ObjectReader(try JSON.parse(text), path: "outcome")
            self.init(
                turn: turn, sessionID: sessionID, action: try AnswerAction(reader),
                code: try reader.optionalString("code").flatMap(ReasonCode.init(rawValue:)))
        } catch {
            throw Stop(.failed(.internalError, "the stored outcome of this turn cannot be read"))
        }
    }
}
