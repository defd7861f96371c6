import Foundation
import HostDelivery
import RelayCore
import Synchronization
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

    @Test("An erasure that each host settles is kept once, known to all, and read once")
    func erasures() async throws {
        let url = try await PostgresServer.schema()
        let (one, other) = (try PostgresHistory(url: url), try PostgresHistory(url: url))
        let erased = Erasure(threadID: "7", until: .now, wordsUntil: .now)
        for history in [one, other, one] { _ = try await history.erase([erased, erased], of: "acme") }
        let rows = try await one.run(.harmless) { statements in
            try statements.row("SELECT count(*), max(number) FROM history_erasure").map { ($0.integer(0), $0.integer(1)) }
        }
        #expect(rows?.0 == 1)
        let late = HistoryTests.entry("late", subject: EventSubject(type: "t", threadID: "7"))
        try await other.add([(late, nil)])
        #expect(other.remembered.withLock { $0.number } == rows?.1)
        // What it has read it knows.
        _ = try await one.run(.never) { statements in try statements.run("DELETE FROM history_erasure") }
        try await other.add([(late, nil), (HistoryTests.entry("another"), nil)])
        #expect(try await other.entries(.all, before: nil, limit: 9).map(\.eventID) == ["another"])
        // And what comes anew.
        _ = try await one.erase([Erasure(threadID: "8", until: .now, wordsUntil: .now)], of: "acme")
        try await other.add([(HistoryTests.entry("new", subject: EventSubject(type: "t", threadID: "8")), nil)])
        #expect(try await other.entries(.all, before: nil, limit: 9).map(\.eventID) == ["another"])
    }

    struct Remembered: NamedCase {
        let name: String
        var organization = "acme"
        /// When the erasure is noted again, in seconds.
        var again: Double?
        let after: Double
        let isCovered: Bool
    }

    @Test(
        "An erasure is remembered for an hour from when it was noted last, for its organization",
        arguments: [
            Remembered(name: "at once", after: 0, isCovered: true), Remembered(name: "after less", after: 3599, isCovered: true),
            Remembered(name: "after more", after: 3601, isCovered: false),
            Remembered(name: "noted again", again: 3000, after: 3601, isCovered: true),
            Remembered(name: "another organization's", organization: "globex", after: 0, isCovered: false),
        ])
    func remembered(_ row: Remembered) {
        let start = Date()
        let erasure = Erasure(threadID: "7", until: start + 9000, wordsUntil: start + 9000)
        var remembered = RememberedErasures()
        remembered.add(1, row.organization, digest: [1], erasure, noted: start)
        if let again = row.again { remembered.add(2, row.organization, digest: [1], erasure, noted: start + again) }
        remembered.add(3, row.organization, digest: [2], nil, noted: start)
        remembered.forget(now: start + row.after)
        #expect(remembered.number == 3)
        #expect(remembered.covers(HistoryTests.entry("e", subject: EventSubject(type: "t", threadID: "7"))) == row.isCovered)
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
