import Foundation
import HostDelivery
import RelayCore
import TestSupport
import Testing

@testable import PostgresClient
@testable import PostgresQueue

@Suite("The history in PostgreSQL", .timeLimit(.minutes(10)), .enabled(if: PostgresServer.isWanted, "no PostgreSQL server"))
struct PostgresHistoryTests {
    struct Look: NamedCase {
        let name: String
        var filter: HistoryFilter?
        var erasure: Erasure?
    }

    private static func erasure(email: String? = nil, threadID: String? = nil, ticketIDs: [String] = []) -> Erasure {
        Erasure(threadID: threadID, ticketIDs: ticketIDs, contactIDs: ["9"], email: email, until: .now, wordsUntil: .now)
    }

    @Test("Texts go with their rows, however these go")
    func texts() async throws {
        let history = try PostgresHistory(url: try await PostgresServer.schema())
        let left = try await history.run(.never) { statements in
            try statements.run(
                """
                INSERT INTO history (function, event_id, source, organization, type, attempt, queued, due, started, ended, status,
                    outcome, size)
                VALUES ('f', 'e', '/s', 'acme', 't', 0, 1, 1, 1, 1, 'done', 'completed', 2)
                """)
            try statements.run("INSERT INTO history_text SELECT number, 'a', 'b', 'c', 3 FROM history")
            try statements.run("DELETE FROM history")
            return try statements.row("SELECT count(*) FROM history_text")?.integer(0)
        }
        #expect(left == 0)
    }

    @Test(
        "What is looked for by an id is found without a look at every row",
        arguments: [
            Look(name: "an event", filter: HistoryFilter(organization: "acme", eventID: "e", source: "/s")),
            Look(name: "what followed", filter: HistoryFilter(causeID: "e")),
            Look(name: "a thread", filter: HistoryFilter(organization: "acme", threadID: "7")),
            Look(name: "a session", filter: HistoryFilter(sessionID: "ses_1")),
            Look(name: "a message", filter: HistoryFilter(messageID: "m")),
            Look(name: "the erasure of an address", erasure: erasure(email: "casey@customer.example")),
            Look(name: "the erasure of tickets", erasure: erasure(ticketIDs: ["55", "56"])),
            Look(
                name: "the erasure of all that a conversation has",
                erasure: erasure(email: "casey@customer.example", threadID: "7", ticketIDs: ["55"])),
        ])
    func plan(_ look: Look) async throws {
        let history = try PostgresHistory(url: try await PostgresServer.schema())
        // Enough for the planner to find that a look at every row costs more.
        try await history.run(.never) { statements in
            try statements.run(
                """
                INSERT INTO history (function, event_id, source, organization, type, cause, thread, session, message, ticket,
                    contact_id, contact, attempt, queued, due, started, ended, status, outcome, size)
                SELECT 'f', 'e' || n, '/s', 'acme', 't', 'c' || n, n, n, n, n, n, n, 0, 1, 1, 1, 1, 'done', 'completed', 2
                FROM generate_series(1, 5000) AS n
                """)
            try statements.run("ANALYZE history")
        }
        let sql: String
        let values: [PostgresValue]
        if let filter = look.filter {
            sql = PostgresHistory.sql(filter.conditions, "DESC")
            values = filter.conditions.map(\.1) + [.integer(100)]
        } else {
            let query = try #require(look.erasure.flatMap(PostgresHistory.query))
            (sql, values) = (query.sql, [.text("acme")] + query.values)
        }
        let steps = try await history.run(.harmless) { statements in
            try statements.rows("EXPLAIN \(sql)", values).map { try $0.string(0) }
        }
        #expect(steps.contains { $0.contains("history_by_") } && !steps.contains { $0.contains("Seq Scan") }, "\(steps)")
    }

    @Test("An erasure that names nothing looks for nothing")
    func nothing() { #expect(PostgresHistory.query(of: Erasure(until: .now, wordsUntil: .now)) == nil) }

    @Test("A server whose disk is full is told apart from one that does not answer")
    func full() async throws {
        let history = try PostgresHistory(url: try await PostgresServer.schema())
        try await history.run(.never) { statements in
            try statements.run(
                """
                CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'as on a full disk' USING ERRCODE = '53100'; END $$
                """)
            try statements.run("CREATE TRIGGER no_room BEFORE INSERT ON history_text FOR EACH ROW EXECUTE FUNCTION full_disk()")
        }
        let texts = HistoryTexts(event: Array("{}".utf8), result: Array("{}".utf8))
        await #expect(throws: HistoryFull.self) { try await history.add([(HistoryTests.entry("a"), texts)]) }
        // All or none; and what happened is kept without its texts.
        #expect(try await history.entries(.all, before: nil, limit: 9).isEmpty)
        try await history.add([(HistoryTests.entry("a"), nil)])
        #expect(try await history.entries(.all, before: nil, limit: 9).map(\.eventID) == ["a"])
    }
}
