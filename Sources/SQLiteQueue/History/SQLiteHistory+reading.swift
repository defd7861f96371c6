import Foundation
import GRDB
import HostCore
import HostDelivery
import RelayCore

extension SQLiteHistory {
    package func entries(_ which: HistoryFilter, before: Int64?, limit: Int) async throws -> [HistoryEntry] {
        try await entries(which.conditions + (before.map { [("number < ?", $0)] } ?? []), "DESC", limit)
    }

    package func entries(_ which: HistoryFilter, after: Int64, limit: Int) async throws -> [HistoryEntry] {
        try await entries(which.conditions + [("number > ?", after)], "ASC", limit)
    }

    private func entries(
        _ conditions: [HistoryFilter.Condition], _ order: String, _ limit: Int
    ) async throws -> [HistoryEntry] {
        try await read { database in
            try Row.fetchAll(
                database, sql: Self.sql(conditions, order), arguments: StatementArguments(conditions.map(\.1) + [limit])
            ).compactMap(HistoryEntry.init)
        }
    }

    static func sql(_ conditions: [HistoryFilter.Condition], _ order: String) -> String {
        let condition = conditions.isEmpty ? "" : "WHERE " + conditions.map(\.0).joined(separator: " AND ")
        return "SELECT * FROM invocation \(condition) ORDER BY number \(order) LIMIT ?"
    }

    /// The table's own count, from which no erasure takes anything.
    package func newestNumber() async throws -> Int64 {
        try await read { database in
            try Int64.fetchOne(database, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'invocation'") ?? 0
        }
    }

    package func entry(_ number: Int64) async throws -> HistoryEntry? {
        try await read { database in
            try Row.fetchOne(database, sql: "SELECT * FROM invocation WHERE number = ?", arguments: [number])
                .flatMap(HistoryEntry.init)
        }
    }

    package func lastArrivals() async throws -> [String: Date] {
        try await read { database in
            let rows = try Row.fetchAll(
                database,
                sql: "SELECT organization, max(queued) AS last FROM invocation WHERE instr(type, ?) = 1 GROUP BY organization",
                arguments: [HubSpotEvent.prefix])
            return Dictionary(
                uniqueKeysWithValues: rows.map { ($0["organization"] as String, Timestamp.date(milliseconds: $0["last"] as Int)) }
            )
        }
    }

    package func texts(of numbers: [Int64]) async throws -> [Int64: HistoryTexts] {
        try await read { database in
            let statement = try database.cachedStatement(sql: "SELECT * FROM invocationText WHERE number = ?")
            var texts: [Int64: HistoryTexts] = [:]
            for number in numbers {
                texts[number] = try Row.fetchOne(statement, arguments: [number]).map(HistoryTexts.init)
            }
            return texts
        }
    }

    package func results(of numbers: [Int64]) async throws -> [Int64: [UInt8]] {
        try await read { database in
            let statement = try database.cachedStatement(sql: "SELECT result FROM invocationText WHERE number = ?")
            var results: [Int64: [UInt8]] = [:]
            for number in numbers {
                results[number] = try Data.fetchOne(statement, arguments: [number]).map { Array($0) }
            }
            return results
        }
    }
}

extension HistoryTexts {
    fileprivate init(_ row: Row) {
        let log: String = row["log"]
        self.init(
            event: Array(row["event"] as Data), result: Array(row["result"] as Data),
            log: log.isEmpty ? [] : log.split(separator: "\n").map(String.init))
    }
}

extension HistoryFilter {
    typealias Condition = (String, any DatabaseValueConvertible & Sendable)

    var conditions: [Condition] {
        let all: [(String, (any DatabaseValueConvertible & Sendable)?)] = [
            ("organization = ?", organization), ("function = ?", function), ("eventID = ?", eventID), ("source = ?", source),
            ("type = ?", type), ("instr(type, ?) = 1", typePrefix), ("cause = ?", causeID), ("thread = ?", threadID),
            ("session = ?", sessionID),
            ("message = ?", messageID),
            ("status = ?", status?.rawValue), ("code = ?", code?.rawValue), ("ended >= ?", since.map(Timestamp.milliseconds)),
        ]
        return all.compactMap { condition, value in value.map { (condition, $0) } }
    }
}

extension EventSubject {
    init(_ row: Row) {
        self.init(
            type: row["type"], threadID: row["thread"], sessionID: row["session"], messageID: row["message"],
            ticketID: row["ticket"], contactID: row["contactID"], contact: row["contact"])
    }
}

extension HistoryEntry {
    /// nil for what a later version wrote in words that this one does not know.
    fileprivate init?(_ row: Row) {
        func date(_ column: String) -> Date { Timestamp.date(milliseconds: row[column]) }
        guard let status = FunctionResult.Status(rawValue: row["status"]),
            let outcome = InvocationRecord.Outcome(
                name: row["outcome"], until: (row["until"] as Int?).map(Timestamp.date(milliseconds:)))
        else { return nil }
        self.init(
            number: row["number"], function: row["function"], eventID: row["eventID"], source: row["source"],
            organization: row["organization"], causeID: row["cause"], traceParent: row["traceParent"],
            subject: EventSubject(row), attempt: row["attempt"], queued: date("queued"), due: date("due"),
            started: date("started"), ended: date("ended"), status: status,
            code: (row["code"] as String?).flatMap(ReasonCode.init(rawValue:)), effect: row["effect"],
            message: row["note"], outcome: outcome, size: row["size"])
    }
}
