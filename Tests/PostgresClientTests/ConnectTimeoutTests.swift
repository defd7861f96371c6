import TestSupport
import Testing

@testable import PostgresClient

@Suite("How long PostgreSQL is tried to be reached")
struct ConnectTimeoutTests {
    struct Row: NamedCase {
        let name: String
        let left: Double
        var asked: Int?
        let seconds: Int?
    }

    @Test(
        "No longer than there is time for two addresses, and not at all where there is none",
        arguments: [
            Row(name: "plenty", left: 3600, seconds: 10), Row(name: "a worker's time", left: 14.9, seconds: 7),
            Row(name: "little", left: 2.1, seconds: 2), Row(name: "too little for libpq", left: 1.9, seconds: nil),
            Row(name: "none", left: -1, seconds: nil), Row(name: "the URL's, where that is less", left: 30, asked: 3, seconds: 3),
            Row(name: "not the URL's, where that is more than there is", left: 9, asked: 60, seconds: 4),
            Row(name: "the URL's, where there is time for it", left: 60, asked: 20, seconds: 20),
            Row(name: "without end by the URL", left: 30, asked: 0, seconds: 15),
        ])
    func seconds(_ row: Row) { #expect(ConnectTimeout.seconds(left: row.left, asked: row.asked) == row.seconds) }

    struct Address: NamedCase {
        let name: String
        let url: String
        let seconds: Int?
    }

    @Test(
        "What the URL says of it is read",
        arguments: [
            Address(name: "nothing", url: "postgres://db.example.com/relay", seconds: nil),
            Address(name: "a time", url: "postgres://db.example.com/relay?connect_timeout=3&sslmode=require", seconds: 3),
            Address(name: "no end", url: "postgresql://db.example.com/relay?connect_timeout=0", seconds: 0),
        ])
    func address(_ row: Address) throws { #expect(try #require(PostgresURL(row.url)).connectTimeout == row.seconds) }
}
