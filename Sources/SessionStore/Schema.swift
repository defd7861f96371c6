import Foundation
import GRDB
import RelayCore

/// The tables, by migration. Times are whole milliseconds since 1970.
enum Schema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: claims, turns, leases, effects, sessions") { database in
            try database.execute(sql: first)
        }
        migrator.registerMigration("2: since when a session is in its state, and the contact's phone number") { database in
            try database.execute(sql: second)
        }
        migrator.registerMigration("3: tickets' own properties, whose custom data is, former ticket links, erasures") {
            database in
            try database.execute(sql: third)
        }
        migrator.registerMigration("4: further addresses of a session's customers") { database in
            try database.execute(sql: fourth)
        }
        migrator.registerMigration("5: claims by a digest of the event's identity") { database in
            try database.execute(sql: fifth)
            let rows = try Row.fetchAll(database, sql: "SELECT source, eventID FROM oldClaim GROUP BY source, eventID")
            for row in rows {
                let event = EventIdentity(source: row["source"], id: row["eventID"])
                try database.execute(
                    sql: """
                        INSERT INTO claim (organization, event, owner, until, resultLine, finishedAt, subject)
                        SELECT organization, ?, owner, until, resultLine, finishedAt, subject FROM oldClaim
                        WHERE source = ? AND eventID = ?
                        """, arguments: [Data(event.digest), event.source, event.id])
            }
            try database.execute(sql: "DROP TABLE oldClaim")
        }
        migrator.registerMigration("6: further contacts of a session's customers") { database in
            try database.execute(sql: sixth)
        }
        migrator.registerMigration("7: messages' envelopes, and until when a thread is known") { database in
            try database.execute(sql: seventh)
        }
        migrator.registerMigration("8: when a session was opened again") { database in
            try database.execute(sql: "ALTER TABLE session ADD COLUMN reopenedAt INTEGER")
        }
        migrator.registerMigration("9: whether a session's customer was told that an AI writes") { database in
            try database.execute(sql: "ALTER TABLE session ADD COLUMN isDisclosed INTEGER NOT NULL DEFAULT 0")
        }
        migrator.registerMigration("10: sessions of a state by their activity") { database in
            try database.execute(
                sql: "CREATE INDEX IF NOT EXISTS sessionByState ON session (organization, state, updatedAt, id)")
        }
        migrator.registerMigration("11: drafts under keys of their own") { database in
            try database.execute(sql: eleventh)
        }
        migrator.registerMigration("12: addresses without display names") { database in try makeAddressesBare(database) }
        return migrator
    }

    /// An inline handoff's address was kept as it was given. By an address with more than an address no erasure finds its session.
    private static func makeAddressesBare(_ database: Database) throws {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT organization, id, contactEmail, otherEmails FROM session
                WHERE contactEmail GLOB '*[<( ]*' OR otherEmails GLOB '*[<( ]*'
                """)
        func bare(_ address: String) -> String { (try? EmailAddress(address, path: "").bare) ?? address }
        for row in rows {
            let others = try JSON.parse(row["otherEmails"] as String).array ?? []
            try database.execute(
                sql: "UPDATE session SET contactEmail = ?, otherEmails = ? WHERE organization = ? AND id = ?",
                arguments: [
                    (row["contactEmail"] as String?).map(bare),
                    JSON.array(others.compactMap(\.string).map { .string(bare($0)) }).canonical,
                    row["organization"] as String, row["id"] as String,
                ])
        }
    }

    private static let first = """
        CREATE TABLE claim (
            organization TEXT NOT NULL, source TEXT NOT NULL, eventID TEXT NOT NULL,
            owner TEXT NOT NULL, until INTEGER NOT NULL, resultLine TEXT, finishedAt INTEGER,
            PRIMARY KEY (organization, source, eventID)) WITHOUT ROWID;
        CREATE TABLE turn (
            organization TEXT NOT NULL, threadID TEXT NOT NULL, messageID TEXT NOT NULL,
            outcome TEXT NOT NULL, recordedAt INTEGER NOT NULL,
            PRIMARY KEY (organization, threadID, messageID)) WITHOUT ROWID;
        CREATE TABLE lease (
            organization TEXT NOT NULL, name TEXT NOT NULL, owner TEXT NOT NULL, until INTEGER NOT NULL,
            PRIMARY KEY (organization, name)) WITHOUT ROWID;
        CREATE TABLE effect (
            organization TEXT NOT NULL, key TEXT NOT NULL, startedAt INTEGER NOT NULL,
            looks INTEGER NOT NULL DEFAULT 0, lookedAt INTEGER, hubSpotID TEXT,
            PRIMARY KEY (organization, key)) WITHOUT ROWID;
        CREATE INDEX effectByHubSpotID ON effect (organization, hubSpotID) WHERE hubSpotID IS NOT NULL;
        CREATE TABLE session (
            organization TEXT NOT NULL, id TEXT NOT NULL, threadID TEXT, channel TEXT NOT NULL, state TEXT NOT NULL,
            contactID TEXT, contactEmail TEXT, contactName TEXT, ticketID TEXT, language TEXT, sentiment TEXT,
            createdAt INTEGER NOT NULL, updatedAt INTEGER NOT NULL, version INTEGER NOT NULL,
            PRIMARY KEY (organization, id)) WITHOUT ROWID;
        CREATE TABLE timeline (
            organization TEXT NOT NULL, sessionID TEXT NOT NULL, id TEXT NOT NULL, role TEXT NOT NULL,
            text TEXT NOT NULL, attachmentNames TEXT NOT NULL, createdAt INTEGER NOT NULL,
            PRIMARY KEY (organization, sessionID, id)) WITHOUT ROWID;
        CREATE INDEX timelineByTime ON timeline (organization, sessionID, createdAt, id);
        CREATE TABLE ticketLink (
            organization TEXT NOT NULL, ticketID TEXT NOT NULL, sessionID TEXT NOT NULL,
            PRIMARY KEY (organization, ticketID, sessionID)) WITHOUT ROWID;
        CREATE TABLE customData (
            organization TEXT NOT NULL, sessionID TEXT NOT NULL, property TEXT NOT NULL,
            value TEXT, label TEXT, occurredAt INTEGER NOT NULL,
            PRIMARY KEY (organization, sessionID, property)) WITHOUT ROWID;
        """

    private static let second = """
        ALTER TABLE session ADD COLUMN stateSince INTEGER NOT NULL DEFAULT 0;
        UPDATE session SET stateSince = createdAt;
        ALTER TABLE session ADD COLUMN contactPhone TEXT;
        """

    private static let third = """
        ALTER TABLE claim ADD COLUMN subject TEXT;
        CREATE INDEX claimBySubject ON claim (organization, subject) WHERE subject IS NOT NULL;
        CREATE INDEX claimByFinish ON claim (organization, finishedAt) WHERE finishedAt IS NOT NULL;
        ALTER TABLE customData ADD COLUMN isRedacted INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE customData ADD COLUMN origin TEXT NOT NULL DEFAULT 'ticket';
        ALTER TABLE ticketLink ADD COLUMN isFormer INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX ticketLinkBySession ON ticketLink (organization, sessionID);
        CREATE TABLE ticketProperty (
            organization TEXT NOT NULL, ticketID TEXT NOT NULL, property TEXT NOT NULL,
            value TEXT, label TEXT, isRedacted INTEGER NOT NULL, occurredAt INTEGER NOT NULL, recordedAt INTEGER NOT NULL,
            PRIMARY KEY (organization, ticketID, property)) WITHOUT ROWID;
        CREATE INDEX ticketPropertyByTime ON ticketProperty (organization, recordedAt);
        CREATE INDEX sessionByContact ON session (organization, contactID) WHERE contactID IS NOT NULL;
        CREATE INDEX sessionByEmail ON session (organization, lower(contactEmail)) WHERE contactEmail IS NOT NULL;
        CREATE INDEX sessionByActivity ON session (organization, updatedAt);
        CREATE TABLE erasure (
            organization TEXT NOT NULL, sessionID TEXT NOT NULL, erasedAt INTEGER NOT NULL,
            PRIMARY KEY (organization, sessionID)) WITHOUT ROWID;
        """

    /// Few sessions have further addresses (a JSON array); the index holds those alone.
    private static let fourth = """
        ALTER TABLE session ADD COLUMN otherEmails TEXT NOT NULL DEFAULT '[]';
        CREATE INDEX sessionWithOtherEmails ON session (organization, id) WHERE otherEmails <> '[]';
        """

    /// As the fourth, of contacts.
    private static let sixth = """
        ALTER TABLE session ADD COLUMN otherContactIDs TEXT NOT NULL DEFAULT '[]';
        CREATE INDEX sessionWithOtherContacts ON session (organization, id) WHERE otherContactIDs <> '[]';
        """

    private static let seventh = """
        ALTER TABLE timeline ADD COLUMN envelope TEXT;
        ALTER TABLE session ADD COLUMN knownUntil INTEGER;
        """

    /// A draft stood under the key of the answer, and what a draft made of a handoff under that of the turn's outcome: neither is
    /// for the customer. The AI is asked again about the latter.
    private static let eleventh = """
        UPDATE effect SET key = 'note:draft:' || substr(key, 12) WHERE key LIKE 'note:reply:%';
        UPDATE effect SET key = 'draft:' || substr(key, 7)
        WHERE key LIKE 'reply:%' AND hubSpotID IN (SELECT id FROM timeline WHERE role = 'note');
        DELETE FROM turn WHERE outcome LIKE '%"text":"**The AI would leave this to a person:**%';
        """

    /// Ids of events are long, and each stood in the table and in both indexes.
    private static let fifth = """
        ALTER TABLE claim RENAME TO oldClaim;
        DROP INDEX claimBySubject;
        DROP INDEX claimByFinish;
        CREATE TABLE claim (
            number INTEGER PRIMARY KEY, organization TEXT NOT NULL, event BLOB NOT NULL,
            owner TEXT NOT NULL, until INTEGER NOT NULL, resultLine TEXT, finishedAt INTEGER, subject TEXT,
            UNIQUE (organization, event));
        CREATE INDEX claimBySubject ON claim (organization, subject) WHERE subject IS NOT NULL;
        CREATE INDEX claimByFinish ON claim (organization, finishedAt) WHERE finishedAt IS NOT NULL;
        """
}
