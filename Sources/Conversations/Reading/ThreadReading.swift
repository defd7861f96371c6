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
        try await ThreadReader(services: services).read(threadID, including: messageID)
    }

    /// The same, where nobody is left to answer on a thread that was deleted meanwhile.
    /// - Throws: A skip (`not-found`) for such a thread.
    package static func standing(
        _ threadID: String, including messageID: String? = nil, of services: OrganizationServices
    ) async throws -> ThreadReading {
        do {
            return try await read(threadID, including: messageID, of: services)
        } catch let error as HubSpotError where error.category == .notFound {
            throw Stop(.skipped(.notFound, error.description))
        }
    }

    package func message(_ id: String) -> ThreadMessage? { messages.first { $0.id == id } }

    /// The channel that an answer goes out on: that of the newest message that came in.
    package var channel: ChannelKind {
        newestIncoming?.channel ?? ChannelKind(channelID: thread.originalChannelID)
    }

    /// Our mailbox on an e-mail thread: where the newest message that came in was sent to; one of the organization's own
    /// domains, when several are named.
    package var mailboxAddress: String? {
        let addresses = (newestIncoming?.recipients ?? []).filter { $0.field?.isCopy != true }.compactMap(
            \.emailAddress)
        return addresses.first(where: policy.isOwn) ?? addresses.first
    }

    /// What customers wrote, oldest first. A colleague's mail that comes in is not theirs, nor is a program's: an answer must
    /// go to neither.
    package var customerMessages: [ThreadMessage] { customers.messages }

    private var newestIncoming: ThreadMessage? { customerMessages.last }

    package func decide(on message: ThreadMessage) -> Decision { Decision.make(facts(about: message), policy: policy) }

    /// The newest message of the thread that the AI may answer, or draft an answer to.
    package var newestAnswerable: ThreadMessage? {
        messages.last { message in
            if case .quiet = decide(on: message).outcome { false } else { true }
        }
    }

    /// Whether the AI or a person of the team answered after the message.
    package func isAnswered(_ message: ThreadMessage) -> Bool {
        timeline.contains { ($0.role == .ai || $0.role == .rep) && $0.createdAt > message.createdAt }
    }

    private func facts(about message: ThreadMessage) -> DecisionFacts {
        DecisionFacts(
            thread: thread, messages: messages, candidate: message, sessionState: session.state,
            sessionStateSince: session.stateSince, ownMessageIDs: ownMessageIDs)
    }
}
