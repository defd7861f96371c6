import Conversations
import FoundationEssentials
import HubSpotAPI
import RelayCore
import Rendering

/// Somebody wrote a note on a ticket, as people do it in the help desk: it stands on the timelines of the ticket's sessions as
/// an internal comment. Nobody answers it.
struct NoteArrival {
    private let event: RelayEvent
    private let notice: NoteCreationEvent
    private let services: OrganizationServices

    init(_ event: RelayEvent, _ services: OrganizationServices) throws {
        self.event = event
        self.services = services
        notice = try NoteCreationEvent(event)
    }

    func result() async throws -> FunctionResult {
        guard notice.isNote else { return .skipped(.unhandledObjectType, "the object is not a note") }
        let found = try await services.hubSpot.note(id: notice.noteID)
        // A note may be shown, or put on its ticket, a moment after it was told of.
        guard let note = found, !note.ticketIDs.isEmpty else {
            let code: ReasonCode = found == nil ? .notFound : .noSession
            if event.attempt == 0 { return .retry(code, "HubSpot does not show the note on a ticket yet", after: 5) }
            return .skipped(code, "the note is on no ticket", data: data([]))
        }
        if try await isOurs(note) { return .skipped(.ownMessage, data: data([])) }
        var sessionIDs: Set<String> = []
        for ticketID in note.ticketIDs { sessionIDs.formUnion(try await TicketSessions(services).ids(ticketID: ticketID)) }
        guard !sessionIDs.isEmpty else {
            return .skipped(.noSession, "no session belongs to the note's ticket", data: data([]))
        }
        for sessionID in sessionIDs.sorted() { try await write(note, in: sessionID) }
        return .done(data(sessionIDs.sorted()))
    }

    /// Ours are the handoff's.
    private func isOurs(_ note: Note) async throws -> Bool {
        if let appID = note.appID, appID == (await services.appID()) { return true }
        return try await services.store.effectKey(hubSpotID: note.id).map(EffectKey.isOfMessage) ?? false
    }

    private func write(_ note: Note, in sessionID: String) async throws {
        let entry = TimelineEntry(
            id: "note:\(note.id)", role: .note, text: HTMLText.text(fromHTML: note.html),
            createdAt: note.createdAt ?? services.ambient.now())
        if try await services.store.appendTimeline(sessionID: sessionID, entry: entry) {
            try await services.sessions.touch(sessionID, at: entry.createdAt)
        }
    }

    private func data(_ sessionIDs: [String]) -> JSON {
        ["noteId": .string(notice.noteID), "sessionIds": .array(sessionIDs.map(JSON.string))]
    }
}
