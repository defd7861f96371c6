import Foundation
import PostgresClient
import RelayCore

// MARK: - Links between tickets and sessions

extension PostgresOrganizationStore {
    package func linkTicket(ticketID: String, sessionID: String) async throws(StoreError) {
        try await write("link a ticket", .harmless) { statements in
            try statements.run(
                """
                INSERT INTO ticket_link (organization, ticket_id, session_id) VALUES ($1, $2, $3)
                ON CONFLICT (organization, ticket_id, session_id) DO UPDATE SET is_former = FALSE WHERE ticket_link.is_former
                """, [.text(organization), .text(ticketID), .text(sessionID)])
        }
    }

    package func unlinkTicket(ticketID: String, sessionID: String) async throws(StoreError) {
        try await write("unlink a ticket", .harmless) { statements in
            try statements.run(
                "UPDATE ticket_link SET is_former = TRUE WHERE organization = $1 AND ticket_id = $2 AND session_id = $3",
                [.text(organization), .text(ticketID), .text(sessionID)])
        }
    }

    package func deleteTicketLink(ticketID: String, sessionID: String) async throws(StoreError) {
        try await write("forget a ticket's link", .harmless) { statements in
            try statements.run(
                "DELETE FROM ticket_link WHERE organization = $1 AND ticket_id = $2 AND session_id = $3",
                [.text(organization), .text(ticketID), .text(sessionID)])
        }
    }

    package func sessionIDs(ticketID: String) async throws(StoreError) -> [String] {
        try await linked(ticketID, isFormer: false)
    }

    package func formerSessionIDs(ticketID: String) async throws(StoreError) -> [String] {
        try await linked(ticketID, isFormer: true)
    }

    private func linked(_ ticketID: String, isFormer: Bool) async throws(StoreError) -> [String] {
        try await read("read the sessions of a ticket") { statements in
            try statements.rows(
                """
                SELECT session_id FROM ticket_link WHERE organization = $1 AND ticket_id = $2 AND is_former = $3
                ORDER BY session_id
                """, [.text(organization), .text(ticketID), .boolean(isFormer)]
            ).map { try $0.string(0) }
        }
    }

    package func ticketIDs(sessionID: String) async throws(StoreError) -> [String] {
        try await read("read the tickets of a session") { statements in
            try statements.rows(
                "SELECT ticket_id FROM ticket_link WHERE organization = $1 AND session_id = $2 ORDER BY ticket_id",
                [.text(organization), .text(sessionID)]
            ).map { try $0.string(0) }
        }
    }
}
