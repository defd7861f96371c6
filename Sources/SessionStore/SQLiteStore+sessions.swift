import Foundation
import GRDB
import RelayCore

// MARK: - Sessions

extension SQLiteOrganizationStore {
    package func session(id: String) async throws(StoreError) -> Session? {
        try read("read a session") { database in try session(database, id) }
    }

    package func createSession(_ session: Session) async throws(StoreError) -> Session {
        // Mostly it stands; a look keeps no other process waiting.
        if let standing = try read("read a session", { database in try self.session(database, session.id) }) { return standing }
        return try write("create a session") { database in
            try database.run(
                sql: """
                    INSERT INTO session (organization, id, threadID, channel, state, stateSince, reopenedAt, contactID,
                        otherContactIDs, contactEmail, otherEmails, contactName, contactPhone, ticketID, knownUntil, language,
                        sentiment, isDisclosed, createdAt, updatedAt, version)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                    """,
                arguments: [
                    organization, session.id, session.threadID, session.channel.rawValue, session.state.rawValue,
                    Milliseconds.from(session.stateSince), session.reopenedAt.map(Milliseconds.from), session.contactID,
                    Self.list(session.otherContactIDs), session.contactEmail, Self.list(session.otherEmails),
                    session.contactName, session.contactPhone, session.ticketID,
                    session.knownUntil.map(Milliseconds.from), session.language, session.sentiment,
                    session.isDisclosed,
                    Milliseconds.from(session.createdAt), Milliseconds.from(session.updatedAt), session.version,
                ])
            return try self.session(database, session.id) ?? session
        }
    }

    package func updateSession(_ session: Session) async throws(StoreError) -> Bool {
        try write("update a session") { database in
            try database.run(
                sql: """
                    UPDATE session SET threadID = ?, channel = ?, state = ?, stateSince = ?, reopenedAt = ?, contactID = ?,
                        otherContactIDs = ?, contactEmail = ?, otherEmails = ?, contactName = ?, contactPhone = ?,
                        ticketID = ?, knownUntil = ?, language = ?, sentiment = ?, isDisclosed = ?, updatedAt = ?,
                        version = version + 1
                    WHERE organization = ? AND id = ? AND version = ?
                    """,
                arguments: [
                    session.threadID, session.channel.rawValue, session.state.rawValue, Milliseconds.from(session.stateSince),
                    session.reopenedAt.map(Milliseconds.from), session.contactID, Self.list(session.otherContactIDs),
                    session.contactEmail, Self.list(session.otherEmails), session.contactName, session.contactPhone,
                    session.ticketID, session.knownUntil.map(Milliseconds.from), session.language, session.sentiment,
                    session.isDisclosed,
                    Milliseconds.from(session.updatedAt), organization, session.id, session.version,
                ])
            return database.changesCount > 0
        }
    }

    private static func list(_ texts: [String]) -> String { JSON.array(texts.map(JSON.string)).canonical }

    private static func texts(_ list: String) throws -> [String] { try JSON.parse(list).array?.compactMap(\.string) ?? [] }

    private func session(_ database: Database, _ id: String) throws -> Session? {
        let row = try database.row(sql: "SELECT * FROM session WHERE organization = ? AND id = ?", arguments: [organization, id])
        guard let row else { return nil }
        guard let channel = ChannelKind(rawValue: row["channel"]), let state = Session.State(rawValue: row["state"]) else {
            throw StoreError("could not read a session: its channel or state is unknown to this version")
        }
        return Session(
            id: row["id"], threadID: row["threadID"], channel: channel, state: state,
            stateSince: Milliseconds.date(row["stateSince"]),
            reopenedAt: (row["reopenedAt"] as Int?).map(Milliseconds.date), contactID: row["contactID"],
            otherContactIDs: try Self.texts(row["otherContactIDs"]), contactEmail: row["contactEmail"],
            otherEmails: try Self.texts(row["otherEmails"]), contactName: row["contactName"],
            contactPhone: row["contactPhone"], ticketID: row["ticketID"],
            knownUntil: (row["knownUntil"] as Int?).map(Milliseconds.date), language: row["language"],
            sentiment: row["sentiment"], isDisclosed: row["isDisclosed"], createdAt: Milliseconds.date(row["createdAt"]),
            updatedAt: Milliseconds.date(row["updatedAt"]), version: row["version"])
    }

    package func touchSession(id: String, at: Date) async throws(StoreError) {
        try write("touch a session") { database in
            try database.run(
                sql: "UPDATE session SET updatedAt = ? WHERE organization = ? AND id = ? AND updatedAt < ?",
                arguments: [Milliseconds.from(at), organization, id, Milliseconds.from(at)])
        }
    }
}
