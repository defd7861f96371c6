import Conversations
import RelayCore

/// Hands a conversation over to a person, with everything that person needs.
struct HandoffComment: LiveFunction {
    static let description = FunctionDescription(
        name: "handoff-comment",
        summary: "hands a conversation to a person: closing line, contact, ticket, internal comment, owner, each once",
        takes: [AIHandoffEvent.pattern], emits: [SessionUpdatedEvent.pattern],
        configuration: KeyUse.live + KeyUse.decision + [
            .optional(ConfigurationKeys.aiFallbackLine), .optional(ConfigurationKeys.aiDisclosure),
            .optional(ConfigurationKeys.handoffLine),
            .optional(ConfigurationKeys.signatures), .optional(ConfigurationKeys.sessionURL),
            .optional(ConfigurationKeys.ticketing), .optional(ConfigurationKeys.ticketPipeline),
            .optional(ConfigurationKeys.ticketStage), .optional(ConfigurationKeys.ticketWait),
            .optional(ConfigurationKeys.ticketKeyProperty), .optional(ConfigurationKeys.ticketPriorities),
            .optional(ConfigurationKeys.sentimentProperty), .optional(ConfigurationKeys.languageProperty),
            .optional(ConfigurationKeys.reasonProperty), .optional(ConfigurationKeys.handedOffProperty),
            .optional(ConfigurationKeys.propertyMapping), .optional(ConfigurationKeys.reopenTicket),
            .optional(ConfigurationKeys.handoffUser),
            .optional(ConfigurationKeys.handoffRoutes),
        ])

    init(_ services: FunctionServices) {}

    func handle(_ event: RelayEvent, _ services: OrganizationServices) async throws -> FunctionResult {
        try await HandoffSteps(event: event, services: services).result()
    }
}
