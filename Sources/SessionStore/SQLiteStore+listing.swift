import Foundation
import GRDB
import RelayCore

extension SQLiteOrganizationStore {
    package func newestSessionIDs(before: Date?, limit: Int) async throws(StoreError) -> [String] {
        try read("list sessions") { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT id FROM session WHERE organization = ? AND updatedAt < ? ORDER BY updatedAt DESC, id DESC LIMIT ?
                    """, arguments: [organization, before.map(Milliseconds.from) ?? Int.max, limit])
        }
    }
}
