import Foundation
import GRDB
import RelayCore

/// An event that waits for one function.
package struct QueuedEvent: Sendable {
    package let rowID: Int64
    package let function: String
    package let event: RelayEvent
    /// How many faulty deliveries there were.
    package let attempts: Int
}

/// The durable queue of the embedded host: one SQLite file. An event stays in it until its function is done with it.
///
/// The same rules as on a queue service: `failed` is dead at once, faults count against a maximum, waits do not.
package final class EventQueue: Sendable {
    let database: any DatabaseWriter
    private let path: String

    /// Opens or makes the file, readable and writable for its owner alone.
    package init(path: String) throws {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        }
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(10)
        // What customers wrote is overwritten when its event is done, and does not stay in the file's free pages. (Debian's
        // SQLite does so by itself, others do not.)
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA secure_delete = ON") }
        let pool = try DatabasePool(path: path, configuration: configuration)
        // GRDB chooses NORMAL, with which a power cut takes back the last writes: HubSpot was told that they are kept, and does
        // not send them again. The setting is the connection's, and a pool keeps its one writing connection.
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        database = pool
        self.path = path
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: events") { database in
            try database.execute(
                sql: """
                    CREATE TABLE event (
                        id INTEGER PRIMARY KEY AUTOINCREMENT, function TEXT NOT NULL, organization TEXT NOT NULL,
                        source TEXT NOT NULL, eventID TEXT NOT NULL, body TEXT NOT NULL, due INTEGER NOT NULL,
                        attempts INTEGER NOT NULL DEFAULT 0, isLeased INTEGER NOT NULL DEFAULT 0,
                        deadCode TEXT, message TEXT, UNIQUE (function, organization, source, eventID));
                    CREATE INDEX eventByDue ON event (function, due) WHERE deadCode IS NULL;
                    """)
        }
        try migrator.migrate(database)
    }

    /// Frees what a host had leased that has ended. For a host that starts and holds the ``HostLock``. Who only looks at the
    /// dead letters must not call it, or what is being worked on would be delivered twice.
    package func releaseLeases() throws {
        try database.write { try $0.execute(sql: "UPDATE event SET isLeased = 0") }
    }

    /// Adds events for their functions, all or none. An event that stands already for a function, waiting or dead, is not
    /// added again.
    /// - Returns: How many were added.
    package func add(_ events: [(function: String, event: RelayEvent)], now: Date) async throws -> Int {
        try await database.write { try Self.insert(events, now: now, $0) }
    }

    /// The longest waiting event that is due, now the caller's.
    package func lease(for function: String, now: Date) async throws -> QueuedEvent? {
        try await database.write { database in
            let row = try Row.fetchOne(
                database,
                sql: """
                    UPDATE event SET isLeased = 1 WHERE id = (
                        SELECT id FROM event WHERE function = ? AND deadCode IS NULL AND isLeased = 0 AND due <= ?
                        ORDER BY due, id LIMIT 1)
                    RETURNING id, body, attempts
                    """, arguments: [function, Timestamp.milliseconds(now)])
            return try row.map { row in
                var event = try RelayEvent(json: JSON.parse(row["body"] as String))
                event.attempt = row["attempts"]
                return QueuedEvent(rowID: row["id"], function: function, event: event, attempts: row["attempts"])
            }
        }
    }

    /// When the next event of the function is due; nil when none waits.
    package func nextDue(for function: String) async throws -> Date? {
        try await database.read { database in
            try Int.fetchOne(
                database, sql: "SELECT min(due) FROM event WHERE function = ? AND deadCode IS NULL AND isLeased = 0",
                arguments: [function]
            ).map(Timestamp.date(milliseconds:))
        }
    }

    /// Takes out a finished event and adds what it emitted, in one transaction: nothing is lost between the two.
    /// - Returns: How many of the emitted events were added.
    package func complete(
        _ queued: QueuedEvent, emitting events: [(function: String, event: RelayEvent)], now: Date
    ) async throws -> Int {
        try await database.write { database in
            try database.execute(sql: "DELETE FROM event WHERE id = ?", arguments: [queued.rowID])
            return try Self.insert(events, now: now, database)
        }
    }

    /// Puts an event back for later.
    package func postpone(_ queued: QueuedEvent, until due: Date, isFault: Bool, message: String?) async throws {
        try await database.write { database in
            try database.execute(
                sql: "UPDATE event SET isLeased = 0, due = ?, attempts = attempts + ?, message = ? WHERE id = ?",
                arguments: [Timestamp.milliseconds(due), isFault ? 1 : 0, message, queued.rowID])
        }
    }

    /// Moves an event to the dead letters.
    package func bury(_ queued: QueuedEvent, code: String, message: String?) async throws {
        try await database.write { database in
            try database.execute(
                sql: "UPDATE event SET isLeased = 0, deadCode = ?, message = ? WHERE id = ?",
                arguments: [code, message, queued.rowID])
        }
    }

    /// Wakes the host that has this queue, for who adds events from another process; does nothing where none runs.
    package func ring() { QueueBell.ring(queuePath: path) }

    // MARK: Counting

    package struct Counts: Sendable, Hashable {
        /// Not dead: due, not yet due, and being worked on.
        package var waiting = 0
        /// Of those, being worked on.
        package var leased = 0
        package var dead = 0
    }

    package func counts() async throws -> Counts {
        try await database.read { database in
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT count(*) FILTER (WHERE deadCode IS NULL) AS waiting, count(*) FILTER (WHERE isLeased = 1) AS leased,
                        count(*) FILTER (WHERE deadCode IS NOT NULL) AS dead FROM event
                    """)
            return Counts(waiting: row?["waiting"] ?? 0, leased: row?["leased"] ?? 0, dead: row?["dead"] ?? 0)
        }
    }

    private static func insert(
        _ events: [(function: String, event: RelayEvent)], now: Date, _ database: Database
    ) throws -> Int {
        var added = 0
        for (function, event) in events {
            try database.execute(
                sql: """
                    INSERT INTO event (function, organization, source, eventID, body, due) VALUES (?, ?, ?, ?, ?, ?)
                    ON CONFLICT DO NOTHING
                    """,
                arguments: [
                    function, event.key.organization, event.source, event.id, event.json.canonical,
                    Timestamp.milliseconds(event.notBefore ?? now),
                ])
            added += database.changesCount
        }
        return added
    }
}
