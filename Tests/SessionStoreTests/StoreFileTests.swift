import Foundation
import GRDB
import RelayCore
import TestSupport
import Testing

@testable import SessionStore

@Suite("SQLite: the file")
struct StoreFileTests {
    private let folder = try? TemporaryFolder()
    private let now = Date(timeIntervalSince1970: 1_790_000_000)

    @Test("Only the owner may read the file and its side files")
    func mode() async throws {
        let folder = try #require(folder)
        let store = try SQLiteStore(path: folder.path("relay.sqlite"))
        _ = try await store.acme.startEffect(key: "k", now: now)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
        #expect(Set(names).isSuperset(of: ["relay.sqlite", "relay.sqlite-wal", "relay.sqlite-shm"]))
        for name in names { #expect(try folder.mode(name) == 0o600, "\(name)") }
        try store.close()
    }

    @Test("A file with wider rights is narrowed")
    func narrowed() throws {
        let folder = try #require(folder)
        try Data().write(to: folder.url.appending(path: "relay.sqlite"))
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: folder.path("relay.sqlite"))
        let store = try SQLiteStore(path: folder.path("relay.sqlite"))
        #expect(try folder.mode("relay.sqlite") == 0o600)
        try store.close()
    }

    @Test("Side files that stand already are narrowed, too")
    func narrowedSideFiles() async throws {
        let folder = try #require(folder)
        let store = try SQLiteStore(path: folder.path("relay.sqlite"))
        _ = try await store.acme.startEffect(key: "k", now: now)
        let names = ["relay.sqlite", "relay.sqlite-wal", "relay.sqlite-shm"]
        for name in names { try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: folder.path(name)) }
        let next = try SQLiteStore(path: folder.path("relay.sqlite"))
        for name in names { #expect(try folder.mode(name) == 0o600, "\(name)") }
        try next.close()
        try store.close()
    }

    @Test("A file that cannot be made is named")
    func unmade() throws {
        let folder = try #require(folder)
        try Data().write(to: folder.url.appending(path: "file"))
        let error = #expect(throws: StoreError.self) { try SQLiteStore(path: folder.path("file/relay.sqlite")) }
        #expect(error.map { "\($0)".contains(folder.path("file")) } == true)
    }

    struct Sureness: NamedCase {
        let name: String
        let write: @Sendable (any StateStore) async throws -> Void
        /// 1 is NORMAL, 2 is FULL: https://www.sqlite.org/pragma.html#pragma_synchronous
        let synchronous: Int
    }

    @Test(
        "A write is on the disk before the call returns where a power cut must not take it back",
        arguments: [
            Sureness(
                name: "a started effect", write: { _ = try await $0.startEffect(key: "reply", now: .now) }, synchronous: 2),
            Sureness(
                name: "a turn's outcome",
                write: { _ = try await $0.recordTurnOutcome(threadID: "1", messageID: "2", outcome: "{}", now: .now) },
                synchronous: 2),
            Sureness(
                name: "a claim",
                write: {
                    _ = try await $0.claim(.init(source: "test", id: "1"), owner: "a", now: .now, until: .now + 60)
                }, synchronous: 1),
            Sureness(
                name: "a lease",
                write: { _ = try await $0.acquireLease(name: "post:1", owner: "a", now: .now, until: .now + 60) },
                synchronous: 1),
        ])
    func durable(_ row: Sureness) async throws {
        let folder = try #require(folder)
        let engine = try SQLiteStore(path: folder.path("relay.sqlite"))
        let store = engine.store(of: "default")
        // The other kind first: each write sets its own.
        if row.synchronous == 1 {
            _ = try await store.startEffect(key: "before", now: .now)
        } else {
            _ = try await store.acquireLease(name: "before", owner: "a", now: .now, until: .now + 60)
        }
        try await row.write(store)
        let set = try await engine.database.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
        #expect(set == row.synchronous)
    }

    @Test("The file is in write-ahead mode: readers and the writer do not wait for each other")
    func writeAhead() async throws {
        let folder = try #require(folder)
        let store = try SQLiteStore(path: folder.path("relay.sqlite"))
        #expect(try await store.database.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
    }

    struct BadURL: NamedCase {
        let name: String
        let url: String
    }

    @Test(
        "A STORE_URL that names no file is refused",
        arguments: [
            BadURL(name: "another engine", url: "dynamodb:table"), BadURL(name: "no path", url: "sqlite:"),
            BadURL(name: "a path alone", url: "relay.sqlite"), BadURL(name: "nothing", url: ""),
        ])
    func badURL(_ row: BadURL) {
        #expect(throws: StoreError.self) { try SQLiteStore.open(storeURL: row.url) }
    }

    @Test("STORE_URL makes the folders that are missing")
    func open() async throws {
        let folder = try #require(folder)
        let store = try SQLiteStore.open(storeURL: "sqlite:\(folder.path("a/b/relay.sqlite"))")
        _ = try await store.acme.startEffect(key: "k", now: now)
        #expect(FileManager.default.fileExists(atPath: folder.path("a/b/relay.sqlite")))
    }

    struct BadFile: NamedCase {
        let name: String
        let path: String
        let problem: String
    }

    @Test(
        "An error says what is in the way, and not the customers' words",
        arguments: [
            BadFile(
                name: "not SQLite", path: "letter.txt", problem: "could not open the store: SQLite 26 (file is not a database)"),
            BadFile(name: "a damaged SQLite file", path: "damaged.sqlite", problem: "could not open the store: SQLite 11"),
            BadFile(
                name: "a folder", path: "folder", problem: "could not open the store: SQLite 14 (unable to open database file)"),
            BadFile(
                name: "a file where a folder is needed", path: "letter.txt/relay.sqlite", problem: "could not create the folder"),
        ])
    func badFile(_ row: BadFile) async throws {
        let folder = try #require(folder)
        let secret = "Dear team, my name is Robin Example. "
        try Data(String(repeating: secret, count: 100).utf8).write(to: folder.url.appending(path: "letter.txt"))
        try FileManager.default.createDirectory(atPath: folder.path("folder"), withIntermediateDirectories: true)
        try await damagedFile(folder.path("damaged.sqlite"))
        let error = #expect(throws: StoreError.self) { try SQLiteStore(path: folder.path(row.path)) }
        let description = try #require(error).description
        #expect(description.hasPrefix(row.problem), "\(description)")
        #expect(!description.contains("Robin"))
    }

    /// A real database whose schema page is overwritten behind its header.
    private func damagedFile(_ path: String) async throws {
        let store = try SQLiteStore(path: path)
        _ = try await store.acme.startEffect(key: "k", now: now)
        try store.close()
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        try file.seek(toOffset: 100)
        try file.write(contentsOf: Data(repeating: 0xFF, count: 3000))
        try file.close()
    }

    @Test("What was deleted does not stay in the file")
    func overwritten() async throws {
        let folder = try #require(folder)
        let store = try SQLiteStore(path: folder.path("relay.sqlite"))
        let text = "Robin moved to Zanzibar"
        func holds() throws -> Bool {
            try ["relay.sqlite", "relay.sqlite-wal"].contains { name in
                let file = folder.url.appending(path: name)
                guard FileManager.default.fileExists(atPath: file.path) else { return false }
                return try Data(contentsOf: file).range(of: Data(text.utf8)) != nil
            }
        }
        for number in 0..<200 {
            _ = try await store.acme.appendTimeline(
                sessionID: "ses_1",
                entry: TimelineEntry(id: "m\(number)", role: .customer, text: text, createdAt: now))
        }
        #expect(try holds())
        #expect(try await store.acme.deleteTimeline(sessionID: "ses_1", limit: 500) == 200)
        try store.close()
        #expect(try !holds())
    }

    @Test("Migrations are only ever added, and a file of an older version keeps what it holds")
    func migrated() async throws {
        let path = try #require(folder).path("relay.sqlite")
        let names = Schema.migrator.migrations
        #expect(
            names == [
                "1: claims, turns, leases, effects, sessions",
                "2: since when a session is in its state, and the contact's phone number",
                "3: tickets' own properties, whose custom data is, former ticket links, erasures",
                "4: further addresses of a session's customers", "5: claims by a digest of the event's identity",
                "6: further contacts of a session's customers", "7: messages' envelopes, and until when a thread is known",
                "8: when a session was opened again", "9: whether a session's customer was told that an AI writes",
                "10: sessions of a state by their activity", "11: drafts under keys of their own",
                "12: addresses without display names",
            ])
        let event = EventIdentity(source: "/s", id: "e")
        for older in names.dropLast() {
            try? FileManager.default.removeItem(atPath: path)
            let database = try DatabaseQueue(path: path)
            try Schema.migrator.migrate(database, upTo: older)
            try await database.write { database in
                try database.execute(
                    sql: """
                        INSERT INTO customData (organization, sessionID, property, value, occurredAt)
                        VALUES ('acme', 'ses_1', 'subject', 'Tent', 5);
                        INSERT INTO session (organization, id, channel, state, contactEmail, createdAt, updatedAt, version)
                        VALUES ('acme', 'ses_1', 'email', 'open', 'robin@example.com', 1, 2, 3);
                        INSERT INTO ticketLink (organization, ticketID, sessionID) VALUES ('acme', '7', 'ses_1');
                        INSERT INTO timeline (organization, sessionID, id, role, text, attachmentNames, createdAt)
                        VALUES ('acme', 'ses_1', 'm1', 'customer', 'Tent', '[]', 1);
                        """)
                let isByDigest = try database.columns(in: "claim").contains { $0.name == "event" }
                try database.execute(
                    sql: isByDigest
                        ? "INSERT INTO claim (organization, event, owner, until, resultLine, finishedAt) VALUES ('acme', ?, 'o', 1, '{}', 2)"
                        : """
                        INSERT INTO claim (organization, source, eventID, owner, until, resultLine, finishedAt)
                        VALUES ('acme', ?, ?, 'o', 1, '{}', 2)
                        """, arguments: isByDigest ? [Data(event.digest)] : [event.source, event.id])
            }
            try database.close()
            let store = try SQLiteStore(path: path)
            #expect(try await store.acme.claim(event, owner: "x", now: now, until: now + 1) == .finished(resultLine: "{}"))
            let data = try await store.acme.customData(sessionID: "ses_1")
            #expect(data.map(\.value) == ["Tent"] && data.map(\.origin) == [.ticket] && data.map(\.isRedacted) == [false])
            #expect(try await store.acme.sessionIDs(ticketID: "7") == ["ses_1"])
            let session = try await store.acme.session(id: "ses_1")
            #expect(session?.contactEmail == "robin@example.com" && session?.otherEmails == [])
            #expect(session?.otherContactIDs == [] && session?.knownUntil == nil && session?.reopenedAt == nil)
            #expect(try await store.acme.timeline(sessionID: "ses_1", limit: 2).map(\.envelope) == [nil])
            try store.close()
        }
    }

    struct FormerKey: NamedCase {
        let name: String
        let former: String
        var hubSpotID: String?
        let now: String
    }

    @Test(
        "A draft of an older version is no answer any more",
        arguments: [
            FormerKey(name: "an answer", former: "reply:7:m1", hubSpotID: "answer", now: "reply:7:m1"),
            FormerKey(name: "a draft as a comment", former: "reply:7:m1", hubSpotID: "draft", now: "draft:7:m1"),
            FormerKey(name: "a draft as a note", former: "note:reply:7:m1", hubSpotID: "55", now: "note:draft:7:m1"),
            FormerKey(name: "an answer under way", former: "reply:7:m1", now: "reply:7:m1"),
            FormerKey(name: "a handoff's comment", former: "comment:7:m1", hubSpotID: "draft", now: "comment:7:m1"),
        ])
    func formerDraft(_ row: FormerKey) async throws {
        let path = try #require(folder).path("relay.sqlite")
        let database = try DatabaseQueue(path: path)
        try Schema.migrator.migrate(database, upTo: "9: whether a session's customer was told that an AI writes")
        try await database.write { database in
            try database.execute(
                sql: """
                    INSERT INTO timeline (organization, sessionID, id, role, text, attachmentNames, createdAt)
                    VALUES ('acme', 's', 'draft', 'note', 'Two days.', '[]', 1), ('acme', 's', 'answer', 'ai', 'Two days.', '[]', 2);
                    """)
            try database.execute(
                sql: "INSERT INTO effect (organization, key, startedAt, hubSpotID) VALUES ('acme', ?, 1, ?)",
                arguments: [row.former, row.hubSpotID])
            for (message, text) in [("m1", "**The AI would leave this to a person:** Refund"), ("m2", "Two days.")] {
                let outcome: JSON = ["action": "reply", "text": .string(text)]
                try database.execute(
                    sql:
                        "INSERT INTO turn (organization, threadID, messageID, outcome, recordedAt) VALUES ('acme', '7', ?, ?, 1)",
                    arguments: [message, outcome.canonical])
            }
        }
        try database.close()
        let store = try SQLiteStore(path: path)
        #expect(try await store.acme.effect(key: row.now)?.hubSpotID == row.hubSpotID)
        #expect(try await (row.now == row.former) == (store.acme.effect(key: row.former) != nil))
        #expect(try await store.acme.turnOutcome(threadID: "7", messageID: "m1") == nil)
        #expect(try await store.acme.turnOutcome(threadID: "7", messageID: "m2") != nil)
    }

    struct FormerAddress: NamedCase {
        let name: String
        var contactEmail: String?
        var others: JSON = []
        var now: [String] = []
    }

    @Test(
        "An address of an older version is found without its display name, and stays otherwise as it was",
        arguments: [
            FormerAddress(name: "an address", contactEmail: "casey@x.example", now: ["casey@x.example"]),
            FormerAddress(name: "with a name", contactEmail: "Casey C. <casey@x.example>", now: ["casey@x.example"]),
            FormerAddress(name: "with white space", contactEmail: " casey@x.example", now: ["casey@x.example"]),
            FormerAddress(
                name: "another one with a name", contactEmail: "robin@x.example", others: ["\"C, C\" <casey@x.example>"],
                now: ["robin@x.example", "casey@x.example"]),
            FormerAddress(
                name: "another one alone", others: ["casey@x.example (work)", "robin@x.example"],
                now: ["casey@x.example", "robin@x.example"]),
        ])
    func formerAddress(_ row: FormerAddress) async throws {
        let path = try #require(folder).path("relay.sqlite")
        let database = try DatabaseQueue(path: path)
        try Schema.migrator.migrate(database, upTo: "11: drafts under keys of their own")
        try await database.write { database in
            try database.execute(
                sql: """
                    INSERT INTO session (organization, id, channel, state, contactEmail, otherEmails, createdAt, updatedAt, version)
                    VALUES ('acme', 's', 'email', 'open', ?, ?, 1, 2, 3)
                    """, arguments: [row.contactEmail, row.others.canonical])
        }
        try database.close()
        let store = try SQLiteStore(path: path)
        #expect(try await store.acme.sessionIDs(matching: .email("Casey@x.example"), limit: 9) == ["s"])
        let session = try #require(try await store.acme.session(id: "s"))
        #expect([session.contactEmail].compactMap(\.self) + session.otherEmails == row.now)
    }

    @Test("A row that this version cannot read is an error, not a guess")
    func unknownState() async throws {
        let store = try SQLiteStore(path: try #require(folder).path("relay.sqlite"))
        _ = try await store.acme.createSession(
            Session(id: "s", threadID: nil, channel: .chat, createdAt: now, updatedAt: now))
        try await store.database.write { try $0.execute(sql: "UPDATE session SET state = 'of-the-future'") }
        let error = await #expect(throws: StoreError.self) { try await store.acme.session(id: "s") }
        #expect(error?.description.contains("of-the-future") == false)
    }

    @Test("A failing write says what it was and no value")
    func failingWrite() async throws {
        let store = try SQLiteStore(path: try #require(folder).path("relay.sqlite"))
        try await store.database.write { try $0.execute(sql: "DROP TABLE timeline") }
        let entry = TimelineEntry(id: "m1", role: .customer, text: "Robin Example's secret", createdAt: now)
        let error = await #expect(throws: StoreError.self) {
            try await store.acme.appendTimeline(sessionID: "ses_1", entry: entry)
        }
        #expect(error?.description.hasPrefix("could not append to a timeline: SQLite 1") == true)
        #expect(error?.description.contains("Robin") == false)
    }

    @Test("Another connection's long write is waited for no longer than the time-out, then it is an error")
    func busy() async throws {
        let path = try #require(folder).path("relay.sqlite")
        let store = try SQLiteStore(path: path, busyTimeout: 0.05)
        // GRDB calls a transaction that outlives one access unsafe; here it stands for another process at work.
        var configuration = GRDB.Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: path, configuration: configuration)
        try await other.writeWithoutTransaction { database in
            try database.execute(sql: "BEGIN IMMEDIATE")
        }
        let error = await #expect(throws: StoreError.self) {
            try await store.acme.startEffect(key: "k", now: now)
        }
        #expect(error?.description == "could not start an effect: SQLite 5 (database is locked)")
        try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        #expect(try await store.acme.startEffect(key: "k", now: now) == .started)
    }

    @Test("Emptying the log waits for nobody who reads")
    func log() async throws {
        let path = try #require(folder).path("relay.sqlite")
        let store = try SQLiteStore(path: path)
        _ = try await store.acme.startEffect(key: "k", now: now)
        var configuration = GRDB.Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: path, configuration: configuration)
        try await other.writeWithoutTransaction { database in
            try database.execute(sql: "BEGIN; SELECT count(*) FROM effect")
        }
        _ = try await store.acme.startEffect(key: "l", now: now)
        let start = ContinuousClock.now
        await #expect(throws: StoreError.self) { try await store.acme.eraseTraces() }
        // A wait would last for 10.
        #expect(ContinuousClock.now - start < .seconds(8))
        try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        try await store.acme.eraseTraces()
        #expect(try FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int == 0)
    }

    @Test("After closing, calls fail and say so")
    func closed() async throws {
        let store = try SQLiteStore(path: try #require(folder).path("relay.sqlite"))
        try store.close()
        await #expect(throws: StoreError.self) { try await store.acme.effect(key: "k") }
    }
}
