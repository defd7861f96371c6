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
            Row(name: "a quote that is not closed", message: "invalid value \"se\"cr\"et", words: "invalid value “…”cr“…”"),
            Row(name: "nothing", message: "", words: "no reason is given"),
        ])
    func words(_ row: Row) {
        #expect(ConnectionFailure.words(row.message) == row.words)
    }
}
