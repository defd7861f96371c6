import PostgresClient
import TestSupport
import Testing

/// What `sslmode` in the URL does: libpq keeps it, and this holds us to that.
@Suite("TLS to a PostgreSQL server", .timeLimit(.minutes(10)), .enabled(if: PostgresServer.isWanted, "no PostgreSQL server"))
struct TLSTests {
    struct Way: NamedCase {
        let name: String
        var mode: String?
        /// A file of the server's folder.
        var root: String?
        /// The server's certificate is for localhost.
        var host = "localhost"
        /// nil: there is a connection, and it is encrypted.
        var refusal: String?
    }

    private static let ways = [
        Way(name: "nothing is said: encrypted, for it is offered, and unchecked"),
        Way(name: "unencrypted, which the server refuses", mode: "disable", refusal: "no encryption"),
        Way(name: "encrypted and unchecked", mode: "require", host: "db.example.com"),
        Way(
            name: "encrypted, with a file of those that may sign: then it is checked who did", mode: "require", root: "other.crt",
            refusal: "certificate verify failed"),
        Way(name: "signed by who may", mode: "verify-ca", root: "ca.crt", host: "db.example.com"),
        Way(
            name: "signed by somebody else", mode: "verify-ca", root: "other.crt", refusal: "certificate verify failed"),
        Way(name: "signed, and for the host of the URL", mode: "verify-full", root: "ca.crt"),
        Way(
            name: "signed, and for another host", mode: "verify-full", root: "ca.crt", host: "db.example.com",
            refusal: "does not match host name"),
        Way(
            name: "nobody is named who may sign", mode: "verify-full", root: "none.crt", refusal: "does not exist"),
    ]

    @Test("sslmode is kept, and who refuses says why without a name")
    func modes() async throws {
        let server = try await PostgresServer(hasTLS: true)
        for way in Self.ways {
            let parameters = [
                way.mode.map { "sslmode=\($0)" }, way.root.map { "sslrootcert=\(server.folder)/\($0)" },
            ].compactMap(\.self)
            let url = ([server.url.replacing("@localhost", with: "@\(way.host)")] + parameters).joined(separator: "&")
            let database = PostgresDatabase(try #require(PostgresURL(url)), PostgresSchema(component: "tests", steps: []))
            do {
                let isEncrypted = try await database.run { connection, end in
                    try connection.run("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()", until: end).first?.boolean(0)
                }
                #expect(way.refusal == nil && isEncrypted == true, "\(way.name)")
            } catch let error as PostgresError {
                let words = error.description
                #expect(words.hasPrefix("PostgreSQL cannot be reached: "), "\(way.name): \(words)")
                #expect(way.refusal.map { words.contains($0) } == true, "\(way.name): \(words)")
                for name in ["localhost", "example.com", "127.0.0.1", server.folder, "relay"] {
                    #expect(!words.contains(name), "\(way.name): \(words)")
                }
            }
        }
        await server.stop()
    }
}
