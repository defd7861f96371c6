import Conversations
import RelayCore

/// What people decide on sessions, apart from what is said: pause, resume, close, and the erasure of customers' data.
struct SessionControl: LiveFunction {
    static let description = FunctionDescription(
        name: "session-control",
        summary: "pauses, resumes and closes sessions, and erases customers' data",
        takes: [
            SessionControlEvent.pattern, SessionDeleteEvent.pattern,
            EventTypePattern(HubSpotEvent.conversationPrivacyDeletion), EventTypePattern(HubSpotEvent.contactPrivacyDeletion),
        ],
        emits: [ConversationTurnEvent.pattern, SessionUpdatedEvent.pattern, SessionDeleteEvent.pattern],
        configuration: KeyUse.live + KeyUse.decision + [
            .optional(ConfigurationKeys.closeTicket), .optional(ConfigurationKeys.closeThread),
        ])

    private let configuration: Configuration

    init(_ services: FunctionServices) { configuration = services.configuration }

    func handle(_ event: RelayEvent, _ services: OrganizationServices) async throws -> FunctionResult {
        if event.type == SessionControlEvent.type { return try await StateChange(event, services).result() }
        let names = configuration.eventNames(of: services.store.organization)
        return try await DataDeletion(event, services, names: names).result()
    }
}
