import HubSpotAPI
import RelayCore

/// The sessions that a ticket belongs to.
package struct TicketSessions: Sendable {
    private let services: OrganizationServices

    package init(_ services: OrganizationServices) { self.services = services }

    /// Sessions linked to the ticket, and those of the threads that HubSpot has on it, which are linked by this: a thread's
    /// ticket may be newer than what the session knows. By id.
    package func ids(ticketID: String) async throws -> [String] {
        var ids = Set(try await linked(ticketID))
        let threads = try await services.hubSpot.threads(ticketID: ticketID)
        for thread in threads {
            guard let session = try await services.sessions.find(threadID: thread.id) else { continue }
            if !ids.contains(session.id) || session.ticketID != ticketID {
                try await services.linkTicket(ticketID, to: session)
            }
            ids.insert(session.id)
        }
        return ids.sorted()
    }

    package func linked(_ ticketID: String) async throws -> [String] {
        try await services.store.sessionIDs(ticketID: ticketID)
    }

    /// Those that were the ticket's before it was deleted.
    package func former(_ ticketID: String) async throws -> [String] {
        try await services.store.formerSessionIDs(ticketID: ticketID)
    }
}
