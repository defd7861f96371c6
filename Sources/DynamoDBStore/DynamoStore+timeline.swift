import FoundationEssentials
import RelayCore

// MARK: - Timeline

extension DynamoOrganizationStore {
    package func appendTimeline(
        sessionID: String, entry: TimelineEntry
    ) async throws(StoreError) -> Bool {
        try await run("append to a timeline") { table in
            let attributes: DynamoAttributes = [
                "id": .text(entry.id), "role": .text(entry.role.rawValue), "text": .text(entry.text),
                "attachmentNames": .texts(entry.attachmentNames), "createdAt": .time(entry.createdAt),
                "envelope": .optional(entry.envelope?.canonical),
            ]
            return try await table.write(.put(key("timeline", sessionID, entry.id), attributes, if: .isNew)).isDone
        }
    }

    package func timeline(
        sessionID: String, limit: Int
    ) async throws(StoreError) -> [TimelineEntry] {
        try await run("read a timeline") { table in
            var newest: [TimelineEntry] = []
            // By name, and of all only the newest are kept: a conversation is small, and a further order would be paid with each entry.
            try await table.list(.partition(partition("timeline", sessionID))) { items in
                newest += try items.map(Self.entry)
                newest.sort { ($0.createdAt, Bytes($0.id)) < ($1.createdAt, Bytes($1.id)) }
                newest = Array(newest.suffix(limit))
                return true
            }
            return newest
        }
    }

    package func deleteTimeline(sessionID: String, limit: Int) async throws(StoreError) -> Int {
        try await run("delete from a timeline") { table in
            try await table.deleteItems(.partition(partition("timeline", sessionID)), limit: limit)
        }
    }

    private static func entry(_ item: DynamoItem) throws -> TimelineEntry {
        guard let role = TimelineEntry.Role(rawValue: try item.string("role")) else {
            throw StoreError("a role is unknown to this version")
        }
        return TimelineEntry(
            id: try item.string("id"), role: role, text: try item.string("text"),
            attachmentNames: try item.strings("attachmentNames"), createdAt: try item.date("createdAt"),
            envelope: try item.text("envelope").map { try JSON.parse($0) })
    }
}

/// A text in the order of its bytes.
struct Bytes: Comparable {
    private let text: String

    init(_ text: String) { self.text = text }

    static func < (one: Bytes, other: Bytes) -> Bool { one.text.utf8.lexicographicallyPrecedes(other.text.utf8) }
}
