import Conversations
import RelayCore

/// The outcomes of turns in the store. An AI may answer differently when it is asked twice: the first outcome wins.
struct TurnOutcomes {
    let services: OrganizationServices

    func standing(_ turn: ConversationTurnEvent) async throws -> TurnOutcome? {
        try await services.store.turnOutcome(threadID: turn.threadID, messageID: turn.messageID).map {
            try outcome($0, of: turn)
        }
    }

    /// - Returns: The outcome that stands.
    func record(_ outcome: TurnOutcome) async throws -> TurnOutcome {
        let turn = outcome.turn
        return try self.outcome(
            try await services.store.recordTurnOutcome(
                threadID: turn.threadID, messageID: turn.messageID, outcome: outcome.json.canonical, now: services.ambient.now()),
            of: turn)
    }

    private func outcome(_ stored: String, of turn: ConversationTurnEvent) throws -> TurnOutcome {
        try TurnOutcome(stored: stored, of: turn, sessionID: services.sessions.id(ofThread: turn.threadID))
    }

    // MARK: An engine that answers later

    /// Whether an engine that had taken the turn said later that it does not answer.
    func isSilence(threadID: String, messageID: String) async throws -> Bool {
        try await services.store.turnOutcome(threadID: threadID, messageID: Self.later(messageID)) != nil
    }

    func recordSilence(_ silence: AINoneEvent) async throws {
        _ = try await services.store.recordTurnOutcome(
            threadID: silence.threadID, messageID: Self.later(silence.inReplyTo), outcome: silence.data.canonical,
            now: services.ambient.now())
    }

    private static func later(_ messageID: String) -> String { "\(messageID):later" }
}
