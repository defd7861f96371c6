import Foundation
import GRDB
import RelayCore

/// An event that will not be delivered any more by itself.
package struct DeadLetter: Sendable {
    package let rowID: Int64
    package let function: String
    package let event: RelayEvent
    package let code: String
    package let message: String?

    fileprivate init(_ row: Row) throws {
        rowID = row["id"]
        function = row["function"]
        event = try RelayEvent(json: JSON.parse(row["body"] as String))
        code = row["deadCode"]
        message = row["message"]
    }
}

/// What a person does with dead letters, also while a host has the queue.
extension EventQueue {
    /// All of them, the oldest first.
    package func deadLetters() async throws -> [DeadLetter] {
        try await database.read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM event WHERE deadCode IS NOT NULL ORDER BY id").map(DeadLetter.init)
        }
    }

    /// nil when there is none of that number.
    package func deadLetter(_ rowID: Int64) async throws -> DeadLetter? {
        try await database.read { database in
            try Row.fetchOne(
                database, sql: "SELECT * FROM event WHERE id = ? AND deadCode IS NOT NULL", arguments: [rowID]
            ).map(DeadLetter.init)
        }
    }

    /// Makes a dead letter wait again, with no faults counted. False when there is none of that number.
    package func revive(_ rowID: Int64, now: Date) async throws -> Bool {
        try await database.write { database in
            try database.execute(
                sql: "UPDATE event SET deadCode = NULL, attempts = 0, due = ? WHERE id = ? AND deadCode IS NOT NULL",
                arguments: [Timestamp.milliseconds(now), rowID])
            return database.changesCount > 0
        }
    }

    /// Deletes a dead letter. False when there is none of that number.
    package func drop(_ rowID: Int64) async throws -> Bool {
        try await database.write { database in
            try database.execute(sql: "DELETE FROM event WHERE id = ? AND deadCode IS NOT NULL", arguments: [rowID])
            return database.changesCount > 0
        }
    }
}
