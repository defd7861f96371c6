import Foundation
import GRDB
import HostCore
import HostDelivery
import RelayCore

extension SQLiteEventQueue: DeadLetterQueue {
    package func deadLetters() async throws -> [DeadLetter] {
        try await database.read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM event WHERE deadCode IS NOT NULL ORDER BY id").map(DeadLetter.init)
        }
    }

    package func deadLetter(_ id: Int64) async throws -> DeadLetter? {
        try await database.read { database in
            try Row.fetchOne(
                database, sql: "SELECT * FROM event WHERE id = ? AND deadCode IS NOT NULL", arguments: [id]
            ).map(DeadLetter.init)
        }
    }

    package func revive(_ id: Int64, now: Date) async throws -> Bool {
        try await writes.write { database in
            try database.execute(
                sql: "UPDATE event SET deadCode = NULL, attempts = 0, due = ? WHERE id = ? AND deadCode IS NOT NULL",
                arguments: [Timestamp.milliseconds(now), id])
            return database.changesCount > 0
        }
    }

    package func drop(_ id: Int64) async throws -> Bool {
        try await writes.write { database in
            try database.execute(sql: "DELETE FROM event WHERE id = ? AND deadCode IS NOT NULL", arguments: [id])
            return database.changesCount > 0
        }
    }
}

extension DeadLetter {
    fileprivate init(_ row: Row) {
        self.init(
            id: row["id"], function: row["function"], event: EncodedEvent(row), code: row["deadCode"], message: row["message"])
    }
}
