import FoundationEssentials
import HubSpotAPI
import Logging
import RelayCore

/// Reads a thread in as few calls as it takes. The thread itself is always read; its messages only where it says that something
/// was said since they were read last; older pages only of a thread that is new to us, or when a message is missing; the original
/// content only of messages that are new to us.
package struct ThreadReader: Sendable {
    let services: OrganizationServices

    static let newest = 1
    /// The most pages (of 100 messages) that are read of one thread.
    private static let all = 10
    /// How much of the timeline is kept at hand: more than a page holds.
    private static let timelineLimit = 300

    package init(_ services: OrganizationServices) { self.services = services }

    /// - Parameters:
    ///   - messageID: A message that is needed.
    ///   - isFresh: Whether the messages are read from HubSpot in any case.
    func read(_ threadID: String, including messageID: String?, isFresh: Bool) async throws -> ThreadReading {
        // Asked once, and before the thread is read: what is decided on a reading should be decided soon.
        _ = await services.appID()
        let known = try await services.sessions.find(threadID: threadID)
        if !isFresh, let known, known.knownUntil != nil {
            let thread = try await services.hubSpot.thread(threadID)
            if let reading = try await keptReading(of: thread, known, including: messageID) { return reading }
            return try await reading(of: thread, try await list(threadID, known, including: messageID))
        }
        async let thread = services.hubSpot.thread(threadID)
        async let messages = list(threadID, known, including: messageID)
        return try await reading(of: thread, messages)
    }

    // MARK: From HubSpot

    private func list(_ threadID: String, _ known: Session?, including messageID: String?) async throws -> [ThreadMessage] {
        let pageLimit = known == nil ? Self.all : Self.newest
        var listed = try await services.hubSpot.messages(threadID: threadID, pageLimit: pageLimit)
        if pageLimit < Self.all, let messageID, !listed.contains(where: { $0.id == messageID }) {
            listed = try await services.hubSpot.messages(threadID: threadID, pageLimit: Self.all)
        }
        return Self.inOrder(listed)
    }

    private func reading(of thread: ConversationThread, _ listed: [ThreadMessage]) async throws -> ThreadReading {
        let messages = try await notErased(listed, threadID: thread.id)
        let policy = try await services.policy(for: messages)
        let ownIDs = try await services.ownIDs(among: messages, policy)
        let customers = ThreadCustomers(thread, messages, ownMessageIDs: ownIDs, policy: policy)
        let opened = try await session(thread, customers)
        let timeline = try await record(messages, in: opened, by: Authorship(ownMessageIDs: ownIDs, policy: policy))
        let session = try await services.sessions.update(opened) { $0.know(messages) }
        return ThreadReading(
            thread: thread, messages: messages, session: session, timeline: timeline, policy: policy, ownMessageIDs: ownIDs,
            customers: customers)
    }

    private func record(
        _ messages: [ThreadMessage], in session: Session, by authorship: Authorship
    ) async throws -> [TimelineEntry] {
        try await SessionScribe(services: services, session: session).record(
            messages, by: authorship, limit: Self.timelineLimit)
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
    static func inOrder(_ messages: [ThreadMessage]) -> [ThreadMessage] {
        messages.enumerated().sorted { ($0.element.createdAt, $0.offset) < ($1.element.createdAt, $1.offset) }.map(\.element)
    }

    // MARK: From what is kept

    /// nil where something was said that is not kept, or the message is not.
    private func keptReading(
        of thread: ConversationThread, _ known: Session, including messageID: String?
    ) async throws -> ThreadReading? {
        guard known.knowsAll(of: thread), let kept = try await kept(known) else { return nil }
        var (timeline, messages) = kept
        if let messageID, !messages.contains(where: { $0.id == messageID }) { return nil }
        messages = try await notErased(messages, threadID: thread.id)
        let policy = try await services.policy(for: messages)
        let ownIDs = try await services.ownIDs(among: messages, policy)
        let customers = ThreadCustomers(thread, messages, ownMessageIDs: ownIDs, policy: policy)
        return ThreadReading(
            thread: thread, messages: messages, session: try await session(thread, customers), timeline: timeline, policy: policy,
            ownMessageIDs: ownIDs, customers: customers)
    }

    /// The newest of what is kept of the thread; nil where that cannot be read as messages.
    func kept(_ known: Session) async throws -> (timeline: [TimelineEntry], messages: [ThreadMessage])? {
        let timeline = try await services.sessions.timeline(of: known, limit: Self.timelineLimit)
        var messages: [ThreadMessage] = []
        for entry in timeline {
            if let message = ThreadMessage(entry) {
                messages.append(message)
            } else if entry.role != .note {
                return nil
            }
        }
        return (timeline, messages)
    }

    // MARK: The session

    /// The thread's session, with what the thread tells of contact, address, name and ticket.
    private func session(_ thread: ConversationThread, _ customers: ThreadCustomers) async throws -> Session {
        let channel = customers.newest?.channel ?? ChannelKind(channelID: thread.originalChannelID)
        let opened = try await services.sessions.open(
            threadID: thread.id, channel: channel, since: customers.messages.first?.createdAt ?? thread.createdAt)
        let session = try await services.sessions.update(opened) { session in
            customers.note(customers.newest, in: &session)
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

// MARK: - A message that arrives

extension ThreadReader {
    /// The newest messages of the thread, in one call; a message that is not among them is read by itself.
    /// - Returns: None but that one, where it is.
    package func messages(
        _ threadID: String, with messageID: String
    ) async throws -> (all: [ThreadMessage], message: ThreadMessage) {
        let listed = Self.inOrder(try await services.hubSpot.messages(threadID: threadID, pageLimit: Self.newest))
        if let message = listed.last(where: { $0.id == messageID }) { return (listed, message) }
        return ([], try await services.hubSpot.message(threadID: threadID, messageID: messageID))
    }

    /// Writes down in a session what stands on its thread, and that all of it is known.
    package func record(_ messages: [ThreadMessage], in session: Session, _ policy: DecisionPolicy) async throws -> Session {
        let erasedAt = try await services.sessions.erasedAt(threadID: session.threadID ?? "")
        let left = messages.filter { message in erasedAt.map { message.createdAt > $0 } ?? true }
        let ownIDs = try await services.ownIDs(among: left, policy)
        _ = try await record(left, in: session, by: Authorship(ownMessageIDs: ownIDs, policy: policy))
        return try await services.sessions.update(session) { $0.know(left) }
    }
}

extension OrganizationServices {
    /// Which of the messages are ours. What neither HubSpot nor the direction tells is looked up in the ledger.
    func ownIDs(among messages: [ThreadMessage], _ policy: DecisionPolicy) async throws -> Set<String> {
        var own: Set<String> = []
        for message in messages where message.direction != .incoming {
            if let appID = policy.appID, message.integrationAppID == appID {
                own.insert(message.id)
                continue
            }
            if try await store.effectKey(hubSpotID: message.id) != nil { own.insert(message.id) }
        }
        return own
    }
}

// MARK: - What is known of a thread

extension Session {
    /// Notes that everything up to the newest of the messages, which HubSpot listed, is on the timeline.
    fileprivate mutating func know(_ listed: [ThreadMessage]) {
        guard let newest = listed.map(\.createdAt).max() else { return }
        knownUntil = max(newest, knownUntil ?? newest)
    }

    /// Whether nothing was said on the thread since.
    fileprivate func knowsAll(of thread: ConversationThread) -> Bool {
        guard let latest = thread.latestMessageAt else { return false }
        return [latest, thread.latestReceivedAt, thread.latestSentAt].compactMap(\.self).allSatisfy(knows)
    }

    /// Whether customers said nothing since, whatever was said to them.
    func knowsAllReceived(on thread: ConversationThread) -> Bool {
        (thread.latestReceivedAt ?? thread.latestMessageAt).map(knows) ?? false
    }

    private func knows(until date: Date) -> Bool {
        knownUntil.map { Timestamp.milliseconds(date) <= Timestamp.milliseconds($0) } ?? false
    }
}
