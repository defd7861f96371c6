import Foundation
import GRDB
import RelayCore

/// The embedded engine of the state store: one SQLite file, which several processes may share.
///
/// A call works on the caller's thread, and waits there for another process's write. A worker has one event at a time, so there is
/// nothing that the thread could do meanwhile; and a call is shorter than a change of threads.
package final class SQLiteStore: StateStores {
    let database: DatabaseQueue
    private let durability = DurabilitySetting()
    /// Between two looks whether another process's write has ended, in microseconds.
    private static let busySleep: UInt32 = 1000

    /// Opens or makes the file, for its owner alone, and brings its schema up to date.
    /// - Parameter busyTimeout: How long a call waits for another process's write, in seconds.
    /// - Throws: ``StoreError`` that says what could not be done.
    package init(path: String, busyTimeout: TimeInterval = 10) throws(StoreError) {
        var configuration = GRDB.Configuration()
        // Readers and a writer of other processes do not wait for each other.
        configuration.journalMode = .wal
        // SQLite's own wait sleeps up to a tenth of a second between two looks, while other processes take the lock by turns.
        let looks = Int(busyTimeout * 1_000_000) / Int(Self.busySleep)
        configuration.busyMode = .callback { tries in
            guard tries < looks else { return false }
            usleep(Self.busySleep)
            return true
        }
        configuration.label = "relay-store"
        // What is deleted is overwritten, and does not stay in the file's free pages.
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA secure_delete = ON") }
        do {
            try PrivateFile.prepare(path)
            // Workers start together. Two that switch a new file to WAL, or migrate it, at the same time disturb each other.
            database = try PrivateFile.whileAlone(at: path) {
                let queue = try DatabaseQueue(path: path, configuration: configuration)
                try Schema.migrator.migrate(queue)
                return queue
            }
        } catch {
            throw SQLiteFailure.error(error, doing: "open the store")
        }
    }

    /// Opens what `STORE_URL` names as `sqlite:path`.
    package static func open(storeURL: String) throws(StoreError) -> SQLiteStore {
        guard let path = path(storeURL: storeURL) else { throw StoreError("the store must be sqlite:path") }
        return try SQLiteStore(path: path)
    }

    /// The file that `STORE_URL` names; nil where it names none.
    package static func path(storeURL: String) -> String? {
        guard storeURL.hasPrefix("sqlite:"), storeURL.utf8.count > 7 else { return nil }
        return String(storeURL.dropFirst("sqlite:".count))
    }

    package func store(of organization: String) -> any StateStore {
        SQLiteOrganizationStore(organization: organization, engine: self)
    }

    /// Closes every connection; later calls fail.
    package func close() throws(StoreError) {
        do {
            try database.close()
        } catch {
            throw SQLiteFailure.error(error, doing: "close the store")
        }
    }

    /// Runs one transaction that is as sure as asked when the call returns. A cancelled task's transaction runs all the same: what
    /// it records has happened.
    func write<Value>(
        _ doing: String, _ durability: Durability = .powerCut, _ body: (Database) throws -> Value
    ) throws(StoreError) -> Value {
        try access(doing) { database in
            try self.durability.set(durability, of: database)
            return try database.inWriteTransaction(body)
        }
    }

    /// - Parameter body: Runs one query, which SQLite answers from one state of the file.
    func read<Value>(_ doing: String, _ body: (Database) throws -> Value) throws(StoreError) -> Value {
        try access(doing, body)
    }

    /// Brings everything into the main file and empties the `-wal` file, which holds former states of what was changed since SQLite
    /// did so the last time.
    ///
    /// Source: https://www.sqlite.org/pragma.html#pragma_wal_checkpoint
    /// - Throws: at once where somebody reads what stands there: nobody could write while that was waited for.
    func emptyLog() throws(StoreError) {
        let doing = "empty the log of the store"
        // Most of the work, which is in nobody's way.
        _ = try access(doing) { try $0.checkpoint(.passive) }
        do {
            // A connection of its own, for it does not wait.
            let connection = try DatabaseQueue(path: database.path)
            _ = try connection.writeWithoutTransaction { try $0.checkpoint(.truncate) }
            try connection.close()
        } catch {
            throw SQLiteFailure.error(error, doing: doing)
        }
    }

    private func access<Value>(_ doing: String, _ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do {
            return try database.inDatabase(body)
        } catch {
            throw SQLiteFailure.error(error, doing: doing)
        }
    }
}

/// One organization's part of the file.
struct SQLiteOrganizationStore: StateStore {
    let organization: String
    let engine: SQLiteStore

    func write<Value>(
        _ doing: String, _ durability: Durability = .powerCut, _ body: (Database) throws -> Value
    ) throws(StoreError) -> Value {
        try engine.write(doing, durability, body)
    }

    func read<Value>(_ doing: String, _ body: (Database) throws -> Value) throws(StoreError) -> Value {
        try engine.read(doing, body)
    }
}

/// SQLite's failures in words, without values.
enum SQLiteFailure {
    static func error(_ error: any Error, doing: String) -> StoreError {
        if let error = error as? DatabaseError {
            return StoreError("could not \(doing): SQLite \(error.extendedResultCode)")
        }
        if let error = error as? StoreError { return error }
        return StoreError("could not \(doing)")
    }
}
