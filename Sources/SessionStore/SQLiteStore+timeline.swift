import Foundation
import GRDB
import RelayCore

// MARK: - Timeline

extension SQLiteOrganizationStore {
    package func appendTimeline(
        sessionID: String, entry: TimelineEntry
    ) async throws(StoreError) -> Bool {
        try write("append to a timeline") { database in
            try database.run(
                sql: """
                    INSERT INTO timeline (organization, sessionID, id, role, text, attachmentNames, createdAt, envelope)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                    """,
                arguments: [
                    organization, sessionID, entry.id, entry.role.rawValue, entry.text,
                    JSON.array(entry.attachmentNames.map(JSON.string)).canonical, Milliseconds.from(entry.createdAt),
                    entry.envelope?.canonical,
                ])
            return database.changesCount > 0
        }
    }

    package func timeline(
        sessionID: String, limit: Int
    ) async throws(StoreError) -> [TimelineEntry] {
        try read("read a timeline") { database in
            try database.rows(
                sql: """
                    SELECT * FROM timeline WHERE organization = ? AND sessionID = ?
                    ORDER BY createdAt DESC, id DESC LIMIT ?
                    """, arguments: [organization, sessionID, limit]
            ).reversed().map(Self.entry)
        }
    }

    private static func entry(_ row: Row) throws -> TimelineEntry {
        guard let role = TimelineEntry.Role(rawValue: row["role"]) else {
            throw StoreError("could not read a timeline: a role is unknown to this version")
        }
        let names = try JSON.parse(row["attachmentNames"] as String).array ?? []
        return TimelineEntry(
            id: row["id"], role: role, text: row["text"], attachmentNames: names.compactMap(\.string),
            createdAt: Milliseconds.date(row["createdAt"]), envelope: try (row["envelope"] as String?).map { try JSON.parse($0) })
    }
}
