import Conversations
import FoundationEssentials
import HubSpotAPI
import OnceOnly
import RelayCore

/// Custom data was edited on our side: it goes into the session, and what is mapped to a ticket property to the ticket at
/// once, when the session has one. What has no ticket yet is written at handoff.
struct SessionUpdate {
    private let event: RelayEvent
    private let request: SessionUpdateEvent
    private let services: OrganizationServices
    /// How long the session's lease lasts: longer than the few requests that a push takes.
    private static let leaseSeconds: Double = 120

    init(_ event: RelayEvent, _ services: OrganizationServices) throws {
        self.event = event
        self.services = services
        request = try SessionUpdateEvent(event)
    }

    func result() async throws -> FunctionResult {
        let session = try await services.sessions.named(request.sessionID)
        // Two edits of one property must reach the ticket in the order in which they stand in the session.
        return try await services.holding(.post, session.threadID ?? session.id, seconds: Self.leaseSeconds) { _ in
            try await write(in: session)
        }
    }

    private func write(in session: Session) async throws -> FunctionResult {
        // The event's own time, so that a second try of it is known for one; never ahead of now.
        let now = services.ambient.now()
        let time = min(event.time.flatMap(Timestamp.parse) ?? now, now)
        var stale: [String] = []
        var current: [CustomDataEntry] = []
        for (name, value) in request.customData.sorted(by: { $0.key < $1.key }) {
            let entry = CustomDataEntry(property: name, value: value, origin: .session, occurredAt: time)
            let outcome = try await services.sessions.set(entry, in: session.id)
            if outcome == .stale { stale.append(name) } else { current.append(entry) }
        }
        let (push, failure) = try await push(current, to: session)
        let data: JSON = [
            "sessionId": .string(session.id), "pushed": Self.names(push.written), "unknownProperties": Self.names(push.unknown),
            "refused": Self.names(push.refused), "stale": .array(stale.map(JSON.string)),
        ]
        guard !current.isEmpty else { return .skipped(.stale, "newer changes were already applied", data: data) }
        return .done(
            data, code: failure ?? (push.refused.isEmpty ? nil : .validation),
            events: [event.following(SessionUpdatedEvent.properties(current.map(\.property), of: session))])
    }

    private static func names(_ names: Set<String>) -> JSON { .array(names.sorted().map(JSON.string)) }

    /// - Returns: What became of each ticket property; why nothing was written, where that is for good: the values stand in
    ///   the session, and the next ticket gets them.
    private func push(
        _ entries: [CustomDataEntry], to session: Session
    ) async throws -> (TicketPush.Outcome, ReasonCode?) {
        let mapping = services.configuration[ConfigurationKeys.propertyMapping]
        var mapped: [String: CustomDataEntry] = [:]
        for entry in entries {
            if let property = mapping.ticketProperty(of: entry.property) { mapped[property] = entry }
        }
        guard !mapped.isEmpty, services.configuration[ConfigurationKeys.ticketing], let ticketID = session.ticketID else {
            return (TicketPush.Outcome(), nil)
        }
        let outcome: TicketPush.Outcome
        do {
            outcome = try await TicketPush(hubSpot: services.hubSpot).write(
                mapped.mapValues { $0.value ?? "" }, ticketID: ticketID)
        } catch let error as HubSpotError where !error.isWorthRetrying {
            return (TicketPush.Outcome(), error.reasonCode)
        }
        for property in outcome.written {
            guard var entry = mapped[property] else { continue }
            entry.origin = .pushed
            _ = try await services.sessions.set(entry, in: session.id)
        }
        return (outcome, nil)
    }
}
