import Answering
import Conversations
import FoundationEssentials
import RelayCore

/// An engine took a turn and said that it would answer later: where it did not, the customer gets the polite line and a
/// person.
struct TurnTimeout {
    private let event: RelayEvent
    private let timeout: AITimeoutEvent
    private let services: OrganizationServices

    init(_ event: RelayEvent, _ services: OrganizationServices) throws {
        self.event = event
        self.services = services
        timeout = try AITimeoutEvent(event)
    }

    func result() async throws -> FunctionResult {
        try event.checkDue(now: services.ambient.now())
        if try await isAnswered() { return .skipped(.alreadyDone, "the turn was answered") }
        if try await TurnOutcomes(services: services).isSilence(threadID: timeout.threadID, messageID: timeout.messageID) {
            return .skipped(.aiChoseSilence)
        }
        let reading = try await ThreadReading.now(timeout.threadID, including: timeout.messageID, of: services)
        guard let message = reading.message(timeout.messageID) else {
            return .skipped(.notFound, "the message is not on the thread")
        }
        if try await isAnsweredByNoName(message, reading) {
            return .skipped(.alreadyDone, "the customer was answered in the meantime")
        }
        let decision = reading.decide(on: message)
        let data = JSON.object(decision.data(sessionID: reading.session.id))
        // With the budget spent a person is all the more needed.
        if case .quiet(let code) = decision.outcome, !decision.isWorthATurn {
            var result = FunctionResult.skipped(code, data: data)
            result.events = services.turns(supersedingBy: decision, in: reading, following: event)
            return result
        }
        let language = reading.session.language ?? reading.timeline.guessedLanguage
        let handoff = AnswerAction.Handoff(
            reason: "The AI did not answer in time",
            summary: "The AI engine took the customer's last message and did not answer it.",
            sentiment: reading.session.sentiment, language: language, reply: services.fallbackLine(in: language))
        let outcome = TurnOutcome(
            turn: ConversationTurnEvent(threadID: timeout.threadID, messageID: timeout.messageID, due: nil),
            sessionID: reading.session.id, action: .handoff(handoff), code: .aiTimeout)
        return try await services.taking(reading.session, for: outcome.result(event, services, decision: data))
    }

    /// Whether the AI side answered, to the customer or with a draft. What is under way counts: its own event is tried until it
    /// stands.
    private func isAnswered() async throws -> Bool {
        let (conversation, key) = (timeout.threadID, timeout.messageID)
        for key in [
            EffectKey.reply(conversation: conversation, key: key), EffectKey.draft(conversation: conversation, key: key),
        ] where try await services.store.effect(key: key) != nil { return true }
        return false
    }

    /// Whether the AI side answered since without naming a message (`inReplyTo`).
    private func isAnsweredByNoName(_ message: ThreadMessage, _ reading: ThreadReading) async throws -> Bool {
        for entry in reading.timeline where entry.role == .ai && entry.createdAt > message.createdAt {
            guard let key = try await services.store.effectKey(hubSpotID: entry.id) else { continue }
            let names = reading.messages.contains {
                key == EffectKey.reply(conversation: timeout.threadID, key: $0.id)
            }
            if !names { return true }
        }
        return false
    }
}
