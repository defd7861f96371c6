import LiveFunction
import RelayCore

/// Posts the AI's answer on the customer's thread, once, and looks later whether HubSpot delivered it.
struct AIReplyPost: LiveFunction {
    static let description = FunctionDescription(
        name: "ai-reply-post",
        summary: "posts an answer on the HubSpot thread, once, with the signature of the sending mailbox",
        takes: ["ai.reply", "reply.check"], emits: ["reply.check", "ai.handoff", "conversation.turn", "session.updated"],
        configuration: KeyUse.live + KeyUse.decision + [
            .optional(ConfigurationKeys.signatures), .optional(ConfigurationKeys.replyCheckDelay),
        ])

    private let services: FunctionServices

    init(_ services: FunctionServices) throws(ConfigurationFaults) { self.services = services }

    func handle(_ event: RelayEvent, _ context: InvocationContext) async -> FunctionResult {
        await services.once.run(event, context) { () throws(Stop) in
            let organization = try await services.organization(of: event, context)
            if event.type == EventType.replyCheck {
                return try await ReplyCheck(event: event, services: organization).result()
            }
            return try await ReplyPosting(event: event, services: organization).result()
        }
    }
}
