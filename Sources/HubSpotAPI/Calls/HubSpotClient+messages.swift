import RelayCore

/// Messages and comments of a thread.
///
/// Source: https://developers.hubspot.com/docs/api-reference/conversations-conversations-inbox-&-messages-v3
extension HubSpotClient {
    /// The messages of a thread, in HubSpot's order: at most `pageLimit` pages of 100, the newest first pages.
    ///
    /// HubSpot's guide knows no `sort` here, its reference does, and says that it is this by itself: where it is refused, the
    /// list is asked for without.
    package func messages(threadID: String, pageLimit: Int) async throws(HubSpotError) -> [ThreadMessage] {
        let sort = [("sort", "-createdAt")]
        guard !memory.refusesMessageSort else { return try await messages(threadID, [], pageLimit) }
        do throws(HubSpotError) {
            return try await messages(threadID, sort, pageLimit)
        } catch {
            guard error.category == .validation else { throw error }
            let messages = try await messages(threadID, [], pageLimit)
            memory.refusesMessageSort = true
            return messages
        }
    }

    private func messages(
        _ threadID: String, _ sort: [(String, String)], _ pageLimit: Int
    ) async throws(HubSpotError) -> [ThreadMessage] {
        try await pages(
            "read the thread's messages", paths.messages(threadID), [("limit", "100")] + sort, limit: pageLimit
        ) { json throws(FieldError) in try ThreadMessage(json: json) }
    }

    package func message(threadID: String, messageID: String) async throws(HubSpotError) -> ThreadMessage {
        let operation = "read the message"
        let json = try await send(Request(operation: operation, path: paths.message(threadID, messageID)))
        return try read(operation) { () throws(FieldError) in try ThreadMessage(json: json) }
    }

    /// The whole text of a message that HubSpot shows shortened.
    package func originalContent(
        threadID: String, messageID: String
    ) async throws(HubSpotError) -> (text: String, richText: String?) {
        let json = try await send(
            Request(operation: "read the message's original content", path: paths.originalContent(threadID, messageID)))
        return (json["text"]?.string ?? "", json["richText"]?.string)
    }

    /// Posts a message that the customer sees. Tried once: before another try somebody of the team may have answered.
    /// - Throws: `delivery-failed`, with the id of the message that stands then, where HubSpot says at once that it cannot
    ///   deliver it. Where it finds out later, ``message(threadID:messageID:)`` tells.
    package func send(_ message: OutgoingMessage, threadID: String) async throws(HubSpotError) -> ThreadMessage {
        let operation = "post a message"
        let sent = try await post(message.json, operation, threadID, isOfTheMoment: true)
        guard sent.deliveryStatus == .failed else { return sent }
        throw HubSpotError(
            .deliveryFailed, operation: operation, detail: sent.failureMessage.flatMap(FailureCode.init)?.text,
            messageID: sent.id)
    }

    /// Posts an internal comment, which only the team sees.
    package func comment(text: String, richText: String, threadID: String) async throws(HubSpotError) -> ThreadMessage {
        let body: JSON = ["type": .string(MessageType.comment.rawValue), "text": .string(text), "richText": .string(richText)]
        return try await post(body, "post an internal comment", threadID)
    }

    private func post(
        _ body: JSON, _ operation: String, _ threadID: String, isOfTheMoment: Bool = false
    ) async throws(HubSpotError) -> ThreadMessage {
        let json = try await send(
            Request(
                operation: operation, method: "POST", path: paths.messages(threadID), body: body, isWrite: true,
                isOfTheMoment: isOfTheMoment))
        return try read(operation, isWrite: true) { () throws(FieldError) in try ThreadMessage(json: json) }
    }
}
