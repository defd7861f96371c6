import GRDB
import Synchronization

/// Lets concurrent writes share one transaction, and so one wait for the disk.
///
/// While one transaction is written, further writes gather; they make the next. Each caller waits until its own write is on the
/// disk, where it must outlast a power cut. A write that throws takes no other with it: the group is taken back, and each is done in
/// a transaction of its own.
final class GroupCommit: Sendable {
    /// One caller's write. `perform` gives what tells the caller, once the transaction is on the disk.
    private struct Write: Sendable {
        let perform: @Sendable (Database) throws -> @Sendable () -> Void
        let fail: @Sendable (any Error) -> Void
        let outlastsPowerCut: Bool
    }

    private struct State {
        var waiting: [Write] = []
        var isRunning = false
        /// Whether the connection waits for the disk, as it is set. Source: https://www.sqlite.org/pragma.html#pragma_synchronous
        var waitsForDisk: Bool?
    }

    private let database: any DatabaseWriter
    private let state = Mutex(State())

    init(_ database: any DatabaseWriter) { self.database = database }

    /// How many writes wait for their transaction to begin.
    var waiting: Int { state.withLock { $0.waiting.count } }

    /// - Parameters:
    ///   - outlastsPowerCut: False for what no host needs after one; the end of the process it outlasts all the same.
    ///   - change: Runs in a transaction; more than once where a write beside it fails.
    func write<Value: Sendable>(
        outlastsPowerCut: Bool = true, _ change: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let write = Write(
                perform: { database in
                    let value = try change(database)
                    return { continuation.resume(returning: value) }
                }, fail: { continuation.resume(throwing: $0) }, outlastsPowerCut: outlastsPowerCut)
            let mustRun = state.withLock { state in
                state.waiting.append(write)
                defer { state.isRunning = true }
                return !state.isRunning
            }
            if mustRun { database.asyncWriteWithoutTransaction { [self] in run($0) } }
        }
    }

    private func run(_ database: Database) {
        while let group = next() {
            do {
                try commit(group, database)
            } catch  where group.count == 1 {
                group[0].fail(error)
            } catch {
                for write in group {
                    do { try commit([write], database) } catch { write.fail(error) }
                }
            }
        }
    }

    private func next() -> [Write]? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.isRunning = false
                return nil
            }
            defer { state.waiting = [] }
            return state.waiting
        }
    }

    private func commit(_ group: [Write], _ database: Database) throws {
        var tell: [@Sendable () -> Void] = []
        try setWaiting(group.contains(where: \.outlastsPowerCut), database)
        // Kept statements: GRDB's own transactions are read by SQLite anew each time.
        try database.cachedStatement(sql: "BEGIN IMMEDIATE").execute()
        do {
            for write in group { tell.append(try write.perform(database)) }
            try database.cachedStatement(sql: "COMMIT").execute()
        } catch {
            // SQLite may have rolled back itself, on a full disk for example.
            if database.isInsideTransaction { try? database.rollback() }
            throw error
        }
        for caller in tell { caller() }
    }

    private func setWaiting(_ waits: Bool, _ database: Database) throws {
        guard state.withLock({ $0.waitsForDisk }) != waits else { return }
        try database.execute(sql: "PRAGMA synchronous = \(waits ? "FULL" : "NORMAL")")
        state.withLock { $0.waitsForDisk = waits }
    }
}
