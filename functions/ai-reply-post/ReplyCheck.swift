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
        let message = try await asked { () throws(HubSpotError) in
            try await services.hubSpot.message(threadID: threadID, messageID: messageID)
        }
        let data: [String: JSON] = [
            "threadId": .string(threadID), "messageId": .string(messageID), "status": .optional(message.statusType),
        ]
        guard message.statusType == "FAILED" else { return .done(.object(data)) }
        return .done(.object(data), code: .deliveryFailed, events: [handoff(threadID, messageID, inReplyTo)])
    }

    private func handoff(_ threadID: String, _ messageID: String, _ inReplyTo: String?) -> RelayEvent {
        var data: [String: JSON] = [
            "threadId": .string(threadID), "reason": "The reply could not be delivered",
            "summary": .string("HubSpot took the AI's reply (message \(messageID)) and could not deliver it to the customer."),
        ]
        if let inReplyTo { data["inReplyTo"] = .string(inReplyTo) }
        return RelayEvent(
            id: EventID.handoff(conversation: threadID, key: "undelivered-\(messageID)"),
            source: EventID.source(organization: services.name), type: EventType.aiHandoff, subject: threadID,
            data: .object(data), organization: event.organization, causationID: event.id, traceParent: event.traceParent)
    }
}
