import FoundationEssentials
import HubSpotAPI
import LiveFunction
import RelayCore
import Rendering

/// Somebody wrote a note on a ticket, as people do it in the help desk: it stands on the timelines of the ticket's sessions as
/// an internal comment. Nobody answers it.
struct NoteArrival {
    let event: RelayEvent
    let services: OrganizationServices

    func result() async throws(Stop) -> FunctionResult {
        let noteID: String
        do throws(FieldError) {
            noteID = try ObjectReader(event.data, path: "data").id("objectId")
        } catch {
            throw Stop(error)
        }
        guard ObjectTypeID.of(event.data) == ObjectTypeID.note else {
            return .skipped(.unhandledObjectType, "the object is no note")
        }
        let found = try await asked { () throws(HubSpotError) in try await services.hubSpot.note(id: noteID) }
        // A note may be shown, or put on its ticket, a moment after it was told of.
        guard let note = found, !note.ticketIDs.isEmpty else {
            let code: ReasonCode = found == nil ? .notFound : .noSession
            if event.attempt == 0 { return .retry(code, "HubSpot does not show the note on a ticket yet", after: 5) }
            return .skipped(code, "the note is on no ticket", data: data(noteID, []))
        }
        if try await isOurs(note) { return .skipped(.ownMessage, data: data(noteID, [])) }
        var sessionIDs: Set<String> = []
        for ticketID in note.ticketIDs { sessionIDs.formUnion(try await TicketSessions(services).ids(ticketID: ticketID)) }
        guard !sessionIDs.isEmpty else {
            return .skipped(.noSession, "no session belongs to the note's ticket", data: data(noteID, []))
        }
        for sessionID in sessionIDs.sorted() { try await write(note, in: sessionID) }
        return .done(data(noteID, sessionIDs.sorted()))
    }

    /// Ours are the handoff's. A ticket or a contact of ours may have the note's number: HubSpot counts each kind by itself.
    private func isOurs(_ note: Note) async throws(Stop) -> Bool {
        if let appID = note.appID, appID == (await services.appID()) { return true }
        let key = try await stored { () throws(StoreError) in
            try await services.store.effectKey(organization: services.name, hubSpotID: note.id)
        }
        guard let key else { return false }
        return !key.hasPrefix("ticket:") && !key.hasPrefix("contact:")
    }

    private func write(_ note: Note, in sessionID: String) async throws(Stop) {
        let now = services.ambient.now()
        let entry = TimelineEntry(
            id: "note:\(note.id)", role: .note, text: HTMLText.text(fromHTML: note.html), createdAt: note.createdAt ?? now)
        let isNew = try await stored { () throws(StoreError) in
            try await services.store.appendTimeline(organization: services.name, sessionID: sessionID, entry: entry)
        }
        if isNew { try await services.sessions.touch(sessionID, at: entry.createdAt) }
    }

    private func data(_ noteID: String, _ sessionIDs: [String]) -> JSON {
        ["noteId": .string(noteID), "sessionIds": .array(sessionIDs.map(JSON.string))]
    }
}
