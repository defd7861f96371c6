import Foundation
import GRDB
import RelayCore

// MARK: - Links between tickets and sessions

extension SQLiteOrganizationStore {
    package func linkTicket(ticketID: String, sessionID: String) async throws(StoreError) {
        try write("link a ticket") { database in
            try database.run(
                sql: """
                    INSERT INTO ticketLink (organization, ticketID, sessionID) VALUES (?, ?, ?)
                    ON CONFLICT DO UPDATE SET isFormer = 0 WHERE isFormer = 1
                    """, arguments: [organization, ticketID, sessionID])
        }
    }

    package func unlinkTicket(ticketID: String, sessionID: String) async throws(StoreError) {
        try write("unlink a ticket") { database in
            try database.run(
                sql: "UPDATE ticketLink SET isFormer = 1 WHERE organization = ? AND ticketID = ? AND sessionID = ?",
                arguments: [organization, ticketID, sessionID])
        }
    }

    package func deleteTicketLink(ticketID: String, sessionID: String) async throws(StoreError) {
        try write("forget a ticket's link") { database in
            try database.run(
                sql: "DELETE FROM ticketLink WHERE organization = ? AND ticketID = ? AND sessionID = ?",
                arguments: [organization, ticketID, sessionID])
        }
    }

    package func sessionIDs(ticketID: String) async throws(StoreError) -> [String] {
        try await linked(ticketID, isFormer: false)
    }

    package func formerSessionIDs(ticketID: String) async throws(StoreError) -> [String] {
        try await linked(ticketID, isFormer: true)
    }

    private func linked(
        _ ticketID: String, isFormer: Bool
    ) async throws(StoreError) -> [String] {
        try read("read the sessions of a ticket") { database in
            try database.values(
                sql: """
                    SELECT sessionID FROM ticketLink WHERE organization = ? AND ticketID = ? AND isFormer = ?
                    ORDER BY sessionID
                    """, arguments: [organization, ticketID, isFormer])
        }
    }

    package func ticketIDs(sessionID: String) async throws(StoreError) -> [String] {
        try read("read the tickets of a session") { database in
            try database.values(
                sql: "SELECT ticketID FROM ticketLink WHERE organization = ? AND sessionID = ? ORDER BY ticketID",
                arguments: [organization, sessionID])
        }
    }
}
