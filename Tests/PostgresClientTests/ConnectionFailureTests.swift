import TestSupport
import Testing

@testable import PostgresClient

@Suite("Why there is no connection, in words for a log")
struct ConnectionFailureTests {
    struct Row: NamedCase {
        let name: String
        let message: String
        let words: String
    }

    @Test(
        "Names and addresses are left out",
        arguments: [
            Row(
                name: "a wrong password",
                message: """
                    connection to server at "db.example.com" (203.0.113.7), port 5432 failed: FATAL:  password authentication failed for \
                    user "robin"
                    """,
                words: "connection to server at “…” (…), port 5432 failed: FATAL:  password authentication failed for user “…”"),
            Row(
                name: "an IPv6 address",
                message: #"connection to server at "db.example.com" (2001:db8::7), port 5432 failed: Connection refused"#,
                words: "connection to server at “…” (…), port 5432 failed: Connection refused"),
            Row(
                name: "a socket",
                message: #"connection to server on socket "/run/pg/.s.PGSQL.5432" failed: No such file or directory"#,
                words: "connection to server on a socket failed: No such file or directory"),
            Row(
                name: "only the first of several lines", message: "could not translate host name \"db\" to address\nhint\n",
                words: "could not translate host name “…” to address"),
            Row(
                name: "an address with a zone",
                message: #"connection to server at "db.example.com" (fe80::1%eth0), port 5432 failed: Connection refused"#,
                words: "connection to server at “…” (…), port 5432 failed: Connection refused"),
            Row(
                name: "a server that speaks German",
                message: "failed: FATAL:  Passwort-Authentifizierung für Benutzer »robin« fehlgeschlagen",
                words: "failed: FATAL:  the server refused"),
            Row(
                name: "a server that speaks Russian", message: "failed: ВАЖНО:  роль «robin» не существует",
                words: "failed: ВАЖНО:  the server refused"),
            Row(
                name: "a pooler without quotes", message: "failed: FATAL:  no such user: robin",
                words: "failed: FATAL:  no such user"),
            Row(
                name: "no more than what is known of a sentence",
                message:
                    #"failed: FATAL:  no pg_hba.conf entry for host "203.0.113.7", user "robin", database robin, no encryption"#,
                words: "failed: FATAL:  no pg_hba.conf entry for host “…”"),
            Row(
                name: "libpq's own words", message: "failed: SSL error: certificate verify failed",
                words: "failed: SSL error: certificate verify failed"),
            Row(name: "a quote that is not closed", message: "invalid value \"se\"cr\"et", words: "invalid value “…”cr“…”"),
            Row(name: "nothing", message: "", words: "no reason is given"),
        ])
    func words(_ row: Row) {
        #expect(ConnectionFailure.words(row.message) == row.words)
    }
}
