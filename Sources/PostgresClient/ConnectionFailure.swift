/// Why there is no connection, for a log: without the names that libpq quotes (hosts, users, databases), addresses, and what the server says
/// in words that are not known, which may be of any language and quote anything.
enum ConnectionFailure {
    static func words(_ message: String) -> String {
        let line = message.split(separator: "\n").first.map(String.init) ?? "no reason is given"
        let nameless =
            line
            .replacing(/"[^"]*("|$)/, with: "“…”")
            .replacing(/\((?:[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:%[^)]*)?)\)/, with: "(…)")
            .replacing(/on socket “…”/, with: "on a socket")
        // The server's words follow its severity, in any language, and two spaces.
        guard let severity = nameless.firstMatch(of: /FATAL: +|\w+:  +/) else { return nameless }
        let said = nameless[severity.range.upperBound...]
        return nameless[..<severity.range.upperBound] + (sentences.first(where: said.hasPrefix) ?? "the server refused")
    }

    /// Of PostgreSQL's and of poolers: how they begin, up to what may be a name.
    /// Source: https://github.com/postgres/postgres/tree/master/src/backend/libpq/auth.c and src/backend/utils/init/postinit.c there
    private static let sentences = [
        "password authentication failed for user “…”", "peer authentication failed for user “…”",
        "Peer authentication failed for user “…”", "SASL authentication failed",
        "no pg_hba.conf entry for host “…”, user “…”, database “…”, no encryption",
        "no pg_hba.conf entry for host “…”, user “…”, database “…”, SSL encryption", "no pg_hba.conf entry for host “…”",
        "no pg_hba.conf entry", "pg_hba.conf rejects connection for host “…”", "connection requires a valid client certificate",
        "database “…” does not exist", "database “…” is not currently accepting connections", "role “…” does not exist",
        "role “…” is not permitted to log in", "permission denied for database “…”", "too many connections for role “…”",
        "too many connections for database “…”", "sorry, too many clients already", "remaining connection slots are reserved",
        "the database system is starting up", "the database system is shutting down", "the database system is in recovery mode",
        "the database system is not yet accepting connections", "the database system is not accepting connections",
        "unsupported frontend protocol", "no such user", "no such database", "no more connections allowed",
        "server login has been failing",
    ]
}
