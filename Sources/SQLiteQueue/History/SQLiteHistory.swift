import Foundation
import GRDB
import HostCore
import HostDelivery
import RelayCore
import Synchronization

/// The history of the embedded host: one SQLite file beside the queue's, so that no event waits for what only people read. Other
/// processes may read it.
///
/// A power cut may take back the last entries, and nothing else.
package final class SQLiteHistory: InvocationHistory {
    let database: DatabasePool
    /// The newest erasures: a worker that began before one may end after it.
    private let erasures = Mutex<[(erasure: Erasure, organization: String)]>([])

    private static let rememberedErasures = 200

    /// Where the history of a queue is.
    package static func path(besideQueue queuePath: String) -> String {
        URL(fileURLWithPath: queuePath).deletingLastPathComponent().appendingPathComponent("history.sqlite").path
    }

    /// Opens or makes the file, readable and writable for its owner alone.
    /// - Throws: ``HostError`` that names a file that cannot be made or read.
    package init(path: String) throws {
        try QueueFile.prepare(path)
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA secure_delete = ON") }
        do {
            database = try DatabasePool(path: path, configuration: configuration)
            try Self.migrator.migrate(database)
        } catch let error as DatabaseError {
            throw HostError("\(path) cannot be used: SQLite \(error.extendedResultCode); without it a new one is made")
        }
    }

    // MARK: Erasure

    package func erase(_ asked: [Erasure], of organization: String) async throws -> Int {
        // First: what is written from now on is looked at.
        erasures.withLock { erasures in
            erasures += asked.map { ($0, organization) }
            erasures.removeFirst(max(0, erasures.count - Self.rememberedErasures))
        }
        return try await database.write { database in
            var numbers: Set<Int64> = []
            for erasure in asked { numbers.formUnion(try Self.numbers(of: erasure, organization, database)) }
            for number in numbers { try Self.delete(number, database) }
            return numbers.count
        }
    }

    private static func numbers(of erasure: Erasure, _ organization: String, _ database: Database) throws -> [Int64] {
        let marks = erasure.ticketIDs.map { _ in "?" }.joined(separator: ", ")
        let arguments: [(any DatabaseValueConvertible)?] = [
            organization, erasure.threadID, erasure.sessionID, erasure.email.map { EventSubject.digest(ofEmail: $0) },
        ]
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT number, type, thread, session, message, ticket, contact, queued FROM invocation
                WHERE organization = ? AND (thread = ? OR session = ? OR contact = ? OR ticket IN (\(marks)))
                """, arguments: StatementArguments(arguments + erasure.ticketIDs))
        var numbers: [Int64] = []
        while let row = try rows.next() {
            let queued = Timestamp.date(milliseconds: row["queued"])
            if erasure.covers(EventSubject(row), queued: queued) { numbers.append(row["number"]) }
        }
        return numbers
    }

    func isErased(_ entry: HistoryEntry) -> Bool {
        erasures.withLock { erasures in
            erasures.contains { $0.organization == entry.organization && $0.erasure.covers(entry.subject, queued: entry.queued) }
        }
    }

    static func delete(_ number: Int64, _ database: Database) throws {
        for table in ["invocation", "invocationText"] {
            try database.cachedStatement(sql: "DELETE FROM \(table) WHERE number = ?").execute(arguments: [number])
        }
    }
}
