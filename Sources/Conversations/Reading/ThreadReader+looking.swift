import HubSpotAPI
import RelayCore

/// Threads that are looked through, without recording anything.
extension ThreadReader {
    /// What is kept of a thread, where all that customers said on it is; nil where HubSpot must be asked.
    package func keptMessages(of thread: ConversationThread) async throws -> [ThreadMessage]? {
        guard let known = try await services.sessions.find(threadID: thread.id), known.knowsAllReceived(on: thread) else {
            return nil
        }
        return try await kept(known)?.messages
    }

    /// The newest messages of a thread, from HubSpot, in one call.
    package func newestMessages(of threadID: String) async throws -> [ThreadMessage] {
        Self.inOrder(try await services.hubSpot.messages(threadID: threadID, pageLimit: Self.newest))
    }

    /// The newest of the messages that gets a turn, by the rules of who wrote it; nil where none does, or it was erased.
    package func newestForTurn(
        on thread: ConversationThread, among messages: [ThreadMessage]
    ) async throws -> ThreadMessage? {
        let policy = try await services.policy(for: messages)
        let ownIDs = try await services.ownIDs(among: messages, policy)
        let newest = messages.last { message in
            let facts = DecisionFacts(thread: thread, messages: messages, candidate: message, ownMessageIDs: ownIDs)
            return Decision.ofSpeaker(facts, policy: policy).isWorthATurn
        }
        guard let newest, try await !services.sessions.isErased(newest, threadID: thread.id) else { return nil }
        return newest
    }

    /// Whether our app answered the message, or one after it, with another store than this one: that answer is nowhere in the ledger.
    package func isAnsweredElsewhere(
        _ message: ThreadMessage, on thread: ConversationThread, among messages: [ThreadMessage]
    ) async throws -> Bool {
        guard let appID = await services.appID() else { return false }
        let reference = AnswerReference(threadID: thread.id, services: services)
        let before = messages.filter { $0.direction == .incoming }.map(\.id)
        for later in messages.reversed().prefix(while: { $0.id != message.id })
        where later.type == .message && later.direction != .incoming && later.integrationAppID == appID {
            if try await reference.isForeign(later.id, at: later.createdAt, among: before) { return true }
        }
        return false
    }
}
