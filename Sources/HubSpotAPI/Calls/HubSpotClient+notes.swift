import FoundationEssentials
import RelayCore

/// Notes on tickets.
///
/// Source: https://developers.hubspot.com/docs/api-reference/crm-notes-v3/guide
extension HubSpotClient {
    /// HubSpot's own association type from a note to a ticket.
    private static let noteToTicket = 228

    /// Writes a note on a ticket's timeline; its id.
    /// - Parameter time: Where on the timeline the note stands.
    package func createNote(html: String, ticketID: String, at time: Date) async throws(HubSpotError) -> String {
        try await create(
            "create the note", .notes, ["hs_note_body": html, "hs_timestamp": Timestamp.rfc3339(time)],
            [NewAssociation(Self.noteToTicket, ticketID)])
    }

    /// The ticket's notes, in HubSpot's order. Each names this ticket alone, also where it is on others too.
    package func notes(ticketID: String) async throws(HubSpotError) -> [Note] {
        try await associated(
            "read the ticket's notes", from: .tickets, ticketID, to: .notes, properties: Note.properties
        ).map { Note($0, ticketIDs: [ticketID]) }
    }

    /// A note with the tickets that it is on; nil when HubSpot has no such note.
    package func note(id: String) async throws(HubSpotError) -> Note? {
        let query = [("properties", Note.properties.joined(separator: ",")), ("associations", "tickets")]
        return try await foundObject("read the note", Request(path: paths.object(.notes, id), query: query)).map {
            Note($0, ticketIDs: $0.associated["tickets"] ?? [])
        }
    }
}
