import FoundationEssentials
import HubSpotAPI
import OnceOnly
import RelayCore

/// A note on a ticket, written once: what the team reads where a thread takes no comments, or where there is none.
struct TicketNote: Sendable {
    let session: Session
    let writes: LeasedWrites
    let services: OrganizationServices

    /// - Parameter check: Runs just before the write; throws when it must not be.
    func write(
        _ html: String, key: String, ticketID: String, check: () async throws -> Void
    ) async throws -> Effect {
        let now = services.ambient.now()
        // By the session's id the note is found again.
        let sign = html.contains(session.id) ? "" : "<p>\(HandoffLabel.session): \(session.id)</p>"
        return try await writes.once(key) { record in
            try await earlier(record, ticketID)
        } prepare: {
            try await check()
        } write: {
            try await services.hubSpot.createNote(html: html + sign, ticketID: ticketID, at: now)
        }
    }

    /// A note of this session that was written since the try began, and that is nothing else of ours.
    private func earlier(_ record: EffectRecord, _ ticketID: String) async throws -> String? {
        let notes = try await services.hubSpot.notes(ticketID: ticketID)
        for note in notes where note.html.contains(session.id) {
            guard note.createdAt.map({ $0 >= record.earliest }) ?? true else { continue }
            if try await !writes.ledger.belongsElsewhere(note.id, than: record.key) { return note.id }
        }
        return nil
    }
}
