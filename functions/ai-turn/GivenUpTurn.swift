import Conversations
import Logging
import RelayCore

/// A turn that ended by its own fault as often as it may, mostly at its deadline: a person gets the conversation. It is not
/// read once more: something in it may be what no worker gets through.
struct GivenUpTurn {
    private let turn: ConversationTurnEvent
    private let services: OrganizationServices

    init(_ turn: ConversationTurnEvent, _ services: OrganizationServices) {
        self.turn = turn
        self.services = services
    }

    func record() async throws -> TurnOutcome {
        services.logger.error("a turn is given up, and a person gets the conversation", metadata: ["thread": "\(turn.threadID)"])
        let language = try await services.sessions.find(threadID: turn.threadID)?.language
        let handoff = AnswerAction.Handoff(
            reason: "The AI could not answer",
            summary: "Working on the customer's last message did not come to an end, however often it was tried.",
            language: language, reply: services.fallbackLine(in: language))
        return try await TurnOutcomes(services: services).record(
            TurnOutcome(
                turn: turn, sessionID: services.sessions.id(ofThread: turn.threadID),
                action: .handoff(handoff), code: .deadlinePassed))
    }
}
