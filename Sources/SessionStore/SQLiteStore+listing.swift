import Foundation
import GRDB
import RelayCore

extension SQLiteOrganizationStore {
    package func newestSessionIDs(
        state: Session.State?, before: Date?, limit: Int
    ) async throws(StoreError) -> [String] {
        var arguments: [any DatabaseValueConvertible] = [organization]
        if let state { arguments.append(state.rawValue) }
        arguments += [before.map(Milliseconds.from) ?? Int.max, limit]
        return try read("list sessions") { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT id FROM session WHERE organization = ?\(state == nil ? "" : " AND state = ?") AND updatedAt < ?
                    ORDER BY updatedAt DESC, id DESC LIMIT ?
                    """, arguments: StatementArguments(arguments))
        }
    }
}
