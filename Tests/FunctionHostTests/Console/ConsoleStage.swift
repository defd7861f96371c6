import Console
import Foundation
import HostCore
import HostDelivery
import HostSurface
import Logging
import RelayCore
import SQLiteQueue

/// The console's API without a host.
struct ConsoleStage {
    let workspace: Workspace
    let history: SQLiteHistory
    let queue: SQLiteEventQueue
    let lines = LogLines()

    init() throws {
        workspace = try Workspace()
        history = try SQLiteHistory(path: workspace.path("history.sqlite"))
        queue = try SQLiteEventQueue(path: workspace.path("queue.sqlite"))
    }

    func add(_ entries: [HistoryEntry]) async throws { try await history.add(entries.map { ($0, Self.texts($0)) }) }

    private static func texts(_ entry: HistoryEntry) -> HistoryTexts {
        let event = RelayEvent(
            id: entry.eventID, source: entry.source, type: entry.type,
            data: ["of": .string("\(entry.organization)\(entry.source)")],
            organization: entry.organization)
        return HistoryTexts(event: event.json.canonicalBytes, result: Array("{}".utf8))
    }

    /// - Parameter history: Another one than the stage's.
    func api(
        history: (any InvocationHistory)? = nil, check: (@Sendable () async throws -> JSON)? = nil, ambient: Ambient = .live,
        accept: @escaping @Sendable ([RelayEvent]) async throws -> Void = { _ in }, stopping: Flag = Flag()
    ) -> ConsoleAPI {
        let lines = lines
        return ConsoleAPI(
            ConsoleServices(
                history: history ?? self.history, queue: queue, sessions: nil, info: ConsoleInfo(), explain: nil, check: check,
                ambient: ambient,
                logger: Logger(label: "test") { _ in LineLogHandler(level: .info, asText: false) { lines.add($0) } },
                accept: accept, wake: {}, stopping: stopping))
    }
}

extension ConsoleAPI {
    func get(_ path: String, query: [String: String] = [:], headers: [String: String] = [:]) async -> ConsoleAnswer {
        await answer(
            ConsoleRequest(
                method: "GET", path: ["api"] + path.split(separator: "/").map(String.init), query: query, headers: headers))
    }

    func post(_ path: String, _ body: JSON) async -> ConsoleAnswer {
        await answer(
            ConsoleRequest(
                method: "POST", path: ["api"] + path.split(separator: "/").map(String.init), body: body.canonicalBytes))
    }
}

extension ConsoleAnswer {
    /// Of an answer that is not a stream.
    var json: JSON {
        guard case .bytes(let bytes) = body else { return .null }
        return (try? JSON.parse(bytes)) ?? .null
    }
}

/// Passes on to another history, and counts how often entries are read; or fails.
final class WatchedHistory: InvocationHistory {
    struct Failure: Error {}

    let history: any InvocationHistory
    let isBroken = Flag()
    private let reads = LogLines()

    init(_ history: any InvocationHistory) { self.history = history }

    var readCount: Int { reads.all.count }

    private func look() throws {
        if isBroken.isSet { throw Failure() }
        reads.add("")
    }

    func entries(_ which: HistoryFilter, before: Int64?, limit: Int) async throws -> [HistoryEntry] {
        try look()
        return try await history.entries(which, before: before, limit: limit)
    }
    func entries(_ which: HistoryFilter, after: Int64, limit: Int) async throws -> [HistoryEntry] {
        try look()
        return try await history.entries(which, after: after, limit: limit)
    }
    func entry(_ number: Int64) async throws -> HistoryEntry? {
        try look()
        return try await history.entry(number)
    }
    func lastArrivals() async throws -> [String: Date] { try await history.lastArrivals() }
    func outcomes(
        of types: [String], effects: [String], since: Date, closedBy closing: String
    ) async throws -> [InvocationOutcome] {
        try look()
        return try await history.outcomes(of: types, effects: effects, since: since, closedBy: closing)
    }
    func texts(of numbers: [Int64]) async throws -> [Int64: HistoryTexts] { try await history.texts(of: numbers) }
    func add(_ ended: [(entry: HistoryEntry, texts: HistoryTexts?)]) async throws { try await history.add(ended) }
    func trim(to limits: HistoryLimits, now: Date) async throws -> Bool { try await history.trim(to: limits, now: now) }
    func erase(_ erasures: [Erasure], of organization: String) async throws -> Int {
        try await history.erase(erasures, of: organization)
    }
}
