import Foundation
import GRDB
import HostCore
import HostDelivery
import RelayCore

extension SQLiteEventQueue {
    /// Looks at every event of the organization: erasures are rare, and queues short. Other calls go on meanwhile.
    package func erase(_ erasures: [Erasure], of organization: String) async throws -> Int {
        let ids = try await database.read { database in
            let rows = try Row.fetchCursor(
                database, sql: "SELECT id, queued, body FROM event WHERE organization = ?", arguments: [organization])
            var ids: [Int64] = []
            while let row = try rows.next() {
                // What cannot be read is nobody's conversation.
                guard let event = try? RelayEvent(json: JSON.parse(row["body"] as Data)) else { continue }
                let queued = Timestamp.date(milliseconds: row["queued"])
                if erasures.contains(where: { $0.covers(event, queued: queued, organization: organization) }) {
                    ids.append(row["id"])
                }
            }
            return ids
        }
        if ids.isEmpty { return 0 }
        return try await writes.write { database in
            // An id is never given again.
            let statement = try database.cachedStatement(sql: "DELETE FROM event WHERE id = ?")
            var count = 0
            for id in ids {
                try statement.execute(arguments: [id])
                count += database.changesCount
            }
            return count
        }
    }
}
