import Foundation
import GRDB
import RelayCore

// MARK: - Sessions, timeline, tickets

extension SQLiteStore {
    package func session(organization: String, id: String) async throws(StoreError) -> Session? {
        try await read("read a session") { database in try Self.session(database, organization, id) }
    }

    package func createSession(_ session: Session) async throws(StoreError) -> Session {
        try await write("create a session") { database in
            try database.execute(
                sql: """
                    INSERT INTO session (organization, id, threadID, channel, state, stateSince, contactID, contactEmail,
                        contactName, contactPhone, ticketID, language, sentiment, createdAt, updatedAt, version)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                    """,
                arguments: [
                    session.organization, session.id, session.threadID, session.channel.rawValue, session.state.rawValue,
                    Milliseconds.from(session.stateSince), session.contactID, session.contactEmail, session.contactName,
                    session.contactPhone, session.ticketID, session.language, session.sentiment,
                    Milliseconds.from(session.createdAt), Milliseconds.from(session.updatedAt), session.version,
                ])
            return try Self.session(database, session.organization, session.id) ?? session
        }
    }

    package func updateSession(_ session: Session) async throws(StoreError) -> Bool {
        try await write("update a session") { database in
            try database.execute(
                sql: """
                    UPDATE session SET threadID = ?, channel = ?, state = ?, stateSince = ?, contactID = ?, contactEmail = ?,
                        contactName = ?, contactPhone = ?, ticketID = ?, language = ?, sentiment = ?, updatedAt = ?, version = version + 1
                    WHERE organization = ? AND id = ? AND version = ?
                    """,
                arguments: [
                    session.threadID, session.channel.rawValue, session.state.rawValue, Milliseconds.from(session.stateSince),
                    session.contactID, session.contactEmail, session.contactName, session.contactPhone, session.ticketID,
                    session.language, session.sentiment, Milliseconds.from(session.updatedAt), session.organization, session.id,
                    session.version,
                ])
            return database.changesCount > 0
        }
    }

    private static func session(_ database: Database, _ organization: String, _ id: String) throws -> Session? {
        let row = try Row.fetchOne(
            database, sql: "SELECT * FROM session WHERE organization = ? AND id = ?", arguments: [organization, id])
        guard let row else { return nil }
        guard let channel = ChannelKind(rawValue: row["channel"]), let state = Session.State(rawValue: row["state"]) else {
            throw StoreError("could not read a session: its channel or state is unknown to this version")
        }
        return Session(
            id: row["id"], organization: row["organization"], threadID: row["threadID"], channel: channel, state: state,
            stateSince: Milliseconds.date(row["stateSince"]), contactID: row["contactID"], contactEmail: row["contactEmail"],
            contactName: row["contactName"], contactPhone: row["contactPhone"], ticketID: row["ticketID"],
            language: row["language"], sentiment: row["sentiment"],
            createdAt: Milliseconds.date(row["createdAt"]), updatedAt: Milliseconds.date(row["updatedAt"]),
            version: row["version"])
    }

    package func appendTimeline(
        organization: String, sessionID: String, entry: TimelineEntry
    ) async throws(StoreError) -> Bool {
        try await write("append to a timeline") { database in
            try database.execute(
                sql: """
                    INSERT INTO timeline (organization, sessionID, id, role, text, attachmentNames, createdAt)
                    VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                    """,
                arguments: [
                    organization, sessionID, entry.id, entry.role.rawValue, entry.text,
                    JSON.array(entry.attachmentNames.map(JSON.string)).canonical, Milliseconds.from(entry.createdAt),
                ])
            return database.changesCount > 0
        }
    }

    package func timeline(
        organization: String, sessionID: String, limit: Int
    ) async throws(StoreError) -> [TimelineEntry] {
        try await read("read a timeline") { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM timeline WHERE organization = ? AND sessionID = ?
                    ORDER BY createdAt DESC, id DESC LIMIT ?
                    """, arguments: [organization, sessionID, limit]
            ).reversed().map(Self.entry)
        }
    }

    private static func entry(_ row: Row) throws -> TimelineEntry {
        guard let role = TimelineEntry.Role(rawValue: row["role"]) else {
            throw StoreError("could not read a timeline: a role is unknown to this version")
        }
        let names = try JSON.parse(row["attachmentNames"] as String).array ?? []
        return TimelineEntry(
            id: row["id"], role: role, text: row["text"], attachmentNames: names.compactMap(\.string),
            createdAt: Milliseconds.date(row["createdAt"]))
    }

    package func linkTicket(organization: String, ticketID: String, sessionID: String) async throws(StoreError) {
        try await write("link a ticket") { database in
            try database.execute(
                sql: "INSERT INTO ticketLink (organization, ticketID, sessionID) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                arguments: [organization, ticketID, sessionID])
        }
    }

    package func sessionIDs(organization: String, ticketID: String) async throws(StoreError) -> [String] {
        try await read("read the sessions of a ticket") { database in
            try String.fetchAll(
                database, sql: "SELECT sessionID FROM ticketLink WHERE organization = ? AND ticketID = ? ORDER BY sessionID",
                arguments: [organization, ticketID])
        }
    }

    // MARK: Custom data

    package func setProperty(
        organization: String, sessionID: String, entry: CustomDataEntry
    ) async throws(StoreError) -> PropertyOutcome {
        try await write("set a property") { database in
            let occurredAt = Milliseconds.from(entry.occurredAt)
            try database.execute(
                sql: """
                    INSERT INTO customData (organization, sessionID, property, value, label, occurredAt)
                    VALUES (?, ?, ?, ?, ?, ?)
                    ON CONFLICT DO UPDATE SET value = excluded.value, label = excluded.label, occurredAt = excluded.occurredAt
                    WHERE occurredAt < excluded.occurredAt
                        OR (occurredAt = excluded.occurredAt AND value IS NOT excluded.value)
                    """, arguments: [organization, sessionID, entry.property, entry.value, entry.label, occurredAt])
            if database.changesCount > 0 { return .applied }
            let standing = try Int.fetchOne(
                database, sql: "SELECT occurredAt FROM customData WHERE organization = ? AND sessionID = ? AND property = ?",
                arguments: [organization, sessionID, entry.property])
            return standing == occurredAt ? .unchanged : .stale
        }
    }

    package func customData(
        organization: String, sessionID: String
    ) async throws(StoreError) -> [CustomDataEntry] {
        try await read("read custom data") { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM customData WHERE organization = ? AND sessionID = ? ORDER BY property",
                arguments: [organization, sessionID]
            ).map { row in
                CustomDataEntry(
                    property: row["property"], value: row["value"], label: row["label"],
                    occurredAt: Milliseconds.date(row["occurredAt"]))
            }
        }
    }
}
