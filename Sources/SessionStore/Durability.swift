import GRDB
import Synchronization

/// What a write must outlast once its call has returned.
enum Durability: String {
    /// A power cut: what was decided, said, or begun at HubSpot.
    case powerCut = "FULL"
    /// The end of a process. A power cut may take the last of these writes back: a claim and a lease only keep apart
    /// processes that the same cut ends, and an event whose result is gone is worked on again, over the ledger.
    case processEnd = "NORMAL"
}

/// Which durability a connection's writes have. It is a setting of the connection, which cannot change within a transaction: each
/// transaction that needs another one than the one before sets it.
/// Source: <https://www.sqlite.org/pragma.html#pragma_synchronous>
final class DurabilitySetting: Sendable {
    private let current = Mutex<Durability?>(nil)

    func set(_ durability: Durability, of database: Database) throws {
        try current.withLock { current in
            guard current != durability else { return }
            try database.execute(sql: "PRAGMA synchronous = \(durability.rawValue)")
            current = durability
        }
    }
}
