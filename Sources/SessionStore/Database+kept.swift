import GRDB

/// Statements that are kept: the same few run for every event, and reading one costs several times as much as running it.
extension Database {
    func run(sql: String, arguments: StatementArguments = []) throws {
        try cachedStatement(sql: sql).execute(arguments: arguments)
    }

    func row(sql: String, arguments: StatementArguments) throws -> Row? {
        try Row.fetchOne(cachedStatement(sql: sql), arguments: arguments)
    }

    func rows(sql: String, arguments: StatementArguments) throws -> [Row] {
        try Row.fetchAll(cachedStatement(sql: sql), arguments: arguments)
    }

    /// The first column of the first row.
    func value<Value: DatabaseValueConvertible>(sql: String, arguments: StatementArguments) throws -> Value? {
        try Value.fetchOne(cachedStatement(sql: sql), arguments: arguments)
    }

    /// The first column of each row.
    func values<Value: DatabaseValueConvertible>(sql: String, arguments: StatementArguments) throws -> [Value] {
        try Value.fetchAll(cachedStatement(sql: sql), arguments: arguments)
    }

    /// One transaction, which takes the file's write lock at its beginning.
    func inWriteTransaction<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try run(sql: "BEGIN IMMEDIATE")
        do {
            let value = try body(self)
            try run(sql: "COMMIT")
            return value
        } catch {
            // SQLite may have rolled back itself, on a full disk for example.
            if isInsideTransaction { try? rollback() }
            throw error
        }
    }
}
