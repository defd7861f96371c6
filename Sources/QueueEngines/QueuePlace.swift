import Foundation
import HostCore
import HostDelivery
import PostgresClient
import PostgresQueue
import RelayCore
import SQLiteQueue

/// Where a host's queue and history are: in files of its own, or in a database that several hosts share (`QUEUE_URL`).
package enum QueuePlace: Sendable {
    case files(queuePath: String)
    /// - Parameter formerPath: Where the file would be, which may hold what a runner left there.
    case postgres(url: Secret, formerPath: String)

    /// - Parameter queuePath: Where the file is, where `QUEUE_URL` names no database.
    package init(_ environment: [String: String], queuePath: String) {
        let url = environment[ConfigurationKeys.queueURL.name] ?? ""
        self = url.isEmpty ? .files(queuePath: queuePath) : .postgres(url: Secret(url), formerPath: queuePath)
    }

    package func queue() throws -> any HostQueue {
        switch self {
        case .files(let path): try SQLiteEventQueue(path: path)
        case .postgres(let url, _): try PostgresEventQueue(url: url.reveal())
        }
    }

    package func history() throws -> any InvocationHistory {
        switch self {
        case .files(let path): try SQLiteHistory(path: SQLiteHistory.path(besideQueue: path))
        case .postgres(let url, _): try PostgresHistory(url: url.reveal())
        }
    }

    /// - Throws: ``HostError`` where the queue takes one host at a time and has one, or the file of before still has one.
    package func checkFree() throws {
        switch self {
        case .files(let path): try SQLiteEventQueue.checkFree(path: path)
        case .postgres(_, let path): if Self.missing(path) == nil { try SQLiteEventQueue.checkFree(path: path) }
        }
    }

    /// As the host has it: a broken file is set aside for a new one. A database's tables are nobody's to set aside.
    /// - Parameter onBroken: Gets the path of what was set aside.
    package func hostedHistory(
        now: @escaping @Sendable () -> Date, onBroken: @escaping @Sendable (_ path: String) -> Void
    ) throws -> any InvocationHistory {
        guard let path = historyPath else { return try history() }
        return try SQLiteHistory.hosted(path: path, now: now, onBroken: onBroken)
    }

    /// The file of the queue that is not there, for who would not make one by looking.
    package var missingQueue: String? {
        guard case .files(let path) = self else { return nil }
        return Self.missing(path)
    }

    /// As of the queue.
    package var missingHistory: String? { historyPath.flatMap(Self.missing) }

    package var isOnServer: Bool { historyPath == nil }

    /// nil: it is in a database.
    package var historyPath: String? {
        guard case .files(let path) = self else { return nil }
        return SQLiteHistory.path(besideQueue: path)
    }

    private static func missing(_ path: String) -> String? { FileManager.default.fileExists(atPath: path) ? nil : path }
}
