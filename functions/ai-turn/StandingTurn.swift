import Conversations
import RelayCore

/// What an earlier try of a turn came to, or another event for the same turn.
struct StandingTurn {
    private let event: RelayEvent
    private let turn: ConversationTurnEvent
    private let services: OrganizationServices

    init(_ event: RelayEvent, _ services: OrganizationServices) throws {
        self.event = event
        self.services = services
        turn = try ConversationTurnEvent(event)
    }

    func outcome() async throws -> TurnOutcome? { try await TurnOutcomes(services: services).standing(turn) }

    /// nil where no outcome stands.
    func result() async throws -> FunctionResult? {
        guard let outcome = try await outcome() else { return nil }
        return try await result(of: outcome)
    }

    /// The outcome's result, with the session taken for a handoff: whoever recorded it may have ended before that.
    func result(of outcome: TurnOutcome) async throws -> FunctionResult {
        let result = outcome.result(event, services)
        guard let session = try await services.sessions.find(threadID: turn.threadID) else { return result }
        return try await services.taking(session, for: result)
    }
}
