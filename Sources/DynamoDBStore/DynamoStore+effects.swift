import FoundationEssentials
import RelayCore

// MARK: - Effect ledger

extension DynamoOrganizationStore {
    private static let isUnfinished = DynamoExpression("attribute_not_exists(#hubSpotID)")

    private static func isUnfinished(since date: Date) -> DynamoExpression {
        isUnfinished.and(DynamoExpression("#startedAt = :seen", ["seen": .time(date)]))
    }

    package func effect(key name: String) async throws(StoreError) -> EffectRecord? {
        try await run("read the effect ledger") { table in
            try await table.item(key("effect", name)).map { try Self.record(name, $0) }
        }
    }

    package func startEffect(key name: String, now: Date) async throws(StoreError) -> EffectStart {
        try await run("start an effect") { table in
            try await settled {
                let write = DynamoWrite.put(key("effect", name), ["startedAt": .time(now), "looks": .integer(0)], if: .isNew)
                guard case .refused(let standing) = try await table.write(write) else { return .started }
                // Abandoned in between.
                guard let standing else { return nil }
                return .exists(try Self.record(name, standing))
            }
        }
    }

    package func noteEffectLook(key name: String, now: Date) async throws(StoreError) {
        try await run("note a look") { table in
            let looked = DynamoExpression(
                "SET #looks = #looks + :one, #lookedAt = :now", ["one": .integer(1), "now": .time(now)])
            // Once more, and after another's look, it would count two for one: the next delivery looks again instead.
            var write = DynamoWrite.update(key("effect", name), looked, if: Self.isUnfinished)
            write.isHarmless = false
            _ = try await table.write(write)
        }
    }

    package func restartEffect(
        key name: String, seen: Date, now: Date
    ) async throws(StoreError) -> Bool {
        // Only to a later millisecond: over an equal one, a second caller that saw the same start would win as well.
        guard Timestamp.milliseconds(now) > Timestamp.milliseconds(seen) else { return false }
        return try await run("restart an effect") { table in
            let write = DynamoWrite.put(
                key("effect", name), ["startedAt": .time(now), "looks": .integer(0)], if: Self.isUnfinished(since: seen))
            return try await table.write(write).isDone
        }
    }

    package func finishEffect(key name: String, hubSpotID: String) async throws(StoreError) {
        try await giveBack("finish an effect") { table in
            let finished = DynamoExpression("SET #hubSpotID = :hubSpotID", ["hubSpotID": .text(hubSpotID)])
            _ = try await table.write(together: [
                .update(key("effect", name), finished, if: Self.isUnfinished),
                .put(key("hubspot", hubSpotID, name), ["key": .text(name)]),
            ])
        }
    }

    package func abandonEffect(key name: String, seen: Date) async throws(StoreError) {
        try await giveBack("abandon an effect") { table in
            _ = try await table.write(.delete(key("effect", name), if: Self.isUnfinished(since: seen)))
        }
    }

    package func effectKey(hubSpotID: String) async throws(StoreError) -> String? {
        try await run("read the effect ledger") { table in
            try await table.items(.partition(partition("hubspot", hubSpotID)), limit: 1).first?.string("key")
        }
    }

    private static func record(_ name: String, _ item: DynamoItem) throws(StoreError) -> EffectRecord {
        EffectRecord(
            key: name, startedAt: try item.date("startedAt"), looks: try item.number("looks"), lookedAt: item.time("lookedAt"),
            hubSpotID: item.text("hubSpotID"))
    }
}
