import Foundation
import HostCore
import HostDelivery
import PostgresClient
import RelayCore
import Synchronization

extension PostgresHistory {
    package func add(_ ended: [(entry: HistoryEntry, texts: HistoryTexts?)]) async throws {
        if ended.isEmpty { return }
        do {
            try await run(.never) { [self] statements in
                try statements.transaction {
                    _ = try statements.row("SELECT \(PostgresStatements.withoutDisk)")
                    try Self.lock(statements)
                    let erasures = try erasures(statements)
                    for (entry, texts) in ended where !erasures.covers(entry) {
                        try Self.insert(entry, texts, statements)
                        if entry.code == .erased { try Self.deleteTexts(of: entry, statements) }
                    }
                }
            }
        } catch let error as PostgresError where error.isOfFullDisk {
            throw HistoryFull()
        }
    }

    /// A worker that began before one may end after it, at any host. Only what is new is read: their numbers are given under the lock.
    private func erasures(_ statements: PostgresStatements) throws -> RememberedErasures {
        let rows = try statements.rows(
            "SELECT number, organization, digest, erasure, noted FROM history_erasure WHERE number > $1 ORDER BY number",
            [.integer(remembered.withLock { $0.number })])
        return try remembered.withLock { remembered in
            for row in rows {
                remembered.add(
                    try row.number(0), try row.string(1), digest: try row.data(2), Erasure(try JSON.parse(try row.string(3))),
                    noted: Timestamp.date(milliseconds: try row.number(4)))
            }
            remembered.forget(now: Date())
            return remembered
        }
    }

    /// What was kept of former deliveries of the event, before it was known that its conversation is erased.
    private static func deleteTexts(of entry: HistoryEntry, _ statements: PostgresStatements) throws {
        try statements.run(
            """
            DELETE FROM history_text WHERE number IN (
                SELECT number FROM history WHERE event_id = $1 AND source = $2 AND organization = $3)
            """, [.text(entry.eventID), .text(entry.source), .text(entry.organization)])
    }

    private static func insert(
        _ entry: HistoryEntry, _ texts: HistoryTexts?, _ statements: PostgresStatements
    ) throws {
        let row = try statements.row(
            """
            INSERT INTO history (function, event_id, source, organization, type, cause, trace_parent, thread, session, message,
                ticket, contact_id, contact, attempt, queued, due, started, ended, status, code, effect, note, outcome, until, size)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
                $25)
            RETURNING number
            """, values(entry))
        guard let texts, let number = row?.integer(0) else { return }
        let log = texts.log.joined(separator: "\n")
        try statements.run(
            "INSERT INTO history_text (number, event, result, log, size) VALUES ($1, $2, $3, $4, $5)",
            [
                .integer(number), .bytes(texts.event), .bytes(texts.result), .text(log),
                .integer(texts.event.count + texts.result.count + log.utf8.count),
            ])
    }

    private static func values(_ entry: HistoryEntry) -> [PostgresValue] {
        let subject = entry.subject
        let texts = [
            entry.function, entry.eventID, entry.source, entry.organization, subject.type, entry.causeID, entry.traceParent,
            subject.threadID, subject.sessionID, subject.messageID, subject.ticketID, subject.contactID,
            subject.contact,
        ]
        let times = [entry.queued, entry.due, entry.started, entry.ended].map {
            PostgresValue.integer(Timestamp.milliseconds($0))
        }
        return texts.map(PostgresValue.text) + [.integer(entry.attempt)] + times + [
            .text(entry.status.rawValue), .text(entry.code?.rawValue), .text(entry.effect), .text(entry.message),
            .text(entry.outcome.name), .integer(entry.outcome.until.map(Timestamp.milliseconds)),
            .integer(entry.size),
        ]
    }

    // MARK: Trimming

    private static let portion = 1000

    package func trim(to limits: HistoryLimits, now: Date) async throws -> Bool {
        try await run(.harmless) { statements in
            let rows = try statements.rows(
                """
                SELECT number FROM history WHERE number <= (SELECT max(number) FROM history) - $1 ORDER BY number LIMIT $2
                """, [.integer(limits.rows), .integer(Self.portion)]
            ).map { try $0.number(0) }
            if !rows.isEmpty { try Self.delete(rows, statements) }
            let texts = try Self.oldTexts(limits, now, statements)
            if !texts.isEmpty {
                try statements.run("DELETE FROM history_text WHERE number = ANY ($1::bigint[])", [.integers(texts)])
            }
            try statements.run(
                "DELETE FROM history_erasure WHERE noted < $1",
                [.integer(Timestamp.milliseconds(Date() - RememberedErasures.length))])
            return max(rows.count, texts.count) == Self.portion
        }
    }

    /// Numbers go with the times of ends: only the first ones are looked at.
    private static func oldTexts(
        _ limits: HistoryLimits, _ now: Date, _ statements: PostgresStatements
    ) throws -> [Int] {
        let used = try statements.row("SELECT sum(size)::bigint FROM history_text")?.integer(0) ?? 0
        let isFull = used > limits.bytes || limits.hours == 0
        let start = isFull ? Int.max : Timestamp.milliseconds(now - Double(limits.hours) * 3600)
        return try statements.rows(
            """
            SELECT number FROM (SELECT number FROM history_text ORDER BY number LIMIT $1) AS oldest JOIN history USING (number)
            WHERE ended < $2
            """, [.integer(portion), .integer(start)]
        ).map { try $0.number(0) }
    }
}

extension InvocationRecord.Outcome {
    fileprivate var until: Date? { if case .postponed(let until) = self { until } else { nil } }
}
