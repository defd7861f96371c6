import Foundation
import GRDB
import RelayCore

extension SQLiteEventQueue {
    package func oldest(now: Date) async throws -> [String: Date] {
        try await database.read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT function, min(CASE WHEN attempts > 0 OR waits > 0 THEN queued ELSE due END) AS since FROM event
                    WHERE deadCode IS NULL AND (due <= ?1 OR attempts > 0 OR waits > 0) GROUP BY function
                    """, arguments: [Timestamp.milliseconds(now)])
            return Dictionary(
                uniqueKeysWithValues: rows.map { ($0["function"] as String, Timestamp.date(milliseconds: $0["since"] as Int)) })
        }
    }
}
