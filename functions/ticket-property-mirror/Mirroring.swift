import Conversations
import FoundationEssentials
import RelayCore

/// Writes one change into every session of the ticket; the newest `occurredAt` wins.
struct Mirroring {
    let change: TicketPropertyChangeEvent
    let event: RelayEvent
    let services: OrganizationServices
    let labels: PropertyLabels

    func result() async throws -> FunctionResult {
        let label = await labels.label(of: change, services)
        let entry = change.entry(label: label)
        // First kept for a session that is linked later, and then asked who is linked now: see `linkTicket`.
        let kept = try await services.store.setTicketProperty(
            ticketID: change.ticketID, entry: entry, now: services.ambient.now())
        let sessionIDs = try await TicketSessions(services).ids(ticketID: change.ticketID)
        guard !sessionIDs.isEmpty else {
            return kept == .stale
                ? .skipped(.stale, data: data(sessionIDs: [], label: label))
                : .skipped(
                    .noSession, "no session belongs to the ticket yet; the value is kept",
                    data: data(sessionIDs: [], label: label))
        }
        var applied: [Session] = []
        var outcomes: Set<PropertyOutcome> = []
        for sessionID in sessionIDs {
            let outcome = try await services.sessions.apply(entry, to: sessionID)
            outcomes.insert(outcome)
            // A change that stands already was applied by an earlier try, which may not have come to say so.
            guard outcome == .applied || outcome == .unchanged else { continue }
            if let session = try await services.sessions.find(id: sessionID) { applied.append(session) }
        }
        if try await labels.isClosing(change, services) { applied = try await close(applied) }
        guard applied.isEmpty else {
            return .done(
                data(sessionIDs: applied.map(\.id), label: label), code: outcomes.contains(.applied) ? nil : .unchanged,
                events: applied.map { event.following(SessionUpdatedEvent.properties([change.property], of: $0)) })
        }
        return .skipped(Self.code(outcomes), data: data(sessionIDs: sessionIDs, label: label))
    }

    /// Whoever closes a ticket has done with its conversations. A customer who writes again opens theirs (`REOPEN`).
    private func close(_ sessions: [Session]) async throws -> [Session] {
        var closed: [Session] = []
        for session in sessions {
            closed.append(try await services.sessions.update(session) { [change] in $0.enter(.closed, at: change.occurredAt) })
        }
        return closed
    }

    private static func code(_ outcomes: Set<PropertyOutcome>) -> ReasonCode {
        if outcomes.contains(.ownWrite) { return .ownWrite }
        return outcomes.contains(.confirmed) ? .unchanged : .stale
    }

    private func data(sessionIDs: [String], label: String?) -> JSON {
        [
            "ticketId": .string(change.ticketID), "sessionIds": .array(sessionIDs.map(JSON.string)),
            "property": .string(change.property), "value": .optional(change.value), "label": .optional(label),
            "isRedacted": .bool(change.isRedacted), "occurredAt": .string(Timestamp.rfc3339(change.occurredAt)),
        ]
    }
}
