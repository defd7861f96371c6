import Foundation
import PostgresClient
import RelayCore

// MARK: - Erasing

extension PostgresOrganizationStore {
    package func sessionIDs(
        matching filter: SessionFilter, limit: Int
    ) async throws(StoreError) -> [String] {
        let (condition, value, order): (String, PostgresValue, String) =
            switch filter {
            case .contact(let id): (Self.ofContact, .text(id), "id")
            case .email(let address): (Self.ofAddress, .text(address), "id")
            case .idleSince(let date): ("updated_at < $2", .time(date), "updated_at, id")
            // A channel's name is our own word.
            case .openAndIdle(let channel, let date):
                (
                    "state = 'open' AND channel = '\(channel.rawValue)' AND updated_at < $2", .time(date), "updated_at, id"
                )
            }
        return try await read("look for sessions") { statements in
            try statements.rows(
                "SELECT id FROM session WHERE organization = $1 AND \(condition) ORDER BY \(order) LIMIT $3",
                [.text(organization), value, .integer(limit)]
            ).map { try $0.string(0) }
        }
    }

    /// Two look-ups, each by an index of its own.
    private static let ofContact = """
        id IN (SELECT id FROM session WHERE organization = $1 AND contact_id = $2
            UNION SELECT id FROM session WHERE organization = $1 AND other_contact_ids <> '{}' AND $2 = ANY (other_contact_ids))
        """

    /// As of contacts.
    private static let ofAddress = """
        id IN (SELECT id FROM session WHERE organization = $1 AND lower(contact_email) = lower($2 COLLATE "C")
            UNION SELECT id FROM session WHERE organization = $1 AND other_emails <> '{}'
                AND EXISTS (SELECT 1 FROM unnest(other_emails) AS other (value)
                    WHERE lower(other.value) = lower($2 COLLATE "C")))
        """

    package func deleteSession(id: String) async throws(StoreError) {
        try await write("delete a session", .harmless) { statements in
            try statements.run("DELETE FROM session WHERE organization = $1 AND id = $2", [.text(organization), .text(id)])
        }
    }

    package func eraseClaims(
        subject: String, resultLine: String, finishedBefore: Date, limit: Int
    ) async throws(StoreError) -> Int {
        try await write("erase results", .harmless) { statements in
            try statements.run(
                """
                UPDATE claim SET result_line = $1 WHERE organization = $2 AND event IN (
                    SELECT event FROM claim
                    WHERE organization = $2 AND subject = $3 AND result_line <> $1 AND finished_at < $4 LIMIT $5)
                """, [.text(resultLine), .text(organization), .text(subject), .time(finishedBefore), .integer(limit)])
        }
    }

    package func deleteClaims(
        finishedBefore: Date, limit: Int
    ) async throws(StoreError) -> Int {
        try await write("delete old results", .harmless) { statements in
            try statements.run(
                """
                DELETE FROM claim WHERE organization = $1 AND event IN (
                    SELECT event FROM claim WHERE organization = $1 AND finished_at < $2 ORDER BY finished_at LIMIT $3)
                """, [.text(organization), .time(finishedBefore), .integer(limit)])
        }
    }

    package func deleteTurns(threadID: String, limit: Int) async throws(StoreError) -> Int {
        try await delete("turn", key: "message_id", of: "thread_id", threadID, limit)
    }

    package func deleteTimeline(sessionID: String, limit: Int) async throws(StoreError) -> Int {
        try await delete("timeline", key: "id", of: "session_id", sessionID, limit)
    }

    package func deleteCustomData(sessionID: String, limit: Int) async throws(StoreError) -> Int {
        try await delete("custom_data", key: "property", of: "session_id", sessionID, limit)
    }

    package func deleteTicketProperties(
        ticketID: String, limit: Int
    ) async throws(StoreError) -> Int {
        try await delete("ticket_property", key: "property", of: "ticket_id", ticketID, limit)
    }

    package func deleteTicketProperties(
        recordedBefore: Date, limit: Int
    ) async throws(StoreError) -> Int {
        try await write("delete tickets' old properties", .harmless) { statements in
            try statements.run(
                """
                DELETE FROM ticket_property WHERE organization = $1 AND (ticket_id, property) IN (
                    SELECT ticket_id, property FROM ticket_property
                    WHERE organization = $1 AND recorded_at < $2 ORDER BY recorded_at LIMIT $3)
                """, [.text(organization), .time(recordedBefore), .integer(limit)])
        }
    }

    /// Rows of one owner; the names are of our own tables.
    private func delete(
        _ table: String, key: String, of owner: String, _ id: String, _ limit: Int
    ) async throws(StoreError) -> Int {
        try await write("delete from \(table)", .harmless) { statements in
            try statements.run(
                """
                DELETE FROM \(table) WHERE organization = $1 AND \(owner) = $2 AND \(key) IN (
                    SELECT \(key) FROM \(table) WHERE organization = $1 AND \(owner) = $2 LIMIT $3)
                """, [.text(organization), .text(id), .integer(limit)])
        }
    }

    package func recordErasure(sessionID: String, at: Date) async throws(StoreError) {
        try await write("note an erasure", .harmless) { statements in
            try statements.run(
                """
                INSERT INTO erasure (organization, session_id, erased_at) VALUES ($1, $2, $3)
                ON CONFLICT (organization, session_id) DO UPDATE SET erased_at = excluded.erased_at
                WHERE erasure.erased_at < excluded.erased_at
                """, [.text(organization), .text(sessionID), .time(at)])
        }
    }

    package func erasedAt(sessionID: String) async throws(StoreError) -> Date? {
        try await read("read an erasure") { statements in
            try statements.row(
                "SELECT erased_at FROM erasure WHERE organization = $1 AND session_id = $2",
                [.text(organization), .text(sessionID)])?.date(0)
        }
    }
}
