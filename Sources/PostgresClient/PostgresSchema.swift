import RelayCore

/// The tables of one component, as the steps that lead to them. A step that was released is never changed, and a step only adds: a table,
/// an index, a column with a default or without one. For up to a minute after it a program that does not know it goes on with its
/// statements (``PostgresDatabase``). What is to go goes with a step of a later release.
///
/// Tables stand in the first schema of the URL's or the role's `search_path` (`public`, unless they say otherwise), which is the only one
/// of the connection.
package struct PostgresSchema: Sendable {
    let component: String
    let steps: [String]

    /// - Parameter steps: Statements without parameters; each step makes a version of it.
    package init(component: String, steps: [String]) {
        self.component = component
        self.steps = steps
    }

    /// Brings the tables up to date, where they are not. Of several who start at once one does it, and the others wait.
    /// - Throws: ``PostgresError/newer(component:version:known:)``.
    func apply(_ connection: PostgresConnection, until end: ContinuousClock.Instant) throws {
        if try version(connection, until: end) == steps.count { return }
        try connection.transaction(until: end) {
            // One number for each schema; the lock ends with the transaction.
            _ = try connection.run("SELECT pg_advisory_xact_lock(hashtext('deskrelay ' || current_schema()))", until: end)
            try connection.runScript(
                """
                CREATE TABLE IF NOT EXISTS relay_schema (component TEXT PRIMARY KEY, version INTEGER NOT NULL)
                """, until: end)
            let found = try version(connection, until: end)
            for step in steps[found...] { try connection.runScript(step, until: end) }
            _ = try connection.run(
                """
                INSERT INTO relay_schema (component, version) VALUES ($1, $2)
                ON CONFLICT (component) DO UPDATE SET version = excluded.version
                """, [.text(component), .integer(steps.count)], until: end)
        }
    }

    /// - Throws: ``PostgresError/newer(component:version:known:)``.
    func checkVersion(_ connection: PostgresConnection, until end: ContinuousClock.Instant) throws {
        _ = try version(connection, until: end)
    }

    private func version(_ connection: PostgresConnection, until end: ContinuousClock.Instant) throws -> Int {
        let isThere = try connection.run("SELECT to_regclass('relay_schema') IS NOT NULL", until: end).first?.boolean(0)
        guard isThere == true else { return 0 }
        let row = try connection.run("SELECT version FROM relay_schema WHERE component = $1", [.text(component)], until: end)
        let version = row.first?.integer(0) ?? 0
        guard version <= steps.count else {
            throw PostgresError.newer(component: component, version: version, known: steps.count)
        }
        return version
    }
}
