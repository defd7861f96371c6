import Foundation
import PostgresClient
import PostgresStore
import RelayCore
import TestSupport
import Testing

@Suite("PostgreSQL in trouble", .timeLimit(.minutes(10)), .enabled(if: PostgresServer.isWanted, "no PostgreSQL server"))
struct TroubleTests {
    private let now = Date(timeIntervalSince1970: 1_790_000_000)

    /// A connection beside the store's.
    private func database(_ url: String) throws -> PostgresDatabase {
        PostgresDatabase(try #require(PostgresURL(url)), PostgresSchema(component: "tests", steps: []))
    }

    @discardableResult
    private func run(_ sql: String, _ url: String) async throws -> Int {
        try await database(url).run { connection, end in try connection.run(sql, until: end).changes }
    }

    @Test("A connection that the server ended while nobody used it is replaced, and the call does not notice")
    func ended() async throws {
        let url = try await PostgresServer.schema() + "&application_name=ended"
        let store = try PostgresStore(url: url)
        #expect(try await store.acme.startEffect(key: "one", now: now) == .started)
        let other = try await PostgresServer.schema()
        #expect(
            try await run("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'ended'", other)
                == 1)
        #expect(try await store.acme.startEffect(key: "two", now: now) == .started)
    }

    @Test("What was committed outlasts a kill of the server; meanwhile calls fail, and afterwards they go on")
    func killed() async throws {
        let server = try await PostgresServer()
        let store = try PostgresStore(url: try await server.schema())
        _ = try await store.acme.startEffect(key: "k", now: now)
        try await server.kill()
        let error = await #expect(throws: StoreError.self) { try await store.acme.effect(key: "k") }
        let description = try #require(error).description
        #expect(description.hasPrefix("could not read the effect ledger: "), "\(description)")
        try await server.start()
        #expect(try await store.acme.effect(key: "k")?.startedAt == now)
        await server.stop()
    }

    @Test("A call ends with the deadline, also while another holds the row", .timeLimit(.minutes(5)))
    func deadline() async throws {
        let url = try await PostgresServer.schema()
        let store = try PostgresStore(url: url)
        _ = try await store.acme.claim(EventIdentity(source: "/s", id: "e"), owner: "one", now: now, until: now)
        let held = try database(url)
        try await held.run { connection, end in
            try connection.runScript("BEGIN; LOCK TABLE claim IN ACCESS EXCLUSIVE MODE", until: end)
        }
        let start = ContinuousClock.now
        let error = await #expect(throws: StoreError.self) {
            try await store.store(of: "acme", until: Date() + 2.4).resultLine(of: EventIdentity(source: "/s", id: "e"))
        }
        // The server is told a little less than what is left, and says so.
        #expect(error?.description.contains("57014") == true, "\(String(describing: error))")
        #expect(ContinuousClock.now - start < .seconds(60))
        try await held.run { connection, end in try connection.runScript("ROLLBACK", until: end) }
        #expect(try await store.acme.resultLine(of: EventIdentity(source: "/s", id: "e")) == nil)
    }

    /// A server that is gone without a word, as behind a network that is cut.
    @Test("Of a server that does not answer it is said that it does not, before the deadline", .timeLimit(.minutes(5)))
    func hung() async throws {
        let server = try await PostgresServer()
        let url = try await server.schema()
        let stores = try PostgresStore(url: url)
        try await stores.probe()
        try await server.freeze()
        let store = stores.store(of: "acme", until: Date() + 5)
        let error = await #expect(throws: StoreError.self) { try await store.effect(key: "k") }
        #expect(error?.description == "could not read the effect ledger: PostgreSQL did not answer in time")
        #expect(error?.result.code == .storeUnavailable)
        await #expect(throws: StoreError.self) { try await store.releaseLease(name: "post:7", owner: "one") }
        try await server.thaw()
        #expect(try await stores.acme.effect(key: "k") == nil)
        await server.stop()
    }

    @Test("HubSpot's calls wait little for what others know of its limits", .timeLimit(.minutes(5)))
    func hungLimits() async throws {
        let server = try await PostgresServer()
        let stores = try PostgresStore(url: try await server.schema())
        try await stores.probe()
        try await server.freeze()
        let start = ContinuousClock.now
        let limits = try #require(stores.rateLimits(of: "acme", until: Date() + 3600))
        await #expect(throws: StoreError.self) { try await limits.read() }
        // By itself it would be half a minute.
        #expect(ContinuousClock.now - start < .seconds(20))
        await server.stop()
    }

    @Test("A long statement that a server does not take ends in time", .timeLimit(.minutes(5)))
    func longStatement() async throws {
        let server = try await PostgresServer()
        let database = try database(server.url)
        // As long as the next: then all that is said to the server before is said already.
        let length = try await database.run(until: Date() + 3) { connection, end in
            try connection.run("SELECT octet_length($1::bytea)", [.bytes([1])], until: end).first?.number(0)
        }
        #expect(length == 1)
        try await server.freeze()
        await #expect(throws: PostgresError.outOfTime) {
            try await database.run(until: Date() + 3) { connection, end in
                try connection.run("SELECT octet_length($1::bytea)", [.bytes(.init(repeating: 7, count: 32 << 20))], until: end)
                    .changes
            }
        }
        await server.stop()
    }

    @Test("What is held is given back after the deadline too, and a call that comes late costs no connection")
    func late() async throws {
        let url = try await PostgresServer.schema() + "&application_name=late"
        let stores = try PostgresStore(url: url)
        let event = EventIdentity(source: "/s", id: "e")
        let start = Date()
        _ = try await stores.acme.claim(event, owner: "one", now: start, until: start + 600)
        _ = try await stores.acme.acquireLease(name: "post:7", owner: "one", now: start, until: start + 600)
        _ = try await stores.acme.startEffect(key: "k", now: start)
        let connections = "SELECT pid FROM pg_stat_activity WHERE application_name = 'late'"
        let other = try database(try await PostgresServer.schema())
        let before = try await other.run { connection, end in
            try connection.run(connections, until: end).rows.map { $0.integer(0) }
        }
        let over = stores.store(of: "acme", until: start - 1)
        let error = await #expect(throws: StoreError.self) { try await over.resultLine(of: event) }
        #expect(error?.description == "could not read an event's result: PostgreSQL was not asked: there is no time left")
        try await over.finishEffect(key: "k", hubSpotID: "5")
        try await over.releaseLease(name: "post:7", owner: "one")
        try await over.release(event, owner: "one")
        #expect(try await stores.acme.claim(event, owner: "other", now: start, until: start + 600) == .claimed)
        #expect(
            try await stores.acme.acquireLease(name: "post:7", owner: "other", now: start, until: start + 600) == .acquired)
        #expect(try await stores.acme.effect(key: "k")?.hubSpotID == "5")
        let after = try await other.run { connection, end in
            try connection.run(connections, until: end).rows.map { $0.integer(0) }
        }
        #expect(before.count == 1 && before == after)
    }

    @Test("Two deployments have tables of their own, whatever else is in the search path of one")
    func apart() async throws {
        let (first, second) = (try await PostgresServer.schema(), try await PostgresServer.schema())
        let event = EventIdentity(source: "/s", id: "e")
        _ = try await PostgresStore(url: first).acme.claim(event, owner: "one", now: now, until: now + 60)
        let schema = try #require(first.split(separator: "%3D").last)
        let both = try PostgresStore(url: "\(second),\(schema)")
        #expect(try await both.acme.claim(event, owner: "two", now: now, until: now + 60) == .claimed)
        #expect(try await PostgresStore(url: second).acme.claim(event, owner: "three", now: now, until: now + 60) != .claimed)
    }

    @Test("Where there is no schema to make tables in, that is said")
    func noSchema() async throws {
        let url = try await PostgresServer.schema().replacing(/csearch_path%3D.*/, with: "csearch_path%3Dnowhere")
        let error = await #expect(throws: StoreError.self) { try await PostgresStore(url: url).probe() }
        #expect(error?.description == "could not open the store: PostgreSQL 3F000 (no schema to create tables in)")
    }

    @Test("A store of a later version is refused, and left as it is")
    func newer() async throws {
        let url = try await PostgresServer.schema()
        try await PostgresStore(url: url).probe()
        try await run("UPDATE relay_schema SET version = 99", url)
        let error = await #expect(throws: StoreError.self) { try await PostgresStore(url: url).probe() }
        #expect(
            error?.description
                == """
                could not open the store: its tables (store) are of version 99, and this program knows them up to 1: use the newer \
                program
                """)
    }

    struct Refusal: NamedCase {
        let name: String
        let change: @Sendable (String) -> String
        let words: String
    }

    private static func at(_ from: String, _ to: String) -> @Sendable (String) -> String { { $0.replacing(from, with: to) } }

    @Test(
        "An error says what is in the way, and no name, address or password",
        arguments: [
            Refusal(
                name: "nobody listens", change: at("host=/tmp", "host=/nowhere/robin"), words: "No such file or directory"),
            Refusal(name: "no such database", change: at("@/postgres", "@/robin"), words: "does not exist"),
            Refusal(name: "no such user", change: at("//relay@", "//robin:secret@"), words: "does not exist"),
            Refusal(
                name: "no such host", change: { _ in "postgres://robin:secret@127.0.0.1:1/robin" }, words: "Connection refused"),
        ])
    func refused(_ row: Refusal) async throws {
        let url = row.change(try await PostgresServer.schema())
        let error = await #expect(throws: StoreError.self) { try await PostgresStore(url: url).probe() }
        let description = try #require(error).description
        #expect(description.hasPrefix("could not open the store: PostgreSQL cannot be reached: "), "\(description)")
        #expect(description.contains(row.words), "\(description)")
        for secret in ["robin", "secret", "127.0.0.1", "/tmp", "/nowhere"] {
            #expect(!description.contains(secret), "\(description)")
        }
    }

    @Test("What a row holds is in no error")
    func words() async throws {
        let url = try await PostgresServer.schema()
        let store = try PostgresStore(url: url)
        try await store.probe()
        try await run("ALTER TABLE timeline ADD CONSTRAINT short CHECK (length(text) < 5)", url)
        let entry = TimelineEntry(id: "1", role: .customer, text: "I am Robin", createdAt: now)
        let error = await #expect(throws: StoreError.self) { try await store.acme.appendTimeline(sessionID: "s", entry: entry) }
        #expect(error?.description == "could not append to a timeline: PostgreSQL 23514")
    }

    struct BadURL: NamedCase {
        let name: String
        let url: String
    }

    @Test(
        "A URL that libpq does not read is refused without a word of it",
        arguments: [
            BadURL(name: "another engine", url: "mysql://robin@host/db"),
            BadURL(name: "an unknown parameter", url: "postgres://robin@host/db?sslmood=off"),
            BadURL(name: "an unfinished address", url: "postgres://robin@[::1/db"), BadURL(name: "nothing", url: ""),
        ])
    func badURL(_ row: BadURL) {
        let error = #expect(throws: StoreError.self) { try PostgresStore(url: row.url) }
        #expect(error?.description.contains("robin") == false)
    }

    // MARK: Texts

    struct Text: NamedCase {
        let name: String
        let text: String
    }

    @Test(
        "Any text comes back as it was",
        arguments: [
            Text(name: "a zero byte", text: "a\u{0}b"), Text(name: "the mark of zero bytes", text: "\u{10FFFF}0\u{10FFFF}"),
            Text(name: "both", text: "\u{0}\u{10FFFF}1\u{0}"), Text(name: "nothing", text: ""),
            Text(name: "quotes and backslashes", text: #"{"a","b\c"} ' \x00 $1"#),
            Text(name: "decomposed letters, emoji, the other end of a plane", text: "e\u{301} 🙂 \u{10FFFE}"),
        ])
    func texts(_ row: Text) async throws {
        let store = try PostgresStore(url: try await PostgresServer.schema())
        var session = Session(id: row.text, threadID: row.text, channel: .chat, createdAt: now, updatedAt: now)
        session.otherEmails = [row.text, "other@example.com"]
        _ = try await store.acme.createSession(session)
        let kept = try #require(try await store.acme.session(id: row.text))
        #expect(kept == session)
        #expect(kept.threadID.map { Array($0.utf8) } == Array(row.text.utf8))
        #expect(try await store.acme.sessionIDs(matching: .email(row.text), limit: 9) == [row.text])
        let entry = TimelineEntry(
            id: row.text, role: .customer, text: row.text, attachmentNames: [row.text, row.text], createdAt: now,
            envelope: ["text": .string(row.text)])
        #expect(try await store.acme.appendTimeline(sessionID: row.text, entry: entry))
        #expect(try await store.acme.timeline(sessionID: row.text, limit: 9) == [entry])
    }
}
