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
        notice =
            event.type == MissedMessageEvent.type
            ? NewMessageEvent(try MissedMessageEvent(event)) : try NewMessageEvent(event)
    }

    /// For what we wrote ourselves, and a thread's items that hold nothing to read.
    func standingResult() async throws -> FunctionResult? {
        if try await services.store.effectKey(hubSpotID: notice.messageID) != nil {
            return .skipped(.ownMessage, data: data(nil))
        }
        guard let type = notice.type, type != .message, type != .comment else { return nil }
        return .skipped(.notAMessage, data: data(nil))
    }

    func result() async throws -> FunctionResult {
        let read: (thread: [ThreadMessage], message: ThreadMessage)
        do {
            read = try await self.read()
        } catch let error as HubSpotError {
            return missing(error.result)
        }
        let message = read.message
        if try await services.sessions.isErased(message, threadID: notice.threadID) {
            return .skipped(.erased, data: data(nil))
        }
        let policy = try await services.policy(for: [message])
        let decision = Decision.ofSpeaker(
            DecisionFacts(
                thread: ConversationThread(id: notice.threadID), messages: read.thread.isEmpty ? [message] : read.thread,
                candidate: message),
            policy: policy)
        let session = try await write(message, decision, read.thread, policy)
        if let code = decision.code, !decision.isWorthATurn { return .skipped(code, data: data(decision, session)) }
        return .done(
            data(decision, session), events: [services.turn(on: message, threadID: notice.threadID, following: event)])
    }

    /// With the others on its thread, so that its turn need not ask for them; a comment, which gets none, alone.
    private func read() async throws -> (thread: [ThreadMessage], message: ThreadMessage) {
        if notice.type == .comment {
            return ([], try await services.hubSpot.message(threadID: notice.threadID, messageID: notice.messageID))
        }
        let (thread, message) = try await ThreadReader(services).messages(notice.threadID, with: notice.messageID)
        return (thread, message)
    }

    /// A message that gets a turn opens a session; what others say is written down where there is one already. (A session that
    /// is opened later reads what was said before.)
    private func write(
        _ message: ThreadMessage, _ decision: Decision, _ thread: [ThreadMessage], _ policy: DecisionPolicy
    ) async throws -> Session? {
        var session = try await services.sessions.find(threadID: notice.threadID)
        if decision.isWorthATurn {
            session = try await services.sessions.open(
                threadID: notice.threadID, channel: message.channel, since: message.createdAt)
        }
        // Only who may be answered is the session's customer.
        if decision.code == nil, let opened = session {
            session = try await services.sessions.update(opened) { $0.note(message) }
        }
        guard let session else { return nil }
        guard thread.isEmpty else { return try await ThreadReader(services).record(thread, in: session, policy) }
        try await SessionScribe(services: services, session: session).record(
            message, by: Authorship(ownMessageIDs: [], policy: policy), getsTurn: decision.isWorthATurn)
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
