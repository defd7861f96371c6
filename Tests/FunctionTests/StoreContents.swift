import Foundation
import GRDB
import Testing

@testable import SessionStore

extension Stage {
    /// Names of the tables of its file in which the text stands anywhere.
    func tables(holding text: String) async throws -> [String] {
        try await file.database.read { database in
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
    func files(holding text: String) throws -> [String] {
        let path = try file.database.path
        return ["", "-wal", "-shm"].filter { end in
            FileManager.default.contents(atPath: path + end)?.range(of: Data(text.utf8)) != nil
        }
    }

    private var file: SQLiteStore { get throws { try #require(stores as? SQLiteStore) } }
}
