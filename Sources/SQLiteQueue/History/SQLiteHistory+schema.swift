import FoundationEssentials
import GRDB

extension SQLiteHistory {
    /// Times are milliseconds since 1970. The texts have a table of their own: whoever looks through the entries passes by
    /// much less.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: invocations") { database in
            try database.execute(
                sql: """
                    CREATE TABLE invocation (
                        number INTEGER PRIMARY KEY AUTOINCREMENT, function TEXT NOT NULL, eventID TEXT NOT NULL,
                        source TEXT NOT NULL, organization TEXT NOT NULL, type TEXT NOT NULL, cause TEXT, traceParent TEXT,
                        thread TEXT, session TEXT, message TEXT, ticket TEXT, contact TEXT, attempt INTEGER NOT NULL,
                        queued INTEGER NOT NULL, due INTEGER NOT NULL, started INTEGER NOT NULL, ended INTEGER NOT NULL,
                        status TEXT NOT NULL, code TEXT, note TEXT, outcome TEXT NOT NULL, until INTEGER, size INTEGER NOT NULL);
                    CREATE INDEX invocationByEvent ON invocation (eventID);
                    CREATE INDEX invocationByCause ON invocation (cause) WHERE cause IS NOT NULL;
                    CREATE INDEX invocationByThread ON invocation (thread) WHERE thread IS NOT NULL;
                    CREATE INDEX invocationBySession ON invocation (session) WHERE session IS NOT NULL;
                    CREATE TABLE invocationText (
                        number INTEGER PRIMARY KEY, event BLOB NOT NULL, result BLOB NOT NULL, log TEXT NOT NULL);
                    """)
        }
        migrator.registerMigration("2: effects") { database in
            try database.execute(sql: "ALTER TABLE invocation ADD COLUMN effect TEXT")
        }
        // What people ask for by a message, and what an erasure looks for by a ticket or an address.
        migrator.registerMigration("3: by message, ticket and contact") { database in
            for column in ["message", "ticket", "contact"] {
                try database.execute(
                    sql: """
                        CREATE INDEX IF NOT EXISTS invocationBy\(column.capitalized) ON invocation (\(column))
                        WHERE \(column) IS NOT NULL
                        """)
            }
        }
        migrator.registerMigration("4: by the customer's contact at HubSpot") { database in
            try database.execute(
                sql: """
                    ALTER TABLE invocation ADD COLUMN contactID TEXT;
                    CREATE INDEX invocationByContactID ON invocation (contactID) WHERE contactID IS NOT NULL;
                    """)
        }
        return migrator
    }
}
