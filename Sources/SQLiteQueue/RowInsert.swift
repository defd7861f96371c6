import GRDB
import GRDBSQLite

/// Inserts rows one after the other, each unless it is there. Binds by SQLite's own functions: what GRDB makes of a row's
/// arguments costs as much again as the insert.
struct RowInsert {
    private let database: Database
    private let statement: Statement

    /// `SQLITE_TRANSIENT`, which Swift does not import: SQLite copies the value.
    private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

    init(into table: String, _ columns: [String], _ database: Database) throws {
        let marks = columns.map { _ in "?" }.joined(separator: ", ")
        self.database = database
        statement = try database.cachedStatement(
            sql: "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(marks)) ON CONFLICT DO NOTHING")
    }

    /// - Parameter column: From 1.
    func bind(_ column: Int32, _ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) { characters in
                _ = sqlite3_bind_text(
                    statement.sqliteStatement, column, characters.baseAddress, Int32(characters.count), Self.copied)
            }
        }
    }

    func bind(_ column: Int32, _ bytes: [UInt8]) {
        bytes.withUnsafeBytes { bytes in
            _ = sqlite3_bind_blob(statement.sqliteStatement, column, bytes.baseAddress, Int32(bytes.count), Self.copied)
        }
    }

    func bind(_ column: Int32, _ number: Int) { sqlite3_bind_int64(statement.sqliteStatement, column, Int64(number)) }

    func bind(_ column: Int32, _ text: String?) {
        if let text { bind(column, text) } else { bindNull(column) }
    }

    func bind(_ column: Int32, _ number: Int?) {
        if let number { bind(column, number) } else { bindNull(column) }
    }

    private func bindNull(_ column: Int32) { sqlite3_bind_null(statement.sqliteStatement, column) }

    /// False when such a row stands already.
    func insert() throws -> Bool {
        let code = sqlite3_step(statement.sqliteStatement)
        sqlite3_reset(statement.sqliteStatement)
        guard code == SQLITE_DONE else {
            throw DatabaseError(resultCode: ResultCode(rawValue: code), message: database.lastErrorMessage)
        }
        return database.changesCount > 0
    }
}
