import Foundation
import PostgresClient
import RelayCore

// MARK: - Sessions

extension PostgresOrganizationStore {
    package func session(id: String) async throws(StoreError) -> Session? {
        try await read("read a session") { try session($0, id) }
    }

    package func createSession(_ session: Session) async throws(StoreError) -> Session {
        try await write("create a session", .harmless) { statements in
            try statements.untilDecided {
                // Mostly it stands.
                if let standing = try self.session(statements, session.id) { return standing }
                let created = try statements.run(
                    """
                    INSERT INTO session (organization, id, thread_id, channel, state, state_since, reopened_at, contact_id,
                        other_contact_ids, contact_email, other_emails, contact_name, contact_phone, ticket_id, known_until,
                        language, sentiment, is_disclosed, updated_at, version, created_at)
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
                    ON CONFLICT DO NOTHING
                    """,
                    [.text(organization), .text(session.id)] + Self.values(session) + [
                        .integer(session.version), .time(session.createdAt),
                    ])
                return created > 0 ? try self.session(statements, session.id) : nil
            }
        }
    }

    package func updateSession(_ session: Session) async throws(StoreError) -> Bool {
        // Once more, it would find its own change in its way.
        try await write("update a session", .never) { statements in
            try statements.run(
                """
                UPDATE session SET thread_id = $3, channel = $4, state = $5, state_since = $6, reopened_at = $7, contact_id = $8,
                    other_contact_ids = $9, contact_email = $10, other_emails = $11, contact_name = $12, contact_phone = $13,
                    ticket_id = $14, known_until = $15, language = $16, sentiment = $17, is_disclosed = $18, updated_at = $19,
                    version = version + 1
                WHERE organization = $1 AND id = $2 AND version = $20
                """, [.text(organization), .text(session.id)] + Self.values(session) + [.integer(session.version)]) > 0
        }
    }

    /// What may change of a session, in the order of both statements.
    private static func values(_ session: Session) -> [PostgresValue] {
        [
            .text(session.threadID), .text(session.channel.rawValue), .text(session.state.rawValue), .time(session.stateSince),
            .time(session.reopenedAt), .text(session.contactID), .texts(session.otherContactIDs), .text(session.contactEmail),
            .texts(session.otherEmails), .text(session.contactName), .text(session.contactPhone), .text(session.ticketID),
            .time(session.knownUntil), .text(session.language), .text(session.sentiment), .boolean(session.isDisclosed),
            .time(session.updatedAt),
        ]
    }

    private func session(_ statements: PostgresStatements, _ id: String) throws -> Session? {
        let row = try statements.row(
            """
            SELECT thread_id, channel, state, state_since, reopened_at, contact_id, other_contact_ids, contact_email, other_emails,
                contact_name, contact_phone, ticket_id, known_until, language, sentiment, is_disclosed, created_at, updated_at,
                version
            FROM session WHERE organization = $1 AND id = $2
            """, [.text(organization), .text(id)])
        guard let row else { return nil }
        guard let channel = ChannelKind(rawValue: try row.string(1)), let state = Session.State(rawValue: try row.string(2))
        else {
            throw StoreError("could not read a session: its channel or state is unknown to this version")
        }
        return Session(
            id: id, threadID: row.text(0), channel: channel, state: state, stateSince: try row.date(3), reopenedAt: row.time(4),
            contactID: row.text(5), otherContactIDs: try row.strings(6), contactEmail: row.text(7),
            otherEmails: try row.strings(8),
            contactName: row.text(9), contactPhone: row.text(10), ticketID: row.text(11), knownUntil: row.time(12),
            language: row.text(13), sentiment: row.text(14), isDisclosed: try row.boolean(15), createdAt: try row.date(16),
            updatedAt: try row.date(17), version: try row.number(18))
    }

    package func touchSession(id: String, at: Date) async throws(StoreError) {
        try await write("touch a session", .harmless) { statements in
            try statements.run(
                "UPDATE session SET updated_at = $1 WHERE organization = $2 AND id = $3 AND updated_at < $1",
                [.time(at), .text(organization), .text(id)])
        }
    }

    package func newestSessionIDs(
        state: Session.State?, before: Date?, limit: Int
    ) async throws(StoreError) -> [String] {
        let chosen: [PostgresValue] = state.map { [.text($0.rawValue)] } ?? []
        return try await read("list sessions") { statements in
            try statements.rows(
                """
                SELECT id FROM session WHERE organization = $1 AND updated_at < $2\(chosen.isEmpty ? "" : " AND state = $4")
                ORDER BY updated_at DESC, id DESC LIMIT $3
                """,
                [.text(organization), .integer(before.map(Timestamp.milliseconds) ?? .max), .integer(limit)] + chosen
            ).map { try $0.string(0) }
        }
    }
}
