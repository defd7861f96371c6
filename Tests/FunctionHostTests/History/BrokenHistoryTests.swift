import Foundation
import FunctionHost
import GRDB
import HostCore
import HostDelivery
import Operations
import RelayCore
import TestSupport
import Testing

@testable import SQLiteQueue

@Suite("A history that is broken")
struct BrokenHistoryTests {
    private static let word = "Zanzibar"
    private static let start = Date(timeIntervalSince1970: 1_790_000_000)
    private let workspace: Workspace
    private let clock = TestClock(now: Self.start)
    private let setAside = LogLines()

    init() throws { workspace = try Workspace() }

    private var path: String { workspace.path("history.sqlite") }
    private var broken: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: workspace.folder)) ?? []).filter { $0.contains(".broken-") }
    }

    private func hosted() throws -> SQLiteHistory {
        try SQLiteHistory.hosted(path: path, now: { [clock] in clock.now }, onBroken: { [setAside] in setAside.add($0) })
    }

    private static func entry(_ id: String, thread: String = "7") -> HistoryEntry {
        HistoryEntry(
            number: 0, function: "f", eventID: id, source: "/s", organization: "acme", causeID: nil, traceParent: nil,
            subject: EventSubject(type: "ai.reply", threadID: thread), attempt: 0, queued: start, due: start, started: start,
            ended: start, status: .done, code: nil, message: nil, outcome: .completed, size: 1)
    }

    /// Writes over the first page of the table of invocations, which leaves the file one that opens.
    private func spoilInvocations() async throws {
        let page = try await workspace.historyFile().read { database in
            try UInt64.fetchOne(database, sql: "SELECT rootpage FROM sqlite_master WHERE name = 'invocation'")
        }
        try spoil(from: (try #require(page) - 1) * 4096, count: 4096)
    }

    private func fill(_ history: SQLiteHistory) async throws {
        let words = HistoryTexts(event: Array(String(repeating: Self.word, count: 300).utf8), result: Array("{}".utf8))
        try await history.add((0..<200).map { (Self.entry("e\($0)", thread: "\($0)"), words) })
        try await history.eraseTraces()
    }

    /// Writes over so many bytes behind so many; nil: over all.
    private func spoil(from offset: UInt64, count: Int? = nil) throws {
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        defer { try? file.close() }
        let size = try file.seekToEnd()
        try file.seek(toOffset: offset)
        try file.write(contentsOf: Data(repeating: 0xA5, count: count ?? Int(size - offset)))
    }

    private static let erasure = Erasure(threadID: "7", until: start + 60, wordsUntil: start + 60)

    struct Damage: NamedCase {
        let name: String
        /// In the bytes of a file that was well before; nil: the file never was one.
        let offset: UInt64?
    }

    @Test(
        "One that cannot be opened is set aside, and a new one is begun",
        arguments: [Damage(name: "no database", offset: nil), Damage(name: "no first page", offset: 0)])
    func opened(_ damage: Damage) async throws {
        if let offset = damage.offset {
            try await fill(try hosted())
            try spoil(from: offset)
        } else {
            try Data("\(Self.word) is no database, and never was one of anybody's".utf8).write(to: URL(fileURLWithPath: path))
        }
        // A command beside the host names it, and leaves it alone.
        #expect(throws: HostError.self) { try SQLiteHistory(path: path) }
        #expect(broken.isEmpty)
        let history = try hosted()
        #expect(setAside.all.count == 1)
        #expect(setAside.all.first?.hasPrefix("\(path).broken-") == true)
        try await history.add([(Self.entry("new"), nil)])
        #expect(try await history.entries(.all, before: nil, limit: 9).map(\.eventID) == ["new"])
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
    }

    @Test("One that breaks while it is written is set aside, and an erasure takes it whole")
    func running() async throws {
        try await fill(try hosted())
        // What it has read by now stays in its memory: so little as it needs to open.
        let history = try hosted()
        try spoil(from: 4096)
        #expect(try await history.erase([Self.erasure], of: "acme") == 0)
        #expect(setAside.all.count == 1)
        #expect(broken.isEmpty)
        #expect(try workspace.files(holding: Self.word) == [])
        try await history.add([(Self.entry("new", thread: "8"), nil)])
        #expect(try await history.entries(.all, before: nil, limit: 9).map(\.eventID) == ["new"])
    }

    @Test("What was set aside is kept as long as texts are")
    func trimmed() async throws {
        try Data("no database".utf8).write(to: URL(fileURLWithPath: path))
        let history = try hosted()
        #expect(broken.count == 1)
        let limits = HistoryLimits(hours: 2, rows: 100)
        clock.advance(3600)
        _ = try await history.trim(to: limits, now: clock.now)
        #expect(broken.count == 1)
        clock.advance(3601)
        _ = try await history.trim(to: limits, now: clock.now)
        #expect(broken.isEmpty)
    }

    @Test("What was set aside goes at once where the disk is full")
    func trimmedOnFullDisk() async throws {
        try Data("no database".utf8).write(to: URL(fileURLWithPath: path))
        let history = try hosted()
        #expect(broken.count == 1)
        _ = try await history.trim(to: HistoryLimits(hours: 2, rows: 100, freeBytes: .max), now: clock.now)
        #expect(broken.isEmpty)
    }

    @Test("A host starts whose history has a damaged page, with a new history")
    func started() async throws {
        try await fill(try hosted())
        try await spoilInvocations()
        try await RunningHost.with(workspace, ["scripted"]) { host, _ in
            try await host.accept([event("done")])
            #expect(
                try await eventually { try await host.history.entries(.all, before: nil, limit: 9).map(\.eventID) == ["done"] })
        }
        #expect(broken.contains { !$0.hasSuffix("-wal") })
    }

    @Test("A new one that cannot be opened at once is opened later, by whoever needs it")
    func laterOpened() async throws {
        try await fill(try hosted())
        try await spoilInvocations()
        // Where it was set aside stands a folder for a while.
        let history = try SQLiteHistory.hosted(path: path, now: { [clock] in clock.now }) { [path] _ in
            try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        }
        await #expect(throws: (any Error).self) { try await history.lastArrivals() }
        await #expect(throws: (any Error).self) { try await history.add([(Self.entry("lost"), nil)]) }
        try FileManager.default.removeItem(atPath: path)
        try await history.add([(Self.entry("new"), nil)])
        #expect(try await history.entries(.all, before: nil, limit: 9).map(\.eventID) == ["new"])
    }

    // MARK: Who reads beside it

    @Test("Who follows it from another process goes on with the new one")
    func followed() async throws {
        try await fill(try hosted())
        let beside = try SQLiteHistory(path: path)
        let newest = try await beside.newestNumber()
        let follower = HistoryFollower(beside, .all, after: newest, ambient: clock.ambient)
        let host = try hosted()
        try spoil(from: 4096)
        _ = try await host.erase([Self.erasure], of: "acme")
        try await host.add([(Self.entry("new", thread: "8"), nil)])
        #expect(try await follower.next().map(\.eventID) == ["new"])
        #expect(try await follower.next() == [])
        // Whoever closed the former one took nothing of the new one with it.
        try await host.add([(Self.entry("newer", thread: "8"), nil)])
        #expect(try await SQLiteHistory(path: path).entries(.all, before: nil, limit: 9).map(\.eventID) == ["newer", "new"])
        #expect(try await follower.next().map(\.eventID) == ["newer"])
    }

    @Test("Who follows it is not told everything again because the newest is erased")
    func followedErasure() async throws {
        let history = try hosted()
        try await history.add([(Self.entry("other", thread: "8"), nil), (Self.entry("own"), nil)])
        let follower = HistoryFollower(history, .all, after: try await history.newestNumber(), ambient: clock.ambient)
        #expect(try await history.erase([Self.erasure], of: "acme") == 1)
        #expect(try await follower.next() == [])
    }
}
