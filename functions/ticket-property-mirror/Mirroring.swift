import FoundationEssentials
import HubSpotAPI
import LiveFunction
import RelayCore

/// Writes one change into every session of the ticket; the newest `occurredAt` wins.
struct Mirroring {
    let change: TicketPropertyChange
    let event: RelayEvent
    let services: OrganizationServices

    func result() async throws(Stop) -> FunctionResult {
        let sessionIDs = try await sessions()
        guard !sessionIDs.isEmpty else {
            return .skipped(.noSession, "no session belongs to the ticket", data: data(sessionIDs: [], label: nil))
        }
        let label = await PropertyLabel(services: services).label(of: change)
        let entry = CustomDataEntry(property: change.property, value: change.value, label: label, occurredAt: change.occurredAt)
        var applied: [String] = []
        var outcomes: Set<PropertyOutcome> = []
        for sessionID in sessionIDs {
            let outcome = try await stored { () throws(StoreError) in
                try await services.store.setProperty(organization: services.name, sessionID: sessionID, entry: entry)
            }
            outcomes.insert(outcome)
            if outcome == .applied { applied.append(sessionID) }
        }
        guard applied.isEmpty else {
            return .done(data(sessionIDs: applied, label: label), events: applied.map(updated))
        }
        let code: ReasonCode = outcomes.contains(.stale) ? .stale : .unchanged
        return .skipped(code, data: data(sessionIDs: sessionIDs, label: label))
    }

    /// Sessions linked to the ticket, and those of the threads that HubSpot has on it: a thread's ticket may be newer
    /// than what the session knows.
    private func sessions() async throws(Stop) -> [String] {
        var ids = try await stored { () throws(StoreError) in
            try await services.store.sessionIDs(organization: services.name, ticketID: change.ticketID)
        }
        let threads = try await asked { () throws(HubSpotError) in
            try await services.hubSpot.threads(ticketID: change.ticketID)
        }
        for thread in threads {
            guard let session = try await services.sessions.find(threadID: thread.id), !ids.contains(session.id) else { continue }
            try await services.sessions.linkTicket(change.ticketID, to: session)
            _ = try await services.sessions.update(session) { [ticketID = change.ticketID] in $0.ticketID = ticketID }
            ids.append(session.id)
        }
        return ids.sorted()
    }

    private func data(sessionIDs: [String], label: String?) -> JSON {
        [
            "ticketId": .string(change.ticketID), "sessionIds": .array(sessionIDs.map(JSON.string)),
            "property": .string(change.property), "value": .optional(change.value), "label": .optional(label),
            "occurredAt": .string(Timestamp.rfc3339(change.occurredAt)),
        ]
    }

    private func updated(_ sessionID: String) -> RelayEvent {
        RelayEvent(
            id: EventID.sessionUpdated(sessionID: sessionID, cause: event.id),
            source: EventID.source(organization: services.name), type: EventType.sessionUpdated, subject: sessionID,
            data: ["sessionId": .string(sessionID), "property": .string(change.property)], organization: event.organization,
            causationID: event.id, traceParent: event.traceParent)
    }
}
