import Foundation
import GRDB
import RelayCore

// MARK: - Effect ledger

extension SQLiteOrganizationStore {
    package func effect(key: String) async throws(StoreError) -> EffectRecord? {
        try read("read the effect ledger") { database in try record(database, key) }
    }

    package func startEffect(key: String, now: Date) async throws(StoreError) -> EffectStart {
        try write("start an effect") { database in
            try database.run(
                sql: "INSERT INTO effect (organization, key, startedAt) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                arguments: [organization, key, Milliseconds.from(now)])
            if database.changesCount > 0 { return .started }
            guard let record = try record(database, key) else {
                throw StoreError("could not start an effect: its record is gone")
            }
            return .exists(record)
        }
    }

    package func noteEffectLook(key: String, now: Date) async throws(StoreError) {
        try write("note a look") { database in
            try database.run(
                sql: "UPDATE effect SET looks = looks + 1, lookedAt = ? WHERE organization = ? AND key = ? AND hubSpotID IS NULL",
                arguments: [Milliseconds.from(now), organization, key])
        }
    }

    package func restartEffect(
        key: String, seen: Date, now: Date
    ) async throws(StoreError) -> Bool {
        // Only to a later millisecond: over an equal one, a second caller that saw the same start would win as well.
        guard Milliseconds.from(now) > Milliseconds.from(seen) else { return false }
        return try write("restart an effect") { database in
            try database.run(
                sql: """
                    UPDATE effect SET startedAt = ?, looks = 0, lookedAt = NULL
                    WHERE organization = ? AND key = ? AND startedAt = ? AND hubSpotID IS NULL
                    """, arguments: [Milliseconds.from(now), organization, key, Milliseconds.from(seen)])
            return database.changesCount > 0
        }
    }

    package func finishEffect(key: String, hubSpotID: String) async throws(StoreError) {
        try write("finish an effect") { database in
            try database.run(
                sql: "UPDATE effect SET hubSpotID = ? WHERE organization = ? AND key = ? AND hubSpotID IS NULL",
                arguments: [hubSpotID, organization, key])
        }
    }

    package func abandonEffect(key: String, seen: Date) async throws(StoreError) {
        try write("abandon an effect") { database in
            try database.run(
                sql: "DELETE FROM effect WHERE organization = ? AND key = ? AND startedAt = ? AND hubSpotID IS NULL",
                arguments: [organization, key, Milliseconds.from(seen)])
        }
    }

    package func effectKey(hubSpotID: String) async throws(StoreError) -> String? {
        try read("read the effect ledger") { database in
            try database.value(
                sql: "SELECT key FROM effect WHERE organization = ? AND hubSpotID = ?",
                arguments: [organization, hubSpotID])
        }
    }

    private func record(_ database: Database, _ key: String) throws -> EffectRecord? {
        try database.row(
            sql: "SELECT * FROM effect WHERE organization = ? AND key = ?", arguments: [organization, key]
        ).map { row in
            EffectRecord(
                key: row["key"], startedAt: Milliseconds.date(row["startedAt"]), looks: row["looks"],
                lookedAt: (row["lookedAt"] as Int?).map(Milliseconds.date), hubSpotID: row["hubSpotID"])
        }
    }
}
