import LiveFunction
import RelayCore

/// Mirrors what people edit on a ticket into the custom data of the ticket's sessions.
struct TicketPropertyMirror: LiveFunction {
    static let description = FunctionDescription(
        name: "ticket-property-mirror",
        summary: "mirrors a HubSpot ticket's properties into the custom data of its sessions, newest change first",
        takes: ["hubspot.ticket.*", "hubspot.object.propertyChange"], emits: ["session.updated"],
        configuration: KeyUse.live + [.optional(ConfigurationKeys.ticketing)])

    private let services: FunctionServices

    init(_ services: FunctionServices) throws(ConfigurationFaults) { self.services = services }

    func handle(_ event: RelayEvent, _ context: InvocationContext) async -> FunctionResult {
        await services.once.run(event, context) { () throws(Stop) in
            let organization = try services.organization(of: event, context)
            guard organization.configuration[ConfigurationKeys.ticketing] else {
                return .skipped(.ticketingOff, "tickets are switched off")
            }
            switch event.type {
            case EventType.ticketPropertyChange: break
            case EventType.objectPropertyChange:
                guard TicketPropertyChange.isOfTicket(event.data) else {
                    return .skipped(.nothingToDo, "the object is no ticket")
                }
            default: return .skipped(.nothingToDo, "\(event.type) needs no action")
            }
            return try await Mirroring(change: try TicketPropertyChange(event), event: event, services: organization).result()
        }
    }
}
