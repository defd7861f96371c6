import FoundationEssentials
import RelayCore

/// Tickets and their properties.
extension Sessions {
    /// The ticket is no longer the session's; should it come back, the session is found again.
    @discardableResult
    package func unlinkTicket(_ ticketID: String, from session: Session) async throws -> Session {
        try await store.unlinkTicket(ticketID: ticketID, sessionID: session.id)
        return try await update(session) { if $0.ticketID == ticketID { $0.ticketID = nil } }
    }

    /// Every ticket that is or was the session's.
    package func ticketIDs(of sessionID: String) async throws -> [String] {
        try await store.ticketIDs(sessionID: sessionID)
    }

    /// Sets a ticket's property in the session, under the name that custom data has for it (`PROPERTY_MAPPING`), else its
    /// own.
    package func apply(_ change: CustomDataEntry, to sessionID: String) async throws -> PropertyOutcome {
        var entry = change
        entry.property = mapping.name(of: change.property) ?? change.property
        return try await set(entry, in: sessionID)
    }

    /// Sets one property of the session's custom data.
    package func set(_ entry: CustomDataEntry, in sessionID: String) async throws -> PropertyOutcome {
        try await store.setProperty(sessionID: sessionID, entry: entry)
    }
}
