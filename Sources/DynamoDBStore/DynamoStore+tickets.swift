import FoundationEssentials
import RelayCore

// MARK: - Links between tickets and sessions, erasures

extension DynamoOrganizationStore {
    /// A link stands twice: with its ticket, where it says whether it is a former one, and with its session.
    private func link(_ ticketID: String, _ sessionID: String) -> (ticket: DynamoKey, session: DynamoKey) {
        (key("ticket", ticketID, sessionID), key("tickets-of", sessionID, ticketID))
    }

    package func linkTicket(ticketID: String, sessionID: String) async throws(StoreError) {
        try await run("link a ticket") { table in
            let link = link(ticketID, sessionID)
            _ = try await table.write(together: [
                .put(link.ticket, ["sessionID": .text(sessionID), "isFormer": .boolean(false)]),
                .put(link.session, ["ticketID": .text(ticketID)]),
            ])
        }
    }

    package func unlinkTicket(ticketID: String, sessionID: String) async throws(StoreError) {
        try await run("unlink a ticket") { table in
            let former = DynamoExpression("SET #isFormer = :isFormer", ["isFormer": .boolean(true)])
            _ = try await table.write(.update(link(ticketID, sessionID).ticket, former, if: .stands))
        }
    }

    package func deleteTicketLink(ticketID: String, sessionID: String) async throws(StoreError) {
        try await run("forget a ticket's link") { table in
            let link = link(ticketID, sessionID)
            _ = try await table.write(together: [.delete(link.ticket), .delete(link.session)])
        }
    }

    package func sessionIDs(ticketID: String) async throws(StoreError) -> [String] {
        try await linked(ticketID, isFormer: false)
    }

    package func formerSessionIDs(ticketID: String) async throws(StoreError) -> [String] {
        try await linked(ticketID, isFormer: true)
    }

    private func linked(_ ticketID: String, isFormer: Bool) async throws(StoreError) -> [String] {
        try await run("read the sessions of a ticket") { table in
            try await table.items(.partition(partition("ticket", ticketID)))
                .filter { try $0.boolean("isFormer") == isFormer }.map { try $0.string("sessionID") }
                .sorted { Bytes($0) < Bytes($1) }
        }
    }

    package func ticketIDs(sessionID: String) async throws(StoreError) -> [String] {
        try await run("read the tickets of a session") { table in
            try await table.items(.partition(partition("tickets-of", sessionID))).map { try $0.string("ticketID") }
                .sorted { Bytes($0) < Bytes($1) }
        }
    }

    // MARK: Erasures

    package func recordErasure(sessionID: String, at: Date) async throws(StoreError) {
        try await run("note an erasure") { table in
            let isLater = DynamoExpression("attribute_not_exists(pk) OR #erasedAt < :at", ["at": .time(at)])
            _ = try await table.write(.put(key("erasure", sessionID), ["erasedAt": .time(at)], if: isLater))
        }
    }

    package func erasedAt(sessionID: String) async throws(StoreError) -> Date? {
        try await run("read an erasure") { table in try await table.item(key("erasure", sessionID))?.date("erasedAt") }
    }
}
