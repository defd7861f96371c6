import Conversations
import FoundationEssentials
import HubSpotAPI
import OnceOnly
import RelayCore

/// The comment of a handoff for which there is no thread: a note on the ticket, written once.
struct HandoffNote {
    let scene: HandoffScene

    func write(_ text: HandoffText, ticketID: String) async throws -> String {
        let now = scene.services.ambient.now()
        return try await scene.once(scene.request.effectKey(.comment)) { record in
            try await earlier(record, ticketID)
        } write: {
            try await scene.hubSpot.createNote(html: text.html, ticketID: ticketID, at: now)
        }.hubSpotID
    }

    /// A note of this session that was written since the try began, and that no other handoff wrote.
    private func earlier(_ record: EffectRecord, _ ticketID: String) async throws -> String? {
        let notes = try await scene.hubSpot.notes(ticketID: ticketID)
        for note in notes where note.html.contains(scene.session.id) {
            guard note.createdAt.map({ $0 >= record.earliest }) ?? true else { continue }
            if try await !scene.ledger.belongsElsewhere(note.id, than: record.key) { return note.id }
        }
        return nil
    }
}
