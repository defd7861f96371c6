import RelayCore

/// What a thread's status can be set to.
package enum ThreadStatus: String, Sendable {
    case open = "OPEN"
    case closed = "CLOSED"
}

/// The conversations inbox.
///
/// Source: https://developers.hubspot.com/docs/api-reference/conversations-conversations-inbox-&-messages-v3
extension HubSpotClient {
    /// A thread, with the ticket that it is associated with.
    package func thread(_ id: String) async throws(HubSpotError) -> ConversationThread {
        let operation = "read the thread"
        let json = try await send(Request(operation: operation, path: paths.thread(id), query: [("association", "TICKET")]))
        return try read(operation) { () throws(FieldError) in try ConversationThread(json: json) }
    }

    /// The threads that a ticket is associated with.
    package func threads(ticketID: String) async throws(HubSpotError) -> [ConversationThread] {
        try await pages(
            "read the ticket's threads", paths.threads, [("associatedTicketId", ticketID), ("association", "TICKET")], limit: 10
        ) {
            json throws(FieldError) in try ConversationThread(json: json)
        }
    }

    /// The messages of a thread, in HubSpot's order: at most `pageLimit` pages of 100, the newest first pages.
    package func messages(threadID: String, pageLimit: Int) async throws(HubSpotError) -> [ThreadMessage] {
        try await pages(
            "read the thread's messages", paths.messages(threadID), [("limit", "100"), ("sort", "-createdAt")], limit: pageLimit
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

    /// Opens or closes a thread. Doing it again changes nothing.
    package func setThreadStatus(_ status: ThreadStatus, threadID: String) async throws(HubSpotError) -> ConversationThread {
        let operation = "set the thread's status"
        let json = try await send(
            Request(
                operation: operation, method: "PATCH", path: paths.thread(threadID), body: ["status": .string(status.rawValue)],
                isWrite: true))
        return try read(operation) { () throws(FieldError) in try ConversationThread(json: json) }
    }

    /// Posts a message that the customer sees.
    package func send(_ message: OutgoingMessage, threadID: String) async throws(HubSpotError) -> ThreadMessage {
        try await post(message.json, "post a message", threadID)
    }

    /// Posts an internal comment, which only the team sees.
    package func comment(text: String, richText: String, threadID: String) async throws(HubSpotError) -> ThreadMessage {
        let body: JSON = ["type": "COMMENT", "text": .string(text), "richText": .string(richText)]
        return try await post(body, "post an internal comment", threadID)
    }

    private func post(_ body: JSON, _ operation: String, _ threadID: String) async throws(HubSpotError) -> ThreadMessage {
        let json = try await send(
            Request(operation: operation, method: "POST", path: paths.messages(threadID), body: body, isWrite: true))
        return try read(operation) { () throws(FieldError) in try ThreadMessage(json: json) }
    }

    /// Reads page after page. A page may be short without being the last; a cursor that comes again ends the reading.
    func pages<Element>(
        _ operation: String, _ path: String, _ query: [(String, String)], limit: Int,
        _ decode: (JSON) throws(FieldError) -> Element
    ) async throws(HubSpotError) -> [Element] {
        var elements: [Element] = []
        var seen: Set<String> = []
        var cursor: String?
        for _ in 0..<limit {
            let page = try await send(
                Request(operation: operation, path: path, query: query + (cursor.map { [("after", $0)] } ?? [])))
            for element in page["results"]?.array ?? [] {
                elements.append(try read(operation) { () throws(FieldError) in try decode(element) })
            }
            guard let next = page["paging"]?["next"]?["after"]?.id, seen.insert(next).inserted else { break }
            cursor = next
        }
        return elements
    }
}
