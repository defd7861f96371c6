import Foundation
import GRDB

@testable import SessionStore

extension SQLiteStore {
    /// Names of the tables in which the text stands anywhere.
    func tables(holding text: String) async throws -> [String] {
        try await database.read { database in
            let names = try String.fetchAll(
                database, sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
            return try names.filter { name in
                try Row.fetchAll(database, sql: "SELECT * FROM \"\(name)\"").contains { row in
                    row.databaseValues.contains { String.fromDatabaseValue($0)?.contains(text) == true }
                }
            }
        }
    }

    /// The ends of the names of its files in which the text stands anywhere, free pages and the log included.
    func files(holding text: String) -> [String] {
        ["", "-wal", "-shm"].filter { end in
            FileManager.default.contents(atPath: database.path + end)?.range(of: Data(text.utf8)) != nil
        }
    }
}
