import RelayCore

/// Threads of the conversations inbox.
///
/// Source: https://developers.hubspot.com/docs/api-reference/conversations-conversations-inbox-&-messages-v3
extension HubSpotClient {
    /// A thread, with the ticket that it is associated with.
    package func thread(_ id: String) async throws(HubSpotError) -> ConversationThread {
        try await thread(Request(operation: "read the thread", path: paths.thread(id), query: [("association", "TICKET")]))
    }

    /// The threads that a ticket is associated with.
    package func threads(ticketID: String) async throws(HubSpotError) -> [ConversationThread] {
        try await pages(
            "read the ticket's threads", paths.threads, [("associatedTicketId", ticketID), ("association", "TICKET")], limit: 10
        ) {
            json throws(FieldError) in try ConversationThread(json: json)
        }
    }

    /// The answer does not name the ticket. Tried once, as the message that is posted next.
    package func setThreadStatus(_ status: ThreadStatus, threadID: String) async throws(HubSpotError) -> ConversationThread {
        try await thread(
            Request(
                operation: "set the thread's status", method: "PATCH", path: paths.thread(threadID),
                body: ["status": .string(status.rawValue)], isWrite: true, isOfTheMoment: true))
    }

    /// Makes a user the thread's owner. The answer does not name the ticket.
    /// - Parameter actor: `A-<user id>`; HubSpot assigns to nobody else.
    package func assignThread(_ threadID: String, to actor: ActorID) async throws(HubSpotError) -> ConversationThread {
        let operation = "assign the thread"
        let json = try await atAssignee(threadID) { path in
            Request(operation: operation, method: "PUT", path: path, body: ["actorId": .string(actor.text)], isWrite: true)
        }
        return try read(operation, isWrite: true) { () throws(FieldError) in try ConversationThread(json: json) }
    }

    /// Leaves the thread without an owner.
    package func unassignThread(_ threadID: String) async throws(HubSpotError) {
        _ = try await atAssignee(threadID) { path in
            Request(operation: "unassign the thread", method: "DELETE", path: path, isWrite: true)
        }
    }

    private func thread(_ request: Request) async throws(HubSpotError) -> ConversationThread {
        let json = try await send(request)
        return try read(request.operation, isWrite: request.isWrite) { () throws(FieldError) in
            try ConversationThread(json: json)
        }
    }

    /// HubSpot's guide and its reference name different v3 paths. One that is not there answers 400, 404 or 405, and did
    /// nothing; so the other is tried, and remembered when it is the right one.
    private func atAssignee(_ threadID: String, _ request: (String) -> Request) async throws(HubSpotError) -> JSON {
        let known = paths.assignee(threadID)
        let order = memory.prefersSwappedAssignee ? known.reversed() : known
        var refusal: HubSpotError?
        for path in order {
            do throws(HubSpotError) {
                let answer = try await send(request(path))
                memory.prefersSwappedAssignee = known.count > 1 && path == known[1]
                return answer
            } catch {
                guard let status = error.status, [400, 404, 405].contains(status) else { throw error }
                refusal = refusal ?? error
            }
        }
        throw refusal ?? HubSpotError(.notFound, operation: "find the thread's assignee")
    }
}
