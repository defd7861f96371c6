import FoundationEssentials
import OnceOnly
import RelayCore

/// Which message an answer of ours answers. A customer may write while an answer is under way: it then stands behind a message that
/// it does not answer. The ledger knows what each answers, also one that it has only begun.
struct AnswerReference: Sendable {
    let threadID: String
    let services: OrganizationServices

    /// How many messages before an answer of which the ledger has no end are asked about.
    private static let reach = 20

    /// - Parameter messageIDs: Of the customers' messages that stand before the answer, oldest first.
    /// - Returns: nil where it names none of them: then it answers all before it.
    func message(
        answeredBy answerID: String, at date: Date, among messageIDs: [String]
    ) async throws -> String? {
        if let key = try await services.store.effectKey(hubSpotID: answerID) {
            return messageIDs.last { key == EffectKey.reply(conversation: threadID, key: $0) }
        }
        return try await message(begunBefore: date, among: messageIDs)
    }

    /// Whether the ledger knows the answer not at all: then it was written with another store.
    func isForeign(_ answerID: String, at date: Date, among messageIDs: [String]) async throws -> Bool {
        if try await services.store.effectKey(hubSpotID: answerID) != nil { return false }
        return try await message(begunBefore: date, among: messageIDs) == nil
    }

    private func message(begunBefore date: Date, among messageIDs: [String]) async throws -> String? {
        // Of several that are begun it may be either's: asked once too often is better than never.
        var begun: String?
        for id in messageIDs.suffix(Self.reach).reversed() {
            let key = EffectKey.reply(conversation: threadID, key: id)
            guard let record = try await services.store.effect(key: key), record.hubSpotID == nil else { continue }
            if EffectLedger.Timing().window(of: record).contains(date) { begun = id }
        }
        return begun
    }
}
