import PostgresClient
import TestSupport
import Testing

@Suite(
    "Tables that another version changes", .timeLimit(.minutes(10)),
    .enabled(if: PostgresServer.isWanted, "no PostgreSQL server"))
struct SchemaVersionTests {
    private static let first = "CREATE TABLE note (id INTEGER PRIMARY KEY)"
    private static let second = "ALTER TABLE note ADD COLUMN text TEXT"

    struct Row: NamedCase {
        let name: String
        /// After how long a connection asks again.
        let look: Duration
        /// Of the program that comes meanwhile.
        let steps: [String]
        /// Why the connection that stood before does no more; nil: it goes on.
        var error: PostgresError?
    }

    @Test(
        "A connection that stands finds out that a newer program has changed the tables, and does no more",
        arguments: [
            Row(name: "the same version", look: .zero, steps: [first]),
            Row(
                name: "a newer one", look: .zero, steps: [first, second],
                error: .newer(component: "notes", version: 2, known: 1)),
            Row(name: "a newer one, of which it has not asked yet", look: .seconds(3600), steps: [first, second]),
        ])
    func meanwhile(_ row: Row) async throws {
        let url = try #require(PostgresURL(try await PostgresServer.schema()))
        let old = PostgresDatabase(url, PostgresSchema(component: "notes", steps: [Self.first]), look: row.look)
        let new = PostgresDatabase(url, PostgresSchema(component: "notes", steps: row.steps))
        try await write(1, old)
        try await write(2, new)
        // Each time anew: nothing is forgotten once it was said.
        for id in [3, 4] {
            if let expected = row.error {
                let error = await #expect(throws: PostgresError.self) { try await write(id, old) }
                #expect(error == expected)
            } else {
                try await write(id, old)
            }
        }
        let ids = try await new.run { connection, end in
            try connection.run("SELECT id FROM note ORDER BY id", until: end).rows.map { try $0.number(0) }
        }
        #expect(ids == (row.error == nil ? [1, 2, 3, 4] : [1, 2]))
    }

    @Test("A connection that ended while nobody used it is replaced, though it is asked first")
    func ended() async throws {
        let server = try await PostgresServer()
        let url = try #require(PostgresURL(try await server.schema()))
        let database = PostgresDatabase(url, PostgresSchema(component: "notes", steps: [Self.first]), look: .zero)
        try await write(1, database)
        try await server.kill()
        try await server.start()
        try await write(2, database)
        await server.stop()
    }

    /// Not to be repeated by the database: what is lost would be seen.
    private func write(_ id: Int, _ database: PostgresDatabase) async throws {
        try await database.run(.never) { connection, end in
            _ = try connection.run("INSERT INTO note (id) VALUES ($1)", [.integer(id)], until: end)
        }
    }
}
