import FoundationEssentials
import HubSpotAPI
import LiveFunction
import RelayCore

/// An engine took a turn and said that it would answer later: where it did not, the customer gets the polite line and a
/// person.
struct TurnTimeout {
    let event: RelayEvent
    let services: OrganizationServices

    func result() async throws(Stop) -> FunctionResult {
        let request = try TurnRequest(event, now: services.ambient.now())
        let key = EventID.reply(conversation: request.threadID, key: request.messageID)
        let reply = try await stored { () throws(StoreError) in
            try await services.store.effect(organization: services.name, key: key)
        }
        // A reply that is under way counts: its own event is tried until it stands.
        if reply != nil { return .skipped(.alreadyDone, "the turn was answered") }
        let reading = try await ThreadReading.read(request.threadID, including: request.messageID, of: services)
        guard let message = reading.message(request.messageID) else {
            return .skipped(.notFound, "the thread does not hold the message")
        }
        let decision = reading.decide(on: message)
        let data = JSON.object(decision.data(sessionID: reading.session.id))
        // With the budget spent a person is all the more needed.
        if case .quiet(let code) = decision.outcome, code != .replyBudgetSpent {
            var result = FunctionResult.skipped(code, data: data)
            result.events = TurnEvent(services: services).superseding(decision, in: reading, cause: event)
            return result
        }
        let handoff = AnswerAction.Handoff(
            reason: "The AI did not answer in time",
            summary: "The AI engine took the customer's last message and did not answer it.",
            sentiment: reading.session.sentiment, language: reading.session.language,
            reply: services.configuration[ConfigurationKeys.aiFallbackLine])
        let outcome = TurnOutcome(
            threadID: request.threadID, messageID: request.messageID, sessionID: reading.session.id,
            action: AnswerAction.handoff(handoff).asDraft(reading.policy), code: .aiTimeout, decision: data)
        return outcome.result(cause: event, services: services)
    }
}
