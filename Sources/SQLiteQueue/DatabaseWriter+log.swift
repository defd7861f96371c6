import GRDB

extension DatabaseWriter {
    /// Brings everything into the main file and empties the `-wal` file, which holds former states of what was changed since SQLite
    /// did so the last time.
    ///
    /// Source: https://www.sqlite.org/pragma.html#pragma_wal_checkpoint
    /// - Throws: at once where somebody reads what stands there: nobody could write while that was waited for.
    func emptyLog() async throws {
        try await writeWithoutTransaction { database in
            // Most of the work, which is in nobody's way.
            _ = try database.checkpoint(.passive)
            let patience = try Int.fetchOne(database, sql: "PRAGMA busy_timeout") ?? 0
            try database.execute(sql: "PRAGMA busy_timeout = 0")
            defer { try? database.execute(sql: "PRAGMA busy_timeout = \(patience)") }
            _ = try database.checkpoint(.truncate)
        }
    }
}
