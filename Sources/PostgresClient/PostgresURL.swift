import CPostgres
import RelayCore

/// Where a PostgreSQL database is: `postgres://user@host/database?parameters`, as libpq reads it.
///
/// A password may be in it, so it never shows itself. Source: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING
package struct PostgresURL: Sendable {
    private let text: Secret
    /// As the URL says it.
    let connectTimeout: Int?

    /// - Returns: nil for what libpq does not read as such a URL. What is wrong with it is not said: the text may hold a password.
    package init?(_ text: String) {
        guard Self.isOne(text), !text.utf8.contains(0), let options = PQconninfoParse(text, nil) else { return nil }
        defer { PQconninfoFree(options) }
        self.text = Secret(text)
        connectTimeout = Self.value(of: "connect_timeout", options).flatMap { Int($0) }
    }

    /// Whether a text names such a database, right or wrong.
    package static func isOne(_ text: String) -> Bool { PostgresScheme.all.contains { text.hasPrefix($0) } }

    private static func value(of keyword: String, _ options: UnsafeMutablePointer<PQconninfoOption>) -> String? {
        var option = options
        while let name = option.pointee.keyword {
            if String(cString: name) == keyword { return option.pointee.val.map { String(cString: $0) } }
            option += 1
        }
        return nil
    }

    func reveal() -> String { text.reveal() }
}
