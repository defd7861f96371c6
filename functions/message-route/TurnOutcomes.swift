import LiveFunction
import RelayCore

/// The outcomes of turns in the store. An AI may answer differently when it is asked twice: the first outcome wins.
struct TurnOutcomes {
    let services: OrganizationServices

    func standing(_ request: TurnRequest) async throws(Stop) -> TurnOutcome? {
        let text = try await stored { () throws(StoreError) in
            try await services.store.turnOutcome(
                organization: services.name, threadID: request.threadID, messageID: request.messageID)
        }
        return try text.map { text throws(Stop) in try TurnOutcome(stored: text) }
    }

    /// - Returns: The outcome that stands.
    func record(_ outcome: TurnOutcome) async throws(Stop) -> TurnOutcome {
        let text = try await stored { () throws(StoreError) in
            try await services.store.recordTurnOutcome(
                organization: services.name, threadID: outcome.threadID, messageID: outcome.messageID,
                outcome: outcome.json.canonical, now: services.ambient.now())
        }
        return try TurnOutcome(stored: text)
    }
}
