/// Runs one call's statements within its time.
package struct PostgresStatements {
    /// In a list of what a statement gives: its transaction does not wait for the disk.
    /// Source: https://www.postgresql.org/docs/current/wal-async-commit.html
    package static let withoutDisk = "set_config('synchronous_commit', 'off', TRUE)"

    private let connection: PostgresConnection
    private let end: ContinuousClock.Instant

    package init(connection: PostgresConnection, end: ContinuousClock.Instant) {
        self.connection = connection
        self.end = end
    }

    /// - Returns: How many rows it changed.
    @discardableResult
    package func run(_ sql: String, _ values: [PostgresValue] = []) throws -> Int {
        try connection.run(sql, values, until: end).changes
    }

    package func row(_ sql: String, _ values: [PostgresValue] = []) throws -> PostgresRow? {
        try connection.run(sql, values, until: end).first
    }

    package func rows(_ sql: String, _ values: [PostgresValue] = []) throws -> [PostgresRow] {
        try connection.run(sql, values, until: end).rows
    }

    /// Runs the body until it gives something: what stood in the way of one statement may be gone at the next.
    package func untilDecided<Value>(_ body: () throws -> Value?) throws -> Value {
        while true {
            if let value = try body() { return value }
        }
    }

    /// All of the body or nothing.
    package func transaction<Value>(_ body: () throws -> Value) throws -> Value {
        try connection.transaction(until: end, body)
    }
}
