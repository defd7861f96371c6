import LiveFunction
import RelayCore

/// Hands a conversation over to a person, with everything that person needs.
struct HandoffComment: LiveFunction {
    static let description = FunctionDescription(
        name: "handoff-comment",
        summary: "hands a conversation to a person: closing line, contact, ticket, internal comment, owner, each once",
        takes: ["ai.handoff"], emits: ["session.updated"],
        configuration: KeyUse.live + KeyUse.decision + [
            .optional(ConfigurationKeys.signatures), .optional(ConfigurationKeys.sessionURL),
            .optional(ConfigurationKeys.ticketing), .optional(ConfigurationKeys.ticketPipeline),
            .optional(ConfigurationKeys.ticketStage), .optional(ConfigurationKeys.ticketWait),
            .optional(ConfigurationKeys.ticketKeyProperty), .optional(ConfigurationKeys.ticketPriorities),
            .optional(ConfigurationKeys.sentimentProperty), .optional(ConfigurationKeys.languageProperty),
            .optional(ConfigurationKeys.reasonProperty), .optional(ConfigurationKeys.handedOffProperty),
            .optional(ConfigurationKeys.propertyMapping), .optional(ConfigurationKeys.handoffUser),
            .optional(ConfigurationKeys.handoffRoutes),
        ])

    private let services: FunctionServices

    init(_ services: FunctionServices) throws(ConfigurationFaults) { self.services = services }

    func handle(_ event: RelayEvent, _ context: InvocationContext) async -> FunctionResult {
        await services.once.run(event, context) { () throws(Stop) in
            let organization = try await services.organization(of: event, context)
            return try await Handover(event: event, services: organization).result()
        }
    }
}
