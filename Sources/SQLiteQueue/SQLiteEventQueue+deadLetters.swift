import Foundation
import GRDB
import HostCore
import HostDelivery
import RelayCore

extension SQLiteEventQueue {
    package func deadLetters(_ which: DeadLetterFilter, after: Int64?, limit: Int) async throws -> [DeadLetter] {
        try await database.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT id, function, eventID, type, organization, deadCode, message, queued, deadSince FROM event
                    WHERE \(Self.condition) AND id > :after ORDER BY id LIMIT :limit
                    """, arguments: which.arguments + ["after": after ?? 0, "limit": limit]
            ).map(DeadLetter.init)
        }
    }

    package func deadLetterCounts(_ which: DeadLetterFilter) async throws -> [String: Int] {
        try await database.read { database in
            let rows = try Row.fetchAll(
                database, sql: "SELECT deadCode, count(*) AS count FROM event WHERE \(Self.condition) GROUP BY deadCode",
                arguments: which.arguments)
            return Dictionary(uniqueKeysWithValues: rows.map { ($0["deadCode"] as String, $0["count"] as Int) })
        }
    }

    package func deadLetter(_ id: Int64) async throws -> (letter: DeadLetter, event: EncodedEvent)? {
        try await database.read { database in
            try Row.fetchOne(
                database, sql: "SELECT * FROM event WHERE id = ? AND deadCode IS NOT NULL", arguments: [id]
            ).map { (DeadLetter($0), EncodedEvent($0)) }
        }
    }

    package func revive(_ id: Int64, now: Date) async throws -> Bool {
        try await revive("id = :id AND deadCode IS NOT NULL", ["id": id], now) > 0
    }

    package func revive(_ which: DeadLetterFilter, now: Date) async throws -> Int {
        try await revive(Self.condition, which.arguments, now)
    }

    private func revive(_ condition: String, _ arguments: StatementArguments, _ now: Date) async throws -> Int {
        try await writes.write { database in
            try database.execute(
                sql: """
                    UPDATE event SET deadCode = NULL, deadSince = NULL, attempts = 0, due = :now WHERE \(condition)
                    """, arguments: arguments + ["now": Timestamp.milliseconds(now)])
            return database.changesCount
        }
    }

    package func drop(_ id: Int64) async throws -> Bool {
        try await writes.write { database in
            try database.execute(sql: "DELETE FROM event WHERE id = ? AND deadCode IS NOT NULL", arguments: [id])
            return database.changesCount > 0
        }
    }

    private static let condition = """
        deadCode IS NOT NULL AND (:code IS NULL OR deadCode = :code) AND (:since IS NULL OR deadSince >= :since)
        """
}

extension DeadLetterFilter {
    fileprivate var arguments: StatementArguments {
        ["code": code?.rawValue, "since": since.map(Timestamp.milliseconds)]
    }
}

extension DeadLetter {
    fileprivate init(_ row: Row) {
        let queued: Int = row["queued"]
        self.init(
            id: row["id"], function: row["function"], eventID: row["eventID"], type: row["type"],
            organization: row["organization"], code: row["deadCode"], message: row["message"],
            queued: Timestamp.date(milliseconds: queued),
            buried: Timestamp.date(milliseconds: row["deadSince"] as Int? ?? queued))
    }
}
