import FoundationEssentials
import RelayCore

// MARK: - Turn outcome, lease

extension DynamoOrganizationStore {
    package func turnOutcome(
        threadID: String, messageID: String
    ) async throws(StoreError) -> String? {
        try await run("read a turn") { table in try await table.item(key("turn", threadID, messageID))?.string("outcome") }
    }

    package func recordTurnOutcome(
        threadID: String, messageID: String, outcome: String, now: Date
    ) async throws(StoreError) -> String {
        try await run("record a turn") { table in
            let write = DynamoWrite.put(
                key("turn", threadID, messageID), ["outcome": .text(outcome), "recordedAt": .time(now)], if: .isNew)
            guard case .refused(let standing) = try await table.write(write) else { return outcome }
            return try standing?.string("outcome") ?? outcome
        }
    }

    package func deleteTurns(threadID: String, limit: Int) async throws(StoreError) -> Int {
        try await run("delete turns") { table in
            try await table.deleteItems(.partition(partition("turn", threadID)), limit: limit)
        }
    }

    package func acquireLease(
        name: String, owner: String, now: Date, until: Date
    ) async throws(StoreError) -> LeaseOutcome {
        try await run("take a lease") { table in
            let isFree = DynamoExpression(
                "attribute_not_exists(pk) OR #owner = :owner OR #until <= :now", ["owner": .text(owner), "now": .time(now)])
            let write = DynamoWrite.put(
                key("lease", name), ["owner": .text(owner), "until": .time(until), "expires": .end(until + Self.endedKept)],
                if: isFree)
            return try await settled {
                guard case .refused(let standing) = try await table.write(write) else { return .acquired }
                // Released in between.
                guard let standing else { return nil }
                return .busy(until: try standing.date("until"), owner: try standing.string("owner"))
            }
        }
    }

    /// So long after its end DynamoDB deletes a lease that nobody released, in seconds.
    private static let endedKept: Double = 86_400

    package func releaseLease(name: String, owner: String) async throws(StoreError) {
        try await giveBack("release a lease") { table in
            _ = try await table.write(
                .delete(key("lease", name), if: DynamoExpression("#owner = :owner", ["owner": .text(owner)])))
        }
    }
}
