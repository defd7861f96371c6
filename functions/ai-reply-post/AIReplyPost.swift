import Conversations
import RelayCore

/// Posts the AI's answer on the customer's thread, once, and looks later whether HubSpot delivered it.
struct AIReplyPost: LiveFunction {
    static let description = FunctionDescription(
        name: "ai-reply-post",
        summary: "posts an answer on the HubSpot thread, once, with the signature of the sending mailbox",
        takes: [AIReplyEvent.pattern, ReplyCheckEvent.pattern],
        emits: [
            ReplyCheckEvent.pattern, AIHandoffEvent.pattern, ConversationTurnEvent.pattern, SessionUpdatedEvent.pattern,
        ],
        configuration: KeyUse.live + KeyUse.decision + [
            .optional(ConfigurationKeys.aiFallbackLine), .optional(ConfigurationKeys.aiDisclosure),
            .optional(ConfigurationKeys.signatures),
            .optional(ConfigurationKeys.replyCheckDelay),
            // A draft may need a ticket to stand on.
            .optional(ConfigurationKeys.ticketing), .optional(ConfigurationKeys.ticketPipeline),
            .optional(ConfigurationKeys.ticketStage), .optional(ConfigurationKeys.ticketWait),
            .optional(ConfigurationKeys.ticketKeyProperty),
        ])

    init(_ services: FunctionServices) {}

    func handle(_ event: RelayEvent, _ services: OrganizationServices) async throws -> FunctionResult {
        if event.type == ReplyCheckEvent.type { return try await ReplyCheck(event, services).result() }
        return try await ReplyPosting(event: event, services: services).result()
    }
}
