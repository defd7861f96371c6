import Foundation
import GRDB
import RelayCore

/// Times as they stand in the tables: whole milliseconds since 1970.
enum Milliseconds {
    static func from(_ date: Date) -> Int { Timestamp.milliseconds(date) }
    static func date(_ value: Int) -> Date { Timestamp.date(milliseconds: value) }
}

// MARK: - Event claim, turn outcome, lease

extension SQLiteOrganizationStore {
    package func claim(
        _ event: EventIdentity, owner: String, now: Date, until: Date
    ) async throws(StoreError) -> ClaimOutcome {
        try write("claim an event", .processEnd) { database in
            try database.run(
                sql: """
                    INSERT INTO claim (organization, event, owner, until) VALUES (?, ?, ?, ?)
                    ON CONFLICT DO UPDATE SET owner = excluded.owner, until = excluded.until
                    WHERE resultLine IS NULL AND (owner = excluded.owner OR until <= ?)
                    """,
                arguments: [
                    organization, Data(event.digest), owner, Milliseconds.from(until), Milliseconds.from(now),
                ])
            if database.changesCount > 0 { return .claimed }
            let row = try database.row(
                sql: "SELECT owner, until, resultLine FROM claim WHERE organization = ? AND event = ?",
                arguments: [organization, Data(event.digest)])
            guard let row else { throw StoreError("could not claim an event: its claim is gone") }
            if let line = row["resultLine"] as String? { return .finished(resultLine: line) }
            return .busy(until: Milliseconds.date(row["until"]), owner: row["owner"])
        }
    }

    package func finish(
        _ event: EventIdentity, owner: String, resultLine: String, subject: String?, now: Date
    ) async throws(StoreError) -> Bool {
        try write("finish an event", .processEnd) { database in
            try database.run(
                sql: """
                    UPDATE claim SET resultLine = ?, subject = ?, finishedAt = ?, owner = ''
                    WHERE organization = ? AND event = ? AND owner = ? AND resultLine IS NULL
                    """,
                arguments: [
                    resultLine, subject, Milliseconds.from(now), organization, Data(event.digest), owner,
                ])
            return database.changesCount > 0
        }
    }

    package func resultLine(of event: EventIdentity) async throws(StoreError) -> String? {
        try read("read an event's result") { database in
            try database.value(
                sql: "SELECT resultLine FROM claim WHERE organization = ? AND event = ? AND resultLine IS NOT NULL",
                arguments: [organization, Data(event.digest)])
        }
    }

    package func release(_ event: EventIdentity, owner: String) async throws(StoreError) {
        try write("release an event", .processEnd) { database in
            try database.run(
                sql: """
                    DELETE FROM claim
                    WHERE organization = ? AND event = ? AND owner = ? AND resultLine IS NULL
                    """,
                arguments: [organization, Data(event.digest), owner])
        }
    }

    package func turnOutcome(
        threadID: String, messageID: String
    ) async throws(StoreError) -> String? {
        try read("read a turn") { database in
            try self.outcome(database, threadID, messageID)
        }
    }

    package func recordTurnOutcome(
        threadID: String, messageID: String, outcome: String, now: Date
    ) async throws(StoreError) -> String {
        try write("record a turn") { database in
            try database.run(
                sql: """
                    INSERT INTO turn (organization, threadID, messageID, outcome, recordedAt) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT DO NOTHING
                    """, arguments: [organization, threadID, messageID, outcome, Milliseconds.from(now)])
            return try self.outcome(database, threadID, messageID) ?? outcome
        }
    }

    private func outcome(
        _ database: Database, _ threadID: String, _ messageID: String
    ) throws -> String? {
        try database.value(
            sql: "SELECT outcome FROM turn WHERE organization = ? AND threadID = ? AND messageID = ?",
            arguments: [organization, threadID, messageID])
    }

    package func acquireLease(
        name: String, owner: String, now: Date, until: Date
    ) async throws(StoreError) -> LeaseOutcome {
        try write("take a lease", .processEnd) { database in
            try database.run(
                sql: """
                    INSERT INTO lease (organization, name, owner, until) VALUES (?, ?, ?, ?)
                    ON CONFLICT DO UPDATE SET owner = excluded.owner, until = excluded.until
                    WHERE owner = excluded.owner OR until <= ?
                    """, arguments: [organization, name, owner, Milliseconds.from(until), Milliseconds.from(now)])
            if database.changesCount > 0 { return .acquired }
            let held = try database.row(
                sql: "SELECT owner, until FROM lease WHERE organization = ? AND name = ?",
                arguments: [organization, name])
            guard let held else { throw StoreError("could not take a lease: its record is gone") }
            return .busy(until: Milliseconds.date(held["until"]), owner: held["owner"])
        }
    }

    package func releaseLease(name: String, owner: String) async throws(StoreError) {
        try write("release a lease", .processEnd) { database in
            try database.run(
                sql: "DELETE FROM lease WHERE organization = ? AND name = ? AND owner = ?",
                arguments: [organization, name, owner])
        }
    }
}
