import Conversations
import HubSpotAPI
import RelayCore

/// Looks once, a while after a reply was posted, whether HubSpot could deliver it; if not, a person takes over.
struct ReplyCheck {
    private let event: RelayEvent
    private let check: ReplyCheckEvent
    private let services: OrganizationServices

    init(_ event: RelayEvent, _ services: OrganizationServices) throws {
        self.event = event
        self.services = services
        check = try ReplyCheckEvent(event)
    }

    func result() async throws -> FunctionResult {
        try event.checkDue(now: services.ambient.now())
        let message: ThreadMessage
        do {
            message = try await services.hubSpot.message(threadID: check.threadID, messageID: check.messageID)
        } catch {
            guard error.category == .notFound else { throw error }
            // Deleted meanwhile, with its thread or by itself.
            return .skipped(.notFound, error.description)
        }
        let data: JSON = [
            "threadId": .string(check.threadID), "messageId": .string(check.messageID),
            "status": .optional(message.deliveryStatus?.rawValue),
        ]
        guard message.deliveryStatus == .failed else { return .done(data) }
        let undelivered = UndeliveredReply(
            threadID: check.threadID, messageID: check.messageID, inReplyTo: check.inReplyTo)
        let result = FunctionResult.done(data, code: .deliveryFailed, events: [event.following(undelivered.handoff)])
        guard let session = try await services.sessions.find(threadID: check.threadID) else { return result }
        return try await services.taking(session, for: result)
    }
}
