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
    /// nil where it could not be opened the last time.
    private let opened = Mutex<Opened?>(nil)
    private let path: String
    private let hosting: Hosting?
    /// The newest erasures: a worker that began before one may end after it.
    private let erasures = Mutex<[(erasure: Erasure, organization: String)]>([])

    private static let rememberedErasures = 200

    private struct Opened {
        let database: DatabasePool
        /// The file's number on its disk.
        let file: Int?
    }

    /// What the one process has that writes.
    private struct Hosting: Sendable {
        let now: @Sendable () -> Date
        let onBroken: @Sendable (_ path: String) -> Void
    }

    /// Where the history of a queue is.
    package static func path(besideQueue queuePath: String) -> String {
        URL(fileURLWithPath: queuePath).deletingLastPathComponent().appendingPathComponent("history.sqlite").path
    }

    /// Opens or makes the file, readable and writable for its owner alone.
    /// - Throws: ``HostError`` that names a file that cannot be made or read.
    package convenience init(path: String) throws { try self.init(path, nil) }

    /// As the host has it: a broken file is set aside for a new one, whenever that is seen.
    /// - Parameter onBroken: Gets the path of what was set aside.
    /// - Throws: ``HostError`` that names a file that cannot be made or read.
    package static func hosted(
        path: String, now: @escaping @Sendable () -> Date, onBroken: @escaping @Sendable (_ path: String) -> Void
    ) throws -> SQLiteHistory {
        try SQLiteHistory(path, Hosting(now: now, onBroken: onBroken))
    }

    private init(_ path: String, _ hosting: Hosting?) throws {
        self.path = path
        self.hosting = hosting
        do {
            _ = try database()
        } catch let error as DatabaseError {
            let advice = hosting == nil ? "; without it a new one is made" : ""
            throw HostError("\(path) cannot be used: SQLite \(error.extendedResultCode)\(advice)")
        }
    }

    // MARK: The file

    /// Opens it where it is not open; and beside a host also where that one has begun it anew since.
    private func database() throws -> DatabasePool {
        do {
            return try opened.withLock { opened in
                let file = fileNumber
                if let opened, hosting != nil || file == nil || file == opened.file { return opened.database }
                return try open(&opened)
            }
        } catch let error as DatabaseError where error.isOfBrokenFile && hosting != nil {
            return try beginAnew(instead: nil)
        }
    }

    private func open(_ opened: inout Opened?) throws -> DatabasePool {
        try QueueFile.prepare(path)
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA secure_delete = ON") }
        // A new file's: what is not needed any more goes back to the disk.
        configuration.prepareDatabase { database in
            if !database.configuration.readonly { try database.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL") }
        }
        let database = try DatabasePool(path: path, configuration: configuration)
        try Self.migrator.migrate(database)
        opened = Opened(database: database, file: fileNumber)
        return database
    }

    private var fileNumber: Int? {
        (try? FileManager.default.attributesOfItem(atPath: path))?[.systemFileNumber] as? Int
    }

    private func beginAnew(instead former: DatabasePool?) throws -> DatabasePool {
        try opened.withLock { opened in
            // Else somebody else has done so meanwhile.
            if opened?.database === former, let hosting {
                opened = nil
                try? former?.close()
                hosting.onBroken(try BrokenHistories(path).setAside(now: hosting.now()))
            }
            if let opened { return opened.database }
            return try open(&opened)
        }
    }

    private func access<Value: Sendable>(_ work: (DatabasePool) async throws -> Value) async throws -> Value {
        let database = try database()
        do {
            return try await work(database)
        } catch let error as DatabaseError where error.isOfBrokenFile && hosting != nil {
            return try await work(try beginAnew(instead: database))
        }
    }

    func read<Value: Sendable>(_ value: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await access { try await $0.read(value) }
    }

    func write<Value: Sendable>(_ change: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        do {
            return try await access { try await $0.write(change) }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_FULL {
            throw HistoryFull()
        }
    }

    // MARK: Erasure

    /// With what was set aside: nobody can say whose words it holds.
    package func erase(_ asked: [Erasure], of organization: String) async throws -> Int {
        // First: what is written from now on is looked at.
        erasures.withLock { erasures in
            // What is tried again is known already.
            for erasure in asked where !erasures.contains(where: { $0 == (erasure, organization) }) {
                erasures.append((erasure, organization))
            }
            erasures.removeFirst(max(0, erasures.count - Self.rememberedErasures))
        }
        let count = try await write { database in
            var numbers: Set<Int64> = []
            for erasure in asked { numbers.formUnion(try Self.numbers(of: erasure, organization, database)) }
            for number in numbers { try Self.delete(number, database) }
            return numbers.count
        }
        BrokenHistories(path).remove()
        return count
    }

    package func eraseTraces() async throws { try await access { try await $0.emptyLog() } }

    /// Deletes what was set aside before then.
    func removeBroken(before date: Date) { BrokenHistories(path).remove(before: date) }

    /// Bytes that are free where the file is; nil where that cannot be told.
    var freeBytes: Int? {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        return try? FileManager.default.attributesOfFileSystem(forPath: folder)[.systemFreeSize] as? Int
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

extension DatabaseError {
    /// Source: https://www.sqlite.org/rescode.html
    fileprivate var isOfBrokenFile: Bool { resultCode == .SQLITE_CORRUPT || resultCode == .SQLITE_NOTADB }
}
