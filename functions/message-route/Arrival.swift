import FoundationEssentials
import HubSpotAPI
import LiveFunction
import RelayCore

/// A message or comment stands on a thread: writes it down, and gives a customer's message its turn.
///
/// Who wrote it is all that is decided here, from the message alone: most events are about what the team or we ourselves
/// said. Everything else is decided in the turn, on the thread as it stands then.
struct Arrival {
    let event: RelayEvent
    let services: OrganizationServices

    func result() async throws(Stop) -> FunctionResult {
        let notice = try MessageNotice(event)
        if try await isInLedger(notice.messageID) { return .skipped(.ownMessage, data: notice.data(decision: nil)) }
        // A thread's items of other kinds have nothing to read.
        if let type = notice.type, type != "MESSAGE", type != "COMMENT" {
            return .skipped(.notAMessage, data: notice.data(decision: nil))
        }
        let message: ThreadMessage
        do throws(HubSpotError) {
            message = try await services.hubSpot.message(threadID: notice.threadID, messageID: notice.messageID)
        } catch {
            return missing(error.result)
        }
        let policy = await services.policy()
        let decision = Decision.ofSpeaker(
            DecisionFacts(thread: ConversationThread(id: notice.threadID), messages: [message], candidate: message),
            policy: policy)
        let session = try await write(message, notice, isCustomers: decision.code == nil, policy)
        let data = notice.data(decision: decision, sessionID: session?.id)
        if let code = decision.code { return .skipped(code, data: data) }
        return .done(data, events: [TurnEvent(services: services).event(for: message, threadID: notice.threadID, cause: event)])
    }

    private func isInLedger(_ messageID: String) async throws(Stop) -> Bool {
        try await stored { () throws(StoreError) in
            try await services.store.effectKey(organization: services.name, hubSpotID: messageID)
        } != nil
    }

    /// A customer's message opens a session; what others say is written down where there is one already. (A session that is
    /// opened later reads what was said before.)
    private func write(
        _ message: ThreadMessage, _ notice: MessageNotice, isCustomers: Bool, _ policy: DecisionPolicy
    ) async throws(Stop) -> Session? {
        var session = try await services.sessions.find(threadID: notice.threadID)
        if isCustomers {
            let opened = try await services.sessions.open(threadID: notice.threadID, channel: message.channel)
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
}

/// What HubSpot's event tells of a message: not a word of it.
struct MessageNotice {
    let threadID: String
    let messageID: String
    /// `MESSAGE`, `COMMENT`, `WELCOME_MESSAGE`, …; not every event has it.
    let type: String?

    /// - Throws: `bad-field`.
    init(_ event: RelayEvent) throws(Stop) {
        do throws(FieldError) {
            let reader = try ObjectReader(event.data, path: "data")
            threadID = try reader.id("objectId")
            messageID = try reader.id("messageId")
            type = try reader.optionalString("messageType")
        } catch {
            throw Stop(error)
        }
    }

    func data(decision: Decision?, sessionID: String? = nil) -> JSON {
        var data: [String: JSON] = decision?.data(sessionID: sessionID ?? "") ?? [:]
        data["threadId"] = .string(threadID)
        data["messageId"] = .string(messageID)
        data["sessionId"] = .optional(sessionID)
        return .object(data)
    }
}
