import FoundationEssentials
import HubSpotAPI
import LiveFunction
import RelayCore

/// Looks once, a while after a reply was posted, whether HubSpot could deliver it; if not, a person takes over.
struct ReplyCheck {
    let event: RelayEvent
    let services: OrganizationServices

    func result() async throws(Stop) -> FunctionResult {
        let threadID: String
        let messageID: String
        let inReplyTo: String?
        do throws(FieldError) {
            let reader = try ObjectReader(event.data, path: "data")
            threadID = try reader.id("threadId")
            messageID = try reader.id("messageId")
            inReplyTo = try reader.optionalID("inReplyTo")
        } catch {
            throw Stop(error)
        }
        if let due = event.notBefore, due > services.ambient.now() {
            let left = due.timeIntervalSince(services.ambient.now())
            return .retry(.notBefore, "the check is not due yet", after: WaitTime.seconds(left))
        }
        let message: ThreadMessage
        do throws(HubSpotError) {
            message = try await services.hubSpot.message(threadID: threadID, messageID: messageID)
        } catch {
            // Deleted meanwhile, with its thread or by itself.
            return error.category == .notFound ? .skipped(.notFound, error.description) : error.result
        }
        let data: JSON = [
            "threadId": .string(threadID), "messageId": .string(messageID), "status": .optional(message.statusType),
        ]
        guard message.statusType == "FAILED" else { return .done(data) }
        let undelivered = UndeliveredReply(threadID: threadID, messageID: messageID, inReplyTo: inReplyTo)
        return .done(data, code: .deliveryFailed, events: [undelivered.handoff(cause: event, services: services)])
    }
}
