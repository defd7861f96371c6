import Foundation
import GRDB
import RelayCore

// MARK: - Erasing

extension SQLiteOrganizationStore {
    package func sessionIDs(
        matching filter: SessionFilter, limit: Int
    ) async throws(StoreError) -> [String] {
        let (condition, value, order): (String, any DatabaseValueConvertible & Sendable, String) =
            switch filter {
            case .contact(let id): (Self.ofContact, id, "id")
            case .email(let address): (Self.ofAddress, address, "id")
            case .idleSince(let date): ("updatedAt < :value", Milliseconds.from(date), "updatedAt, id")
            // A channel's name is our own word.
            case .openAndIdle(let channel, let date):
                (
                    "state = 'open' AND channel = '\(channel.rawValue)' AND updatedAt < :value", Milliseconds.from(date),
                    "updatedAt, id"
                )
            }
        return try read("look for sessions") { database in
            try database.values(
                sql: """
                    SELECT id FROM session WHERE organization = :organization AND \(condition) ORDER BY \(order) LIMIT :limit
                    """, arguments: ["organization": organization, "value": value, "limit": limit])
        }
    }

    /// Two look-ups, each by an index of its own.
    private static let ofContact = """
        id IN (SELECT id FROM session WHERE organization = :organization AND contactID = :value
            UNION SELECT id FROM session WHERE organization = :organization AND otherContactIDs <> '[]'
                AND EXISTS (SELECT 1 FROM json_each(otherContactIDs) AS other WHERE other.value = :value))
        """

    /// As of contacts.
    private static let ofAddress = """
        id IN (SELECT id FROM session WHERE organization = :organization AND lower(contactEmail) = lower(:value)
            UNION SELECT id FROM session WHERE organization = :organization AND otherEmails <> '[]'
                AND EXISTS (SELECT 1 FROM json_each(otherEmails) AS other WHERE lower(other.value) = lower(:value)))
        """

    package func eraseTraces() async throws(StoreError) { try engine.emptyLog() }

    package func deleteSession(id: String) async throws(StoreError) {
        try write("delete a session") { database in
            try database.run(sql: "DELETE FROM session WHERE organization = ? AND id = ?", arguments: [organization, id])
        }
    }

    package func eraseClaims(
        subject: String, resultLine: String, finishedBefore: Date, limit: Int
    ) async throws(StoreError) -> Int {
        try write("erase results") { database in
            try database.run(
                sql: """
                    UPDATE claim SET resultLine = ? WHERE organization = ? AND number IN (
                        SELECT number FROM claim
                        WHERE organization = ? AND subject = ? AND resultLine <> ? AND finishedAt < ? LIMIT ?)
                    """,
                arguments: [
                    resultLine, organization, organization, subject, resultLine, Milliseconds.from(finishedBefore), limit,
                ])
            return database.changesCount
        }
    }

    package func deleteClaims(
        finishedBefore: Date, limit: Int
    ) async throws(StoreError) -> Int {
        try write("delete old results") { database in
            try database.run(
                sql: """
                    DELETE FROM claim WHERE organization = ? AND number IN (
                        SELECT number FROM claim
                        WHERE organization = ? AND finishedAt < ? ORDER BY finishedAt LIMIT ?)
                    """, arguments: [organization, organization, Milliseconds.from(finishedBefore), limit])
            return database.changesCount
        }
    }

    package func deleteTurns(threadID: String, limit: Int) async throws(StoreError) -> Int {
        try await delete("turn", key: "messageID", of: "threadID", threadID, limit)
    }

    package func deleteTimeline(sessionID: String, limit: Int) async throws(StoreError) -> Int {
        try await delete("timeline", key: "id", of: "sessionID", sessionID, limit)
    }

    package func deleteCustomData(sessionID: String, limit: Int) async throws(StoreError) -> Int {
        try await delete("customData", key: "property", of: "sessionID", sessionID, limit)
    }

    package func deleteTicketProperties(
        ticketID: String, limit: Int
    ) async throws(StoreError) -> Int {
        try await delete("ticketProperty", key: "property", of: "ticketID", ticketID, limit)
    }

    package func deleteTicketProperties(
        recordedBefore: Date, limit: Int
    ) async throws(StoreError) -> Int {
        try write("delete tickets' old properties") { database in
            try database.run(
                sql: """
                    DELETE FROM ticketProperty WHERE organization = ? AND (ticketID, property) IN (
                        SELECT ticketID, property FROM ticketProperty
                        WHERE organization = ? AND recordedAt < ? ORDER BY recordedAt LIMIT ?)
                    """, arguments: [organization, organization, Milliseconds.from(recordedBefore), limit])
            return database.changesCount
        }
    }

    /// Rows of one owner; the names are of our own tables.
    private func delete(
        _ table: String, key: String, of owner: String, _ id: String, _ limit: Int
    ) async throws(StoreError) -> Int {
        try write("delete from \(table)") { database in
            try database.run(
                sql: """
                    DELETE FROM \(table) WHERE organization = ? AND \(owner) = ? AND \(key) IN (
                        SELECT \(key) FROM \(table) WHERE organization = ? AND \(owner) = ? LIMIT ?)
                    """, arguments: [organization, id, organization, id, limit])
            return database.changesCount
        }
    }

    package func recordErasure(sessionID: String, at: Date) async throws(StoreError) {
        try write("note an erasure") { database in
            try database.run(
                sql: """
                    INSERT INTO erasure (organization, sessionID, erasedAt) VALUES (?, ?, ?)
                    ON CONFLICT DO UPDATE SET erasedAt = excluded.erasedAt WHERE erasedAt < excluded.erasedAt
                    """, arguments: [organization, sessionID, Milliseconds.from(at)])
        }
    }

    package func erasedAt(sessionID: String) async throws(StoreError) -> Date? {
        try read("read an erasure") { database in
            try database.value(
                sql: "SELECT erasedAt FROM erasure WHERE organization = ? AND sessionID = ?",
                arguments: [organization, sessionID]
            ).map(Milliseconds.date)
        }
    }
}
