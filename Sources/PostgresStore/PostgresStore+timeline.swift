import Foundation
import PostgresClient
import RelayCore

// MARK: - Timeline

extension PostgresOrganizationStore {
    package func appendTimeline(
        sessionID: String, entry: TimelineEntry
    ) async throws(StoreError) -> Bool {
        try await write("append to a timeline", .never) { statements in
            try statements.run(
                """
                INSERT INTO timeline (organization, session_id, id, role, text, attachment_names, created_at, envelope)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING
                """,
                [
                    .text(organization), .text(sessionID), .text(entry.id), .text(entry.role.rawValue), .text(entry.text),
                    .texts(entry.attachmentNames), .time(entry.createdAt), .text(entry.envelope?.canonical),
                ]) > 0
        }
    }

    package func timeline(
        sessionID: String, limit: Int
    ) async throws(StoreError) -> [TimelineEntry] {
        try await read("read a timeline") { statements in
            try statements.rows(
                """
                SELECT id, role, text, attachment_names, created_at, envelope FROM timeline
                WHERE organization = $1 AND session_id = $2 ORDER BY created_at DESC, id DESC LIMIT $3
                """, [.text(organization), .text(sessionID), .integer(limit)]
            ).reversed().map(Self.entry)
        }
    }

    private static func entry(_ row: PostgresRow) throws -> TimelineEntry {
        guard let role = TimelineEntry.Role(rawValue: try row.string(1)) else {
            throw StoreError("could not read a timeline: a role is unknown to this version")
        }
        return TimelineEntry(
            id: try row.string(0), role: role, text: try row.string(2), attachmentNames: try row.strings(3),
            createdAt: try row.date(4), envelope: try row.text(5).map { try JSON.parse($0) })
    }
}
