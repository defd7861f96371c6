import FoundationEssentials
import HubSpotAPI
import RelayCore

/// A thread as it stands at HubSpot now, and what we know of it: everything that deciding needs.
package struct ThreadReading: Sendable {
    package let thread: ConversationThread
    /// Oldest first.
    package let messages: [ThreadMessage]
    package let session: Session
    /// The newest of what the session holds, this reading included, oldest first.
    package let timeline: [TimelineEntry]
    package let policy: DecisionPolicy
    /// Ids of messages and comments on the thread that we posted.
    package let ownMessageIDs: Set<String>
    package let customers: ThreadCustomers

    /// Reads the thread, records in the session what people said on it, and collects what deciding needs.
    /// - Parameter messageID: A message that is needed: where the newest page does not hold it, older ones are read.
    package static func read(
        _ threadID: String, including messageID: String? = nil, of services: OrganizationServices
    ) async throws -> ThreadReading {
        try await ThreadReader(services).read(threadID, including: messageID, isFresh: true)
    }

    /// The same, where nobody is left to answer on a thread that was deleted meanwhile.
    /// - Throws: A skip (`not-found`) for such a thread.
    package static func standing(
        _ threadID: String, including messageID: String? = nil, of services: OrganizationServices
    ) async throws -> ThreadReading {
        try await skippingDeleted { try await read(threadID, including: messageID, of: services) }
    }

    /// As ``standing(_:including:of:)``, without asking for messages that are known, while the thread says that nothing was said
    /// since. What became of a message after it was sent, such a reading does not tell.
    package static func now(
        _ threadID: String, including messageID: String?, of services: OrganizationServices
    ) async throws -> ThreadReading {
        try await skippingDeleted {
            try await ThreadReader(services).read(threadID, including: messageID, isFresh: false)
        }
    }

    private static func skippingDeleted(_ read: () async throws -> ThreadReading) async throws -> ThreadReading {
        do {
            return try await read()
        } catch let error as HubSpotError where error.category == .notFound {
            throw Stop(.skipped(.notFound, error.description))
        }
    }

    package func message(_ id: String) -> ThreadMessage? { messages.first { $0.id == id } }

    /// The channel that the customer wrote on last.
    package var channel: ChannelKind {
        customers.newest?.channel ?? ChannelKind(channelID: thread.originalChannelID)
    }

    /// What customers wrote, oldest first. A colleague's mail that comes in is not theirs, nor is a program's: an answer must
    /// go to neither.
    package var customerMessages: [ThreadMessage] { customers.messages }

    /// The subject of the customer's e-mail; of their newest one that has a subject where no message is named, or it has none.
    package func mailSubject(of messageID: String?) -> String? {
        let named = messageID.flatMap(message).flatMap(Self.subject)
        return named ?? customerMessages.lazy.reversed().compactMap(Self.subject).first
    }

    private static func subject(_ message: ThreadMessage) -> String? {
        message.subject.map(\.trimmed).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Tells a session who wrote a message that is answered or handed over, which need not be who wrote last. What no customer
    /// wrote changes nothing.
    package func note(authorOf messageID: String?, in session: inout Session) {
        guard let message = customerMessages.first(where: { $0.id == messageID }) else { return }
        customers.note(message, in: &session)
    }

    package func decide(on message: ThreadMessage) -> Decision { Decision.make(facts(about: message), policy: policy) }

    /// The newest message of the thread that the AI may answer, or draft an answer to.
    package var newestAnswerable: ThreadMessage? {
        messages.last { message in
            if case .quiet = decide(on: message).outcome { false } else { true }
        }
    }

    /// Whether the AI or a person of the team answered the message.
    package func isAnswered(_ message: ThreadMessage, of services: OrganizationServices) async throws -> Bool {
        let known = try await AnsweredTimeline.read(timeline, threadID: thread.id, of: services)
        if let index = timeline.firstIndex(where: { $0.id == message.id }) { return index < known.answered }
        // It is older than what is read of the timeline, or nobody's who is on it.
        return timeline.prefix(known.answered).contains { $0.role != .note && $0.createdAt > message.createdAt }
    }

    private func facts(about message: ThreadMessage) -> DecisionFacts {
        DecisionFacts(
            thread: thread, messages: messages, candidate: message, sessionState: session.state,
            sessionStateSince: session.stateSince, ownMessageIDs: ownMessageIDs)
    }
}
