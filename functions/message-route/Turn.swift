import FoundationEssentials
import HubSpotAPI
import LiveFunction
import Logging
import RelayCore

/// The AI's turn on a customer message: decides on the thread as it stands now, asks the engine, and keeps the first
/// outcome before it is emitted.
struct Turn {
    let event: RelayEvent
    let services: OrganizationServices
    let engine: TimedEngine

    func result() async throws(Stop) -> FunctionResult {
        let request = try TurnRequest(event, now: services.ambient.now())
        let outcomes = TurnOutcomes(services: services)
        if let outcome = try await outcomes.standing(request) { return outcome.result(cause: event, services: services) }
        let leaseSeconds = services.configuration[ConfigurationKeys.aiTimeout] + 60
        return try await ThreadLease.hold(.turn, threadID: request.threadID, seconds: leaseSeconds, of: services) {
            lease throws(Stop) in
            // Whoever had the lease before may have had this turn.
            if let outcome = try await outcomes.standing(request) { return outcome.result(cause: event, services: services) }
            let reading: ThreadReading
            do throws(Stop) {
                reading = try await ThreadReading.read(request.threadID, including: request.messageID, of: services)
            } catch {
                // A thread that was deleted meanwhile has nobody to answer.
                throw error.result.code == .notFound ? Stop(.skipped(.notFound, error.result.message)) : error
            }
            guard let message = reading.message(request.messageID) else {
                return .skipped(.notFound, "the thread does not hold the message")
            }
            let decision = reading.decide(on: message)
            let data = JSON.object(decision.data(sessionID: reading.session.id))
            if case .quiet(let code) = decision.outcome, code != .replyBudgetSpent {
                var result = FunctionResult.skipped(code, data: data)
                result.events = TurnEvent(services: services).superseding(decision, in: reading, cause: event)
                return result
            }
            let session = try await reopened(reading.session, by: message)
            try await lease.extend(leaseSeconds)
            let asked = try await answer(reading, session, message, decision)
            let outcome = TurnOutcome(
                threadID: request.threadID, messageID: request.messageID, sessionID: session.id, action: asked.action,
                code: asked.code, decision: data)
            return try await outcomes.record(outcome).result(cause: event, services: services)
        }
    }

    /// A customer who writes opens a session that was closed.
    private func reopened(_ session: Session, by message: ThreadMessage) async throws(Stop) -> Session {
        guard session.state == .closed else { return session }
        return try await services.sessions.update(session) { $0.enter(.open, at: message.createdAt) }
    }

    private func answer(
        _ reading: ThreadReading, _ session: Session, _ message: ThreadMessage, _ decision: Decision
    ) async throws(Stop) -> (action: AnswerAction, code: ReasonCode?) {
        if case .quiet(let code) = decision.outcome {
            let budget = SpentBudget(services.configuration)
            let handoff = AnswerAction.Handoff(
                reason: budget.reason, summary: budget.summary, sentiment: session.sentiment, language: session.language,
                reply: nil)
            return (.handoff(handoff), code)
        }
        var asked = try await TurnQuestion(services: services, engine: engine).ask(reading, session, message)
        asked.action = asked.action.asDraft(reading.policy)
        return asked
    }
}
