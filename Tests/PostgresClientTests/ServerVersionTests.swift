import TestSupport
import Testing

@testable import PostgresClient

@Suite("The version of a PostgreSQL server")
struct ServerVersionTests {
    struct Row: NamedCase {
        let name: String
        let number: Int
        let says: String?
    }

    @Test(
        "One that is too old is named",
        arguments: [
            Row(name: "a newer one", number: 190_001, says: nil), Row(name: "the oldest", number: 140_000, says: nil),
            Row(name: "the one before", number: 130_022, says: "the server is PostgreSQL 13.22, and must be 14 or newer"),
            Row(name: "with three numbers", number: 90_603, says: "the server is PostgreSQL 9.6.3, and must be 14 or newer"),
            Row(
                name: "one that says nothing", number: 0,
                says: "the server is PostgreSQL of a version that it does not tell, and must be 14 or newer"),
        ])
    func version(_ row: Row) { #expect(ServerVersion.problem(row.number)?.description == row.says) }
}
