import FoundationEssentials
import HubSpotAPI
import Logging
import RelayCore

/// Reads a thread in as few calls as it takes: the thread and its newest messages side by side; older ones only of a thread
/// that is new to us, or when a message is missing; the original content only of messages that are new to us.
struct ThreadReader: Sendable {
    let services: OrganizationServices

    private static let newest = 1
    /// The most pages (of 100 messages) that are read of one thread.
    private static let all = 10
    /// How much of the timeline is kept at hand: more than a page holds.
    private static let timelineLimit = 300

    func read(_ threadID: String, including messageID: String?) async throws -> ThreadReading {
        // Before the thread is read: what is decided on it should be decided soon.
        let policy = await services.policy()
        let known = try await services.sessions.find(threadID: threadID)
        let pageLimit = known == nil ? Self.all : Self.newest
        async let readThread = services.hubSpot.thread(threadID)
        async let readMessages = services.hubSpot.messages(threadID: threadID, pageLimit: pageLimit)
        var (thread, listed) = try await (readThread, readMessages)
        if pageLimit < Self.all, let messageID, !listed.contains(where: { $0.id == messageID }) {
            listed = try await services.hubSpot.messages(threadID: threadID, pageLimit: Self.all)
        }
        let messages = try await notErased(Self.inOrder(listed), threadID: threadID)
        let ownIDs = try await ownIDs(among: messages, policy)
        let customers = ThreadCustomers(thread, messages, ownMessageIDs: ownIDs, policy: policy)
        let session = try await session(thread, customers)
        let authorship = Authorship(ownMessageIDs: ownIDs, policy: policy)
        let timeline = try await SessionScribe(services: services, session: session).record(
            messages, by: authorship, limit: Self.timelineLimit)
        return ThreadReading(
            thread: thread, messages: messages, session: session, timeline: timeline, policy: policy, ownMessageIDs: ownIDs,
            customers: customers)
    }

    /// Without what was erased on purpose.
    /// - Throws: A skip (`erased`) when nothing else is left: no session is made of nothing.
    private func notErased(_ messages: [ThreadMessage], threadID: String) async throws -> [ThreadMessage] {
        guard let erasedAt = try await services.sessions.erasedAt(threadID: threadID) else { return messages }
        let left = messages.filter { $0.createdAt > erasedAt }
        if left.isEmpty { throw Stop(.skipped(.erased, "nothing was said on the thread after it was erased")) }
        return left
    }

    /// HubSpot promises no order, and pages may overlap while messages come in.
    private static func inOrder(_ messages: [ThreadMessage]) -> [ThreadMessage] {
        messages.enumerated().sorted { ($0.element.createdAt, $0.offset) < ($1.element.createdAt, $1.offset) }.map(\.element)
    }

    /// What neither HubSpot nor the direction tells is looked up in the ledger.
    private func ownIDs(among messages: [ThreadMessage], _ policy: DecisionPolicy) async throws -> Set<String> {
        var own: Set<String> = []
        for message in messages where message.direction != .incoming {
            if let appID = policy.appID, message.integrationAppID == appID {
                own.insert(message.id)
                continue
            }
            if try await services.store.effectKey(hubSpotID: message.id) != nil { own.insert(message.id) }
        }
        return own
    }

    /// The thread's session, with what the thread tells of contact, address, name and ticket.
    private func session(_ thread: ConversationThread, _ customers: ThreadCustomers) async throws -> Session {
        let channel = customers.newest?.channel ?? ChannelKind(channelID: thread.originalChannelID)
        let opened = try await services.sessions.open(
            threadID: thread.id, channel: channel, since: customers.messages.first?.createdAt ?? thread.createdAt)
        let session = try await services.sessions.update(opened) { session in
            session.contactID = thread.associatedContactID ?? session.contactID
            customers.newest.map { session.note($0) }
            customers.addresses.forEach { session.keep($0) }
        }
        guard let ticketID = thread.ticketID, ticketID != session.ticketID else { return session }
        do {
            return try await services.linkTicket(ticketID, to: session)
        } catch let error as HubSpotError {
            // No customer waits for it: the next reading links it.
            services.logger.warning(
                "a thread's ticket could not be read and is not linked yet", metadata: ["code": "\(error.reasonCode.rawValue)"])
            return session
        }
    }
}
