import Foundation
import PostgresClient
import RelayCore

extension PostgresEventQueue {
    package func oldest(now: Date) async throws -> [String: Date] {
        try await run(.harmless) { statements in
            let rows = try statements.rows(
                """
                SELECT function, min(CASE WHEN attempts > 0 OR waits > 0 THEN queued ELSE due END) FROM queue_event
                WHERE dead_code IS NULL AND (due <= $1 OR attempts > 0 OR waits > 0) GROUP BY function
                """, [.integer(Timestamp.milliseconds(now))])
            return Dictionary(
                uniqueKeysWithValues: try rows.map { (try $0.string(0), Timestamp.date(milliseconds: try $0.number(1))) })
        }
    }
}
