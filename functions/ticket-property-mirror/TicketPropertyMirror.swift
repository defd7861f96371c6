import LiveFunction
import RelayCore

/// Mirrors what people edit on a ticket into the custom data of the ticket's sessions, and what is edited there on the
/// ticket; keeps the links between both right.
struct TicketPropertyMirror: LiveFunction {
    static let description = FunctionDescription(
        name: "ticket-property-mirror",
        summary: "mirrors ticket properties into the custom data of sessions and back, newest change first",
        takes: [
            "hubspot.ticket.*", "hubspot.object.propertyChange", "hubspot.object.merge", "hubspot.object.deletion",
            "hubspot.object.restore", "hubspot.object.associationChange", "session.update",
        ], emits: ["session.updated"], configuration: KeyUse.live + [.optional(ConfigurationKeys.ticketing)])

    private let services: FunctionServices
    private let labels = PropertyLabels()

    init(_ services: FunctionServices) throws(ConfigurationFaults) { self.services = services }

    func handle(_ event: RelayEvent, _ context: InvocationContext) async -> FunctionResult {
        await services.once.run(event, context) { () throws(Stop) in
            let organization = try await services.organization(of: event, context)
            if event.type == EventType.sessionUpdate {
                return try await SessionUpdate(event: event, services: organization).result()
            }
            guard organization.configuration[ConfigurationKeys.ticketing] else {
                return .skipped(.ticketingOff, "tickets are switched off")
            }
            if event.type.hasPrefix(Self.generic), ObjectTypeID.of(event.data) != ObjectTypeID.ticket {
                return .skipped(.unhandledObjectType, "the object is no ticket")
            }
            switch event.type {
            case EventType.ticketPropertyChange, EventType.objectPropertyChange:
                return try await Mirroring(
                    change: try TicketPropertyChange(event), event: event, services: organization, labels: labels
                ).result()
            default: return try await TicketMove(event: event, services: organization).result()
            }
        }
    }

    private static let generic = EventType.hubSpotPrefix + "object."
}
