import Conversations
import FoundationEssentials
import OnceOnly
import RelayCore

/// The AI's turn on a customer message: decides on the thread as it stands now, asks the engine, and keeps the first
/// outcome before it is emitted.
struct Turn {
    private let event: RelayEvent
    private let turn: ConversationTurnEvent
    private let services: OrganizationServices
    private let engine: TimedEngine

    init(_ event: RelayEvent, _ services: OrganizationServices, engine: TimedEngine) throws {
        self.event = event
        self.services = services
        self.engine = engine
        turn = try ConversationTurnEvent(event)
    }

    func result() async throws -> FunctionResult {
        try event.checkDue(now: services.ambient.now())
        let standing = try StandingTurn(event, services)
        if let result = try await standing.result() { return result }
        if event.attempt > 0, event.isLastAttempt {
            return try await standing.result(of: try await GivenUpTurn(turn, services).record())
        }
        let leaseSeconds = services.configuration[ConfigurationKeys.aiTimeout] + 60
        return try await services.holding(.turn, turn.threadID, seconds: leaseSeconds) { lease in
            // Whoever had the lease before may have had this turn.
            if let result = try await standing.result() { return result }
            let reading = try await ThreadReading.now(turn.threadID, including: turn.messageID, of: services)
            guard let message = reading.message(turn.messageID) else {
                return .skipped(.notFound, "the message is not on the thread")
            }
            let decision = reading.decide(on: message)
            let data = JSON.object(decision.data(sessionID: reading.session.id))
            if case .quiet(let code) = decision.outcome, !decision.isWorthATurn {
                var result = FunctionResult.skipped(code, "the AI stays quiet", data: data)
                result.events = services.turns(supersedingBy: decision, in: reading, following: event)
                return result
            }
            let session = try await reopened(reading.session, by: message)
            try await lease.extend(leaseSeconds)
            let asked = try await answer(reading, session, message, decision)
            let outcome = TurnOutcome(turn: turn, sessionID: session.id, action: asked.action, code: asked.code)
            var result = try await TurnOutcomes(services: services).record(outcome).result(event, services, decision: data)
            if case .draft = decision.outcome, case .reply = asked.action { result.message = "the AI drafts an answer" }
            if case .none = asked.action, try await Reclosing(services: services).close(after: message, threadID: turn.threadID) {
                result.message = "the message had opened the thread again; it is closed"
            }
            // Under the lease, so that the next turn sees whose the session is.
            return try await services.taking(session, for: result)
        }
    }

    /// A customer who writes opens a session that was closed.
    private func reopened(_ session: Session, by message: ThreadMessage) async throws -> Session {
        guard session.state == .closed else { return session }
        return try await services.sessions.update(session) { $0.enter(.open, at: message.createdAt) }
    }

    private func answer(
        _ reading: ThreadReading, _ session: Session, _ message: ThreadMessage, _ decision: Decision
    ) async throws -> (action: AnswerAction, code: ReasonCode?) {
        if let code = decision.handoffCode {
            let budget = SpentBudget(services.configuration)
            let (reason, summary) =
                code == .ownMailbox ? (HiddenSender.reason, HiddenSender.summary) : (budget.reason, budget.summary)
            let handoff = AnswerAction.Handoff(
                reason: reason, summary: summary, sentiment: session.sentiment, language: session.language)
            return (.handoff(handoff), code)
        }
        return try await TurnQuestion(services: services, engine: engine).ask(reading, session, message)
    }
}
