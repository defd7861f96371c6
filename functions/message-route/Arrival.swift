import Conversations
import FoundationEssentials
import HubSpotAPI
import RelayCore

/// A message or comment stands on a thread: writes it down, and gives a customer's message its turn.
///
/// Who wrote it is all that is decided here, from the message alone: most events are about what the team or we ourselves
/// said. Everything else is decided in the turn, on the thread as it stands then.
struct Arrival {
    private let event: RelayEvent
    private let notice: NewMessageEvent
    private let services: OrganizationServices

    init(_ event: RelayEvent, _ services: OrganizationServices) throws {
        self.event = event
        self.services = services
        notice = try NewMessageEvent(event)
    }

    func result() async throws -> FunctionResult {
        if try await services.store.effectKey(hubSpotID: notice.messageID) != nil {
            return .skipped(.ownMessage, data: data(nil))
        }
        // A thread's items of other kinds have nothing to read.
        if let type = notice.type, type != .message, type != .comment { return .skipped(.notAMessage, data: data(nil)) }
        let message: ThreadMessage
        do {
            message = try await services.hubSpot.message(threadID: notice.threadID, messageID: notice.messageID)
        } catch {
            return missing(error.result)
        }
        if try await services.sessions.isErased(message, threadID: notice.threadID) {
            return .skipped(.erased, data: data(nil))
        }
        let policy = await services.policy()
        let decision = Decision.ofSpeaker(
            DecisionFacts(thread: ConversationThread(id: notice.threadID), messages: [message], candidate: message),
            policy: policy)
        let session = try await write(message, isCustomers: decision.code == nil, policy)
        if let code = decision.code { return .skipped(code, data: data(decision, session)) }
        return .done(
            data(decision, session), events: [services.turn(on: message, threadID: notice.threadID, following: event)])
    }

    /// A customer's message opens a session; what others say is written down where there is one already. (A session that is
    /// opened later reads what was said before.)
    private func write(
        _ message: ThreadMessage, isCustomers: Bool, _ policy: DecisionPolicy
    ) async throws -> Session? {
        var session = try await services.sessions.find(threadID: notice.threadID)
        if isCustomers {
            let opened = try await services.sessions.open(
                threadID: notice.threadID, channel: message.channel, since: message.createdAt)
            session = try await services.sessions.update(opened) { $0.note(message) }
        }
        guard let session else { return nil }
        let authorship = Authorship(ownMessageIDs: [], policy: policy)
        try await SessionScribe(services: services, session: session).record(message, by: authorship)
        return session
    }

    /// HubSpot sends events for things that its API does not show (test deliveries, expired ids), and may show a new
    /// message a moment late. So a 404 is asked again once, and then it is a skip.
    private func missing(_ result: FunctionResult) -> FunctionResult {
        guard result.code == .notFound else { return result }
        if event.attempt == 0 { return .retry(.notFound, result.message, after: 5) }
        return .skipped(.notFound, result.message)
    }

    private func data(_ decision: Decision?, _ session: Session? = nil) -> JSON {
        var data: JSONObject = decision?.data(sessionID: session?.id ?? "") ?? [:]
        data["threadId"] = .string(notice.threadID)
        data["messageId"] = .string(notice.messageID)
        data["sessionId"] = .optional(session?.id)
        return .object(data)
    }
}
