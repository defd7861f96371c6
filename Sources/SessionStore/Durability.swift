import GRDB

/// What a write must outlast once its call has returned.
enum Durability: String {
    /// A power cut: what was decided, said, or begun at HubSpot.
    case powerCut = "FULL"
    /// The end of a process. A power cut may take the last of these writes back: a claim and a lease only keep apart
    /// processes that the same cut ends, and an event whose result is gone is worked on again, over the ledger.
    case processEnd = "NORMAL"

    /// Runs one transaction with this durability. It is a setting of the connection, which cannot change within a
    /// transaction, so each transaction sets its own.
    /// Source: <https://www.sqlite.org/pragma.html#pragma_synchronous>
    func transaction<Value>(on database: Database, _ body: (Database) throws -> Value) throws -> Value {
        try database.execute(sql: "PRAGMA synchronous = \(rawValue)")
        try database.beginTransaction(.immediate)
        do {
            let value = try body(database)
            try database.commit()
            return value
        } catch {
            // SQLite may have rolled back itself, on a full disk for example.
            if database.isInsideTransaction { try? database.rollback() }
            throw error
        }
    }
}
