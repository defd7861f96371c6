import Foundation
import GRDB
import HostCore
import HostDelivery
import RelayCore

extension SQLiteHistory {
    private static let columns = [
        "function", "eventID", "source", "organization", "type", "cause", "traceParent", "thread", "session", "message", "ticket",
        "contact", "attempt", "queued", "due", "started", "ended", "status", "code", "note", "outcome", "until", "size",
        "effect",
    ]

    package func add(_ ended: [(entry: HistoryEntry, texts: HistoryTexts?)]) async throws {
        try await database.write { [self] database in
            let row = try RowInsert(into: "invocation", Self.columns, database)
            let text = try RowInsert(into: "invocationText", ["number", "event", "result", "log"], database)
            for (entry, texts) in ended where !isErased(entry) {
                Self.bind(entry, to: row)
                _ = try row.insert()
                guard let texts else { continue }
                text.bind(1, Int(database.lastInsertedRowID))
                text.bind(2, texts.event)
                text.bind(3, texts.result)
                text.bind(4, texts.log.joined(separator: "\n"))
                _ = try text.insert()
            }
        }
    }

    private static func bind(_ entry: HistoryEntry, to row: RowInsert) {
        let subject = entry.subject
        let texts: [String?] = [
            entry.function, entry.eventID, entry.source, entry.organization, subject.type, entry.causeID, entry.traceParent,
            subject.threadID, subject.sessionID, subject.messageID, subject.ticketID, subject.contact,
        ]
        for (index, value) in texts.enumerated() { row.bind(Int32(index + 1), value) }
        row.bind(13, entry.attempt)
        for (index, date) in [entry.queued, entry.due, entry.started, entry.ended].enumerated() {
            row.bind(Int32(14 + index), Timestamp.milliseconds(date))
        }
        row.bind(18, entry.status.rawValue)
        row.bind(19, entry.code?.rawValue)
        row.bind(20, entry.message)
        row.bind(21, entry.outcome.name)
        row.bind(22, entry.outcome.until.map(Timestamp.milliseconds))
        row.bind(23, entry.size)
        row.bind(24, entry.effect)
    }

    // MARK: Trimming

    private static let portion = 1000

    package func trim(to limits: HistoryLimits, now: Date) async throws -> Bool {
        try await database.write { database in
            let rows = try Self.oldRows(limits.rows, database)
            for number in rows { try Self.delete(number, database) }
            let texts = try Self.oldTexts(limits, now, database)
            for number in texts {
                try database.cachedStatement(sql: "DELETE FROM invocationText WHERE number = ?").execute(arguments: [number])
            }
            return max(rows.count, texts.count) == Self.portion
        }
    }

    private static func oldRows(_ most: Int, _ database: Database) throws -> [Int64] {
        try Int64.fetchAll(
            database,
            sql: """
                SELECT number FROM invocation WHERE number <= (SELECT max(number) FROM invocation) - ?
                ORDER BY number LIMIT \(portion)
                """, arguments: [most])
    }

    /// Numbers go with the times of ends: only the first ones are looked at.
    private static func oldTexts(_ limits: HistoryLimits, _ now: Date, _ database: Database) throws -> [Int64] {
        let used = try Int.fetchOne(
            database,
            sql: """
                SELECT (page_count - freelist_count) * page_size FROM pragma_page_count, pragma_freelist_count, pragma_page_size
                """)
        let isFull = used ?? 0 > limits.bytes || limits.hours == 0
        let start = isFull ? Int.max : Timestamp.milliseconds(now - Double(limits.hours) * 3600)
        return try Int64.fetchAll(
            database,
            sql: """
                SELECT number FROM (SELECT number FROM invocationText ORDER BY number LIMIT \(portion))
                JOIN invocation USING (number) WHERE ended < ?
                """, arguments: [start])
    }
}

extension InvocationRecord.Outcome {
    fileprivate var until: Date? { if case .postponed(let until) = self { until } else { nil } }
}
