import Foundation
import PostgresClient
import RelayCore

// MARK: - Effect ledger

extension PostgresOrganizationStore {
    package func effect(key: String) async throws(StoreError) -> EffectRecord? {
        try await read("read the effect ledger") { try record($0, key) }
    }

    package func startEffect(key: String, now: Date) async throws(StoreError) -> EffectStart {
        // Once more, it would take its own record for another's.
        try await write("start an effect", .never) { statements in
            try statements.untilDecided {
                let started = try statements.run(
                    "INSERT INTO effect (organization, key, started_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                    [.text(organization), .text(key), .time(now)])
                if started > 0 { return .started }
                return try record(statements, key).map { .exists($0) }
            }
        }
    }

    package func noteEffectLook(key: String, now: Date) async throws(StoreError) {
        // Once more, it would count two looks for one.
        try await write("note a look", .never) { statements in
            try statements.run(
                """
                UPDATE effect SET looks = looks + 1, looked_at = $1
                WHERE organization = $2 AND key = $3 AND hubspot_id IS NULL
                """, [.time(now), .text(organization), .text(key)])
        }
    }

    package func restartEffect(
        key: String, seen: Date, now: Date
    ) async throws(StoreError) -> Bool {
        // Only to a later millisecond: over an equal one, a second caller that saw the same start would win as well.
        guard Timestamp.milliseconds(now) > Timestamp.milliseconds(seen) else { return false }
        return try await write("restart an effect", .never) { statements in
            try statements.run(
                """
                UPDATE effect SET started_at = $1, looks = 0, looked_at = NULL
                WHERE organization = $2 AND key = $3 AND started_at = $4 AND hubspot_id IS NULL
                """, [.time(now), .text(organization), .text(key), .time(seen)]) > 0
        }
    }

    package func finishEffect(key: String, hubSpotID: String) async throws(StoreError) {
        try await giveBack("finish an effect") { statements in
            try statements.run(
                "UPDATE effect SET hubspot_id = $1 WHERE organization = $2 AND key = $3 AND hubspot_id IS NULL",
                [.text(hubSpotID), .text(organization), .text(key)])
        }
    }

    package func abandonEffect(key: String, seen: Date) async throws(StoreError) {
        try await giveBack("abandon an effect") { statements in
            try statements.run(
                "DELETE FROM effect WHERE organization = $1 AND key = $2 AND started_at = $3 AND hubspot_id IS NULL",
                [.text(organization), .text(key), .time(seen)])
        }
    }

    package func effectKey(hubSpotID: String) async throws(StoreError) -> String? {
        try await read("read the effect ledger") { statements in
            try statements.row(
                "SELECT key FROM effect WHERE organization = $1 AND hubspot_id = $2 ORDER BY key LIMIT 1",
                [.text(organization), .text(hubSpotID)])?.text(0)
        }
    }

    private func record(_ statements: PostgresStatements, _ key: String) throws -> EffectRecord? {
        try statements.row(
            "SELECT started_at, looks, looked_at, hubspot_id FROM effect WHERE organization = $1 AND key = $2",
            [.text(organization), .text(key)]
        ).map { row in
            EffectRecord(
                key: key, startedAt: try row.date(0), looks: try row.number(1), lookedAt: row.time(2), hubSpotID: row.text(3))
        }
    }
}
