import Foundation
import GRDB
import HostCore
import HostDelivery
import RelayCore

extension SQLiteHistory {
    private static let columns = [
        "function", "eventID", "source", "organization", "type", "cause", "traceParent", "thread", "session", "message", "ticket",
        "contact", "attempt", "queued", "due", "started", "ended", "status", "code", "note", "outcome", "until", "size",
        "effect", "contactID",
    ]

    package func add(_ ended: [(entry: HistoryEntry, texts: HistoryTexts?)]) async throws {
        try await write { [self] database in
            let row = try RowInsert(into: "invocation", Self.columns, database)
            let text = try RowInsert(into: "invocationText", ["number", "event", "result", "log"], database)
            for (entry, texts) in ended where !isErased(entry) {
                Self.bind(entry, to: row)
                _ = try row.insert()
                if entry.code == .erased { try Self.deleteTexts(of: entry, database) }
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
        row.bind(25, subject.contactID)
    }

    /// What was kept of former deliveries of the event, before it was known that its conversation is erased.
    private static func deleteTexts(of entry: HistoryEntry, _ database: Database) throws {
        try database.cachedStatement(
            sql: """
                DELETE FROM invocationText WHERE number IN (
                    SELECT number FROM invocation WHERE eventID = ? AND source = ? AND organization = ?)
                """
        ).execute(arguments: [entry.eventID, entry.source, entry.organization])
    }

    // MARK: Trimming

    private static let portion = 1000
    /// On a full disk.
    private static let smallPortion = 20

    package func trim(to limits: HistoryLimits, now: Date) async throws -> Bool {
        removeBroken(before: isDiskFull(limits) ? .distantFuture : now - Double(limits.hours) * 3600)
        // What goes out of a file that a former version made leaves it as large as it is.
        let shrinks = try await isDiskFull(limits) ? read { try Int.fetchOne($0, sql: "PRAGMA auto_vacuum") != 0 } : false
        // What is deleted is written to the log first, for which there must be room. Who reads meanwhile keeps it as it is.
        if shrinks { try? await eraseTraces() }
        let portion = shrinks ? Self.smallPortion : Self.portion
        let count = try await write { database in
            let rows = try Self.oldRows(limits.rows, portion, database)
            for number in rows { try Self.delete(number, database) }
            let texts = try Self.oldTexts(limits, now, shrinks, portion, database)
            for number in texts {
                try database.cachedStatement(sql: "DELETE FROM invocationText WHERE number = ?").execute(arguments: [number])
            }
            if shrinks { try database.execute(sql: "PRAGMA incremental_vacuum(10000)") }
            return max(rows.count, texts.count)
        }
        if shrinks { try? await eraseTraces() }
        return count == portion
    }

    private func isDiskFull(_ limits: HistoryLimits) -> Bool { freeBytes.map { $0 < limits.freeBytes } ?? false }

    private static func oldRows(_ most: Int, _ portion: Int, _ database: Database) throws -> [Int64] {
        try Int64.fetchAll(
            database,
            sql: """
                SELECT number FROM invocation WHERE number <= (SELECT max(number) FROM invocation) - ?
                ORDER BY number LIMIT \(portion)
                """, arguments: [most])
    }

    /// Numbers go with the times of ends: only the first ones are looked at.
    private static func oldTexts(
        _ limits: HistoryLimits, _ now: Date, _ shrinks: Bool, _ portion: Int, _ database: Database
    ) throws -> [Int64] {
        let used = try Int.fetchOne(
            database,
            sql: """
                SELECT (page_count - freelist_count) * page_size FROM pragma_page_count, pragma_freelist_count, pragma_page_size
                """)
        let isFull = shrinks || used ?? 0 > limits.bytes || limits.hours == 0
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
