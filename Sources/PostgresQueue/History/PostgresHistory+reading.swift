import Foundation
import HostCore
import HostDelivery
import PostgresClient
import RelayCore

extension PostgresHistory {
    private static let columns = """
        SELECT number, function, event_id, source, organization, cause, trace_parent, attempt, queued, due, started, ended, status,
            code, effect, note, outcome, until, size, type, thread, session, message, ticket, contact_id, contact FROM history
        """

    package func entries(_ which: HistoryFilter, before: Int64?, limit: Int) async throws -> [HistoryEntry] {
        let conditions = which.conditions + (before.map { [("number <", .integer(Int($0)))] } ?? [])
        return try await entries(conditions, "DESC", limit)
    }

    package func entries(_ which: HistoryFilter, after: Int64, limit: Int) async throws -> [HistoryEntry] {
        try await entries(which.conditions + [("number >", .integer(Int(after)))], "ASC", limit)
    }

    private func entries(
        _ conditions: [HistoryFilter.Condition], _ order: String, _ limit: Int
    ) async throws -> [HistoryEntry] {
        try await run(.harmless) { statements in
            try statements.rows(Self.sql(conditions, order), conditions.map(\.1) + [.integer(limit)]).compactMap(
                HistoryEntry.init)
        }
    }

    static func sql(_ conditions: [HistoryFilter.Condition], _ order: String) -> String {
        let parts = conditions.enumerated().map { index, condition in condition.0 + " $\(index + 1)" }
        let condition = parts.isEmpty ? "" : "WHERE " + parts.joined(separator: " AND ")
        return "\(columns) \(condition) ORDER BY number \(order) LIMIT $\(conditions.count + 1)"
    }

    package func newestNumber() async throws -> Int64 {
        try await run(.harmless) { statements in
            try statements.transaction {
                // What is being written now has its number already.
                try Self.lock(statements)
                let row = try statements.row("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM history_number_seq")
                return Int64(try row?.number(0) ?? 0)
            }
        }
    }

    package func entry(_ number: Int64) async throws -> HistoryEntry? {
        try await run(.harmless) { statements in
            try statements.row("\(Self.columns) WHERE number = $1", [.integer(Int(number))]).flatMap(HistoryEntry.init)
        }
    }

    package func lastArrivals() async throws -> [String: Date] {
        try await run(.harmless) { statements in
            let rows = try statements.rows(
                "SELECT organization, max(queued) FROM history WHERE type ^@ $1 GROUP BY organization",
                [.text(HubSpotEvent.prefix)]
            )
            return Dictionary(
                uniqueKeysWithValues: try rows.map { (try $0.string(0), Timestamp.date(milliseconds: try $0.number(1))) })
        }
    }

    package func texts(of numbers: [Int64]) async throws -> [Int64: HistoryTexts] {
        try await run(.harmless) { statements in
            let rows = try statements.rows(
                "SELECT number, event, result, log FROM history_text WHERE number = ANY ($1::bigint[])",
                [.integers(numbers.map { Int($0) })])
            return try Dictionary(
                uniqueKeysWithValues: rows.map { row in
                    let log = try row.string(3)
                    let lines = log.isEmpty ? [] : log.split(separator: "\n").map(String.init)
                    return (Int64(try row.number(0)), HistoryTexts(event: try row.data(1), result: try row.data(2), log: lines))
                })
        }
    }

    package func results(of numbers: [Int64]) async throws -> [Int64: [UInt8]] {
        try await run(.harmless) { statements in
            let rows = try statements.rows(
                "SELECT number, result FROM history_text WHERE number = ANY ($1::bigint[])", [.integers(numbers.map { Int($0) })])
            return Dictionary(uniqueKeysWithValues: try rows.map { (Int64(try $0.number(0)), try $0.data(1)) })
        }
    }
}

extension HistoryFilter {
    /// What stands before the value, and the value.
    typealias Condition = (String, PostgresValue)

    var conditions: [Condition] {
        let texts: [(String, String?)] = [
            ("organization =", organization), ("function =", function), ("event_id =", eventID), ("source =", source),
            ("type =", type),
            ("type ^@", typePrefix), ("cause =", causeID), ("thread =", threadID), ("session =", sessionID),
            ("message =", messageID), ("status =", status?.rawValue), ("code =", code?.rawValue),
        ]
        let chosen: [Condition] = texts.compactMap { name, value in value.map { (name, .text($0)) } }
        return chosen + (since.map { [("ended >=", .integer(Timestamp.milliseconds($0)))] } ?? [])
    }
}

extension HistoryEntry {
    /// nil for what a later version wrote in words that this one does not know.
    fileprivate init?(_ row: PostgresRow) throws {
        func date(_ column: Int32) throws -> Date { Timestamp.date(milliseconds: try row.number(column)) }
        guard let status = FunctionResult.Status(rawValue: try row.string(12)),
            let outcome = InvocationRecord.Outcome(
                name: try row.string(16), until: row.integer(17).map(Timestamp.date(milliseconds:)))
        else { return nil }
        self.init(
            number: Int64(try row.number(0)), function: try row.string(1), eventID: try row.string(2), source: try row.string(3),
            organization: try row.string(4), causeID: row.text(5), traceParent: row.text(6),
            subject: try EventSubject(row, from: 19), attempt: try row.number(7), queued: try date(8), due: try date(9),
            started: try date(10), ended: try date(11), status: status, code: row.text(13).flatMap(ReasonCode.init(rawValue:)),
            effect: row.text(14), message: row.text(15), outcome: outcome, size: try row.number(18))
    }
}
