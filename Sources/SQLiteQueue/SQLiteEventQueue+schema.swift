import GRDB

extension SQLiteEventQueue {
    static var migrator: DatabaseMigrator {
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
        // Leases with owner, end and number; when and as which type an event came. Times are milliseconds since 1970.
        migrator.registerMigration("2: leases") { database in
            try database.execute(
                sql: """
                    ALTER TABLE event RENAME TO formerEvent;
                    DROP INDEX eventByDue;
                    CREATE TABLE event (
                        id INTEGER PRIMARY KEY AUTOINCREMENT, function TEXT NOT NULL, organization TEXT NOT NULL,
                        source TEXT NOT NULL, eventID TEXT NOT NULL, type TEXT NOT NULL, body BLOB NOT NULL,
                        queued INTEGER NOT NULL, due INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
                        leaseOwner TEXT, leaseEnd INTEGER, leases INTEGER NOT NULL DEFAULT 0,
                        deadCode TEXT, message TEXT, UNIQUE (function, organization, source, eventID));
                    CREATE INDEX eventByDue ON event (function, due) WHERE deadCode IS NULL;
                    INSERT INTO event (
                        id, function, organization, source, eventID, type, body, queued, due, attempts, deadCode, message)
                    SELECT id, function, organization, source, eventID, json_extract(body, '$.type'), CAST(body AS BLOB), due, due, attempts,
                        deadCode, message FROM formerEvent;
                    DROP TABLE formerEvent;
                    """)
        }
        // What tells events apart stands first in the key: a look-up compares one column instead of four.
        migrator.registerMigration("3: key") { database in
            try database.execute(
                sql: """
                    ALTER TABLE event RENAME TO formerEvent;
                    DROP INDEX eventByDue;
                    CREATE TABLE event (
                        id INTEGER PRIMARY KEY AUTOINCREMENT, function TEXT NOT NULL, organization TEXT NOT NULL,
                        source TEXT NOT NULL, eventID TEXT NOT NULL, type TEXT NOT NULL, body BLOB NOT NULL,
                        queued INTEGER NOT NULL, due INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
                        leaseOwner TEXT, leaseEnd INTEGER, leases INTEGER NOT NULL DEFAULT 0,
                        deadCode TEXT, message TEXT, UNIQUE (eventID, source, organization, function));
                    CREATE INDEX eventByDue ON event (function, due) WHERE deadCode IS NULL;
                    INSERT INTO event SELECT * FROM formerEvent;
                    DROP TABLE formerEvent;
                    """)
        }
        // What an event waits for, since when and how often in a row; when a dead letter died, which is not known of former ones.
        migrator.registerMigration("4: waits") { database in
            try database.execute(
                sql: """
                    ALTER TABLE event ADD COLUMN waitCode TEXT;
                    ALTER TABLE event ADD COLUMN waitSince INTEGER;
                    ALTER TABLE event ADD COLUMN waits INTEGER NOT NULL DEFAULT 0;
                    ALTER TABLE event ADD COLUMN deadSince INTEGER;
                    UPDATE event SET deadSince = due WHERE deadCode IS NOT NULL;
                    CREATE INDEX eventByWait ON event (waitCode, organization, waitSince) WHERE waitCode IS NOT NULL;
                    """)
        }
        migrator.registerMigration("5: dead letters by their code") { database in
            try database.execute(
                sql: "CREATE INDEX IF NOT EXISTS eventByDeath ON event (deadCode, deadSince) WHERE deadCode IS NOT NULL")
        }
        migrator.registerMigration("6: erasures that the history does not know yet") { database in
            try database.execute(
                sql: """
                    CREATE TABLE notedErasure (
                        number INTEGER PRIMARY KEY AUTOINCREMENT, organization TEXT NOT NULL, erasure BLOB NOT NULL)
                    """)
        }
        return migrator
    }
}
