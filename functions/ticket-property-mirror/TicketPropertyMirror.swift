import Conversations
import RelayCore

/// Mirrors what people edit on a ticket into the custom data of the ticket's sessions, and what is edited there on the
/// ticket; keeps the links between both right.
struct TicketPropertyMirror: LiveFunction {
    static let description = FunctionDescription(
        name: "ticket-property-mirror",
        summary: "mirrors ticket properties into the custom data of sessions and back; the newest change wins",
        takes: [
            "hubspot.ticket.*", EventTypePattern(HubSpotEvent.objectPropertyChange), "hubspot.object.merge",
            "hubspot.object.deletion", "hubspot.object.restore", "hubspot.object.associationChange",
            SessionUpdateEvent.pattern,
        ],
        emits: [SessionUpdatedEvent.pattern], configuration: KeyUse.live + [.optional(ConfigurationKeys.ticketing)])

    private let labels = PropertyLabels()

    init(_ services: FunctionServices) {}

    func handle(_ event: RelayEvent, _ services: OrganizationServices) async throws -> FunctionResult {
        if event.type == SessionUpdateEvent.type { return try await SessionUpdate(event, services).result() }
        guard services.configuration[ConfigurationKeys.ticketing] else {
            return .skipped(.ticketingOff, "tickets are switched off")
        }
        if event.type.hasPrefix(Self.generic), ObjectTypeID.of(event.data) != ObjectTypeID.ticket {
            return .skipped(.unhandledObjectType, "the object is not a ticket")
        }
        switch event.type {
        case HubSpotEvent.ticketPropertyChange, HubSpotEvent.objectPropertyChange:
            return try await Mirroring(
                change: try TicketPropertyChangeEvent(event), event: event, services: services, labels: labels
            ).result()
        default: return try await TicketMove(event, services).result()
        }
    }

    private static let generic = HubSpotEvent.prefix + "object."
}
