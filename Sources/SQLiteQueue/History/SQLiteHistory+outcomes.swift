import Foundation
import GRDB
import HostCore
import HostDelivery
import RelayCore

extension SQLiteHistory {
    /// The database chooses and groups: a report reads one row of a message's turn, however often it was delivered.
    package func outcomes(of types: [String], effects: [String], since: Date, closedBy closing: String) async throws
        -> [InvocationOutcome]
    {
        let start = Timestamp.milliseconds(since)
        let arguments: [any DatabaseValueConvertible & Sendable] = types + effects + [start, closing, start]
        return try await read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT max(number), type, organization, thread, message, status, code, effect, queued, ended FROM invocation
                    WHERE thread IS NOT NULL AND (type IN (\(Self.marks(types))) OR effect IN (\(Self.marks(effects)))) AND
                        (ended >= ? OR thread IN (SELECT thread FROM invocation WHERE effect = ? AND ended >= ?))
                    GROUP BY organization, thread, message, type, effect ORDER BY 1
                    """, arguments: StatementArguments(arguments))
            var outcomes: [InvocationOutcome] = []
            while let row = try rows.next() {
                // What a later version wrote in words that this one does not know is passed over.
                guard let status = FunctionResult.Status(rawValue: row[5]) else { continue }
                outcomes.append(
                    InvocationOutcome(
                        number: row[0], type: row[1], organization: row[2], threadID: row[3], messageID: row[4], status: status,
                        code: (row[6] as String?).flatMap(ReasonCode.init(rawValue:)), effect: row[7],
                        queued: Timestamp.date(milliseconds: row[8]), ended: Timestamp.date(milliseconds: row[9])))
            }
            return outcomes
        }
    }

    private static func marks(_ values: [String]) -> String { values.map { _ in "?" }.joined(separator: ", ") }
}
