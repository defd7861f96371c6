import Foundation
import GRDB
import HostCore
import HostDelivery
import RelayCore
import Synchronization

/// The queue of the embedded host: one SQLite file, which one host at a time has. Other processes may add events and look
/// after dead letters meanwhile.
package final class SQLiteEventQueue: HostQueue {
    let database: DatabasePool
    let writes: GroupCommit
    private let path: String
    private let hosting = Mutex<(lock: HostLock, bell: QueueBellListener)?>(nil)
    private let arrival: AsyncStream<Void>.Continuation

    package let arrivals: AsyncStream<Void>

    /// Opens or makes the file, readable and writable for its owner alone.
    /// - Throws: ``HostError`` that names a file that cannot be made or written, or what SQLite says.
    package init(path: String) throws {
        try QueueFile.prepare(path)
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(10)
        // What customers wrote is overwritten when its event is done, and does not stay in the file's free pages. (Debian's
        // SQLite does so by itself, others do not.)
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA secure_delete = ON") }
        // A new file's: a batch of events is written in half as many pieces as with SQLite's own 4096.
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA page_size = 8192") }
        database = try DatabasePool(path: path, configuration: configuration)
        // GRDB chooses NORMAL, with which a power cut takes back the last writes: HubSpot was told that they are kept, and does
        // not send them again. The setting is the connection's, and a pool keeps its one writing connection.
        try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        try Self.migrator.migrate(database)
        writes = GroupCommit(database)
        self.path = path
        (arrivals, arrival) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// Makes this process the queue's host, as long as this object lives: frees what a host had leased that has ended, lets
    /// nothing wait on, and hears ``ring()``.
    /// - Throws: ``HostError``, also when another host has the queue.
    package func host(of functions: [String], now: Date) throws {
        let lock = try HostLock(queuePath: path)
        let bell = try QueueBellListener(queuePath: path) { [arrival] in arrival.yield() }
        try database.write { database in
            try database.execute(sql: "UPDATE event SET leaseOwner = NULL, leaseEnd = NULL WHERE leaseOwner IS NOT NULL")
            try Self.endWaits(now: now, database)
        }
        hosting.withLock { $0 = (lock, bell) }
    }

    /// - Throws: ``HostError``, when another host has the queue, or the file that says so cannot be opened.
    package static func checkFree(path: String) throws { _ = try HostLock(queuePath: path) }

    /// Wakes the host that has this queue, for who adds events from another process; does nothing where none runs.
    package func ring() { QueueBell.ring(queuePath: path) }

    package func counts() async throws -> QueueCounts {
        try await database.read { database in
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT count(*) FILTER (WHERE deadCode IS NULL) AS waiting,
                        count(*) FILTER (WHERE leaseOwner IS NOT NULL) AS leased,
                        count(*) FILTER (WHERE deadCode IS NOT NULL) AS dead FROM event
                    """)
            return QueueCounts(waiting: row?["waiting"] ?? 0, leased: row?["leased"] ?? 0, dead: row?["dead"] ?? 0)
        }
    }
}
