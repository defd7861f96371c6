import Foundation
import GRDB
import HostDelivery
import RelayCore
import TestSupport
import Testing

@testable import SQLiteQueue

@Suite("The history in SQLite")
struct SQLiteHistoryTests {
    private let workspace: Workspace

    init() throws { workspace = try Workspace() }

    struct Look: NamedCase {
        let name: String
        var filter: HistoryFilter?
        var erasure: Erasure?
    }

    private static func erasure(email: String? = nil, threadID: String? = nil, ticketIDs: [String] = []) -> Erasure {
        Erasure(threadID: threadID, ticketIDs: ticketIDs, email: email, until: .now, wordsUntil: .now)
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
        let history = try SQLiteHistory(path: workspace.path("history.sqlite"))
        let sql: String
        let count: Int
        if let filter = look.filter {
            sql = SQLiteHistory.sql(filter.conditions, "DESC")
            count = filter.conditions.count + 1
        } else {
            let query = try #require(look.erasure.flatMap(SQLiteHistory.query))
            (sql, count) = (query.sql, query.values.count + 1)
        }
        let steps = try await history.read { database in
            try Row.fetchAll(
                database, sql: "EXPLAIN QUERY PLAN \(sql)", arguments: StatementArguments(Array(repeating: "1", count: count))
            ).map { $0["detail"] as String }
        }
        #expect(!steps.isEmpty && steps.allSatisfy { !$0.hasPrefix("SCAN") }, "\(steps)")
    }

    @Test("An erasure that names nothing looks for nothing")
    func nothing() { #expect(SQLiteHistory.query(of: Self.erasure()) == nil) }

    struct Age: NamedCase {
        let name: String
        let hours: Int
        let isKept: Bool
    }

    @Test(
        "On a full disk nothing is taken out of a former version's file that gives no room back; what is too old goes all the same",
        arguments: [Age(name: "young", hours: 1, isKept: true), Age(name: "too old", hours: 0, isKept: false)])
    func full(_ row: Age) async throws {
        let path = workspace.path("former.sqlite")
        let former = try DatabaseQueue(path: path)
        try SQLiteHistory.migrator.migrate(former, upTo: "2: effects")
        try former.close()
        let history = try SQLiteHistory(path: path)
        let texts = HistoryTexts(event: Array("{}".utf8), result: Array("{}".utf8))
        try await history.add([(HistoryTests.entry("e"), texts)])
        _ = try await history.trim(to: HistoryLimits(hours: row.hours, rows: 9, freeBytes: .max), now: HistoryTests.now)
        #expect(try await (history.texts(of: [1])[1] != nil) == row.isKept)
    }

    @Test("A history of the former version is taken over")
    func migrated() async throws {
        let path = workspace.path("former.sqlite")
        let former = try DatabaseQueue(path: path)
        try SQLiteHistory.migrator.migrate(former, upTo: "1: invocations")
        try await former.write { database in
            try database.execute(
                sql: """
                    INSERT INTO invocation (function, eventID, source, organization, type, message, attempt, queued, due, started, ended,
                        status, outcome, size)
                    VALUES ('f', 'e', '/s', 'acme', 't', 'm', 0, 1, 1, 1, 1, 'done', 'completed', 2)
                    """)
        }
        try former.close()
        let history = try SQLiteHistory(path: path)
        #expect(try await history.entries(HistoryFilter(messageID: "m"), before: nil, limit: 1).map(\.eventID) == ["e"])
    }

    @Test("With little room on the disk texts go, and the file becomes smaller")
    func diskFull() async throws {
        let history = try SQLiteHistory(path: workspace.path("history.sqlite"))
        let long = HistoryTexts(event: [UInt8](repeating: 0x20, count: 100_000), result: Array("{}".utf8))
        try await history.add((0..<50).map { (HistoryTests.entry("e\($0)"), long) })
        try await history.eraseTraces()
        func size() throws -> Int {
            try FileManager.default.attributesOfItem(atPath: workspace.path("history.sqlite"))[.size] as? Int ?? 0
        }
        let before = try size()
        let limits = HistoryLimits(hours: 1, rows: 1_000_000, freeBytes: .max)
        while try await history.trim(to: limits, now: HistoryTests.now) {}
        let all = try await history.entries(.all, before: nil, limit: 100)
        let newest = try #require(all.first)
        #expect(try await history.texts(of: [newest.number])[newest.number] == nil)
        #expect(all.count == 50)
        #expect(try size() < before / 4)
    }

    @Test("The file is its owner's alone")
    func rights() throws {
        _ = try SQLiteHistory(path: workspace.path("history.sqlite"))
        let attributes = try FileManager.default.attributesOfItem(atPath: workspace.path("history.sqlite"))
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test("A file that is none is named")
    func garbage() throws {
        let path = workspace.path("garbage.sqlite")
        try Data("this is no database, and never was one of anybody's".utf8).write(to: URL(fileURLWithPath: path))
        #expect {
            _ = try SQLiteHistory(path: path)
        } throws: { error in
            "\(error)".hasPrefix("\(path) cannot be used: ")
        }
    }
}
