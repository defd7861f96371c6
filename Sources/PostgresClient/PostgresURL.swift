import CPostgres
import RelayCore

/// Where a PostgreSQL database is: `postgres://user@host/database?parameters`, as libpq reads it.
///
/// A password may be in it, so it never shows itself. Source: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING
package struct PostgresURL: Sendable {
    private let text: Secret

    /// - Returns: nil for what libpq does not read as such a URL. What is wrong with it is not said: the text may hold a password.
    package init?(_ text: String) {
        guard Self.isOne(text), !text.utf8.contains(0), let options = PQconninfoParse(text, nil) else { return nil }
        PQconninfoFree(options)
        self.text = Secret(text)
    }

    /// Whether a text names such a database, right or wrong.
    package static func isOne(_ text: String) -> Bool { text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") }

    func reveal() -> String { text.reveal() }
}
