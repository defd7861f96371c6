import FoundationEssentials
import HubSpotAPI
import RelayCore

/// A thread as it stands at HubSpot now, and what we know of it: everything that deciding needs.
package struct ThreadReading: Sendable {
    package let thread: ConversationThread
    /// Oldest first.
    package let messages: [ThreadMessage]
    package let session: Session
    package let policy: DecisionPolicy
    /// Ids of messages and comments on the thread that we posted.
    package let ownMessageIDs: Set<String>

    /// The most messages that are read of one thread: pages of 100.
    private static let pageLimit = 10

    /// Reads the thread, records in the session what people said on it, and collects what deciding needs.
    package static func read(_ threadID: String, of services: OrganizationServices) async throws(Stop) -> ThreadReading {
        let hubSpot = services.hubSpot
        let thread = try await asked { () throws(HubSpotError) in try await hubSpot.thread(threadID) }
        let listed = try await asked { () throws(HubSpotError) in
            try await hubSpot.messages(threadID: threadID, pageLimit: pageLimit)
        }
        let messages = inOrder(try await completed(listed, threadID: threadID, hubSpot))
        let channel = messages.last { $0.direction == "INCOMING" }?.channel ?? ChannelKind(channelID: thread.originalChannelID)
        let session = try await services.sessions.open(thread, channel: channel)
        try await services.sessions.record(messages, in: session)
        return ThreadReading(
            thread: thread, messages: messages, session: try await noted(thread, messages, in: session, services),
            policy: DecisionPolicy(services.configuration, appID: await services.appID()),
            ownMessageIDs: try await ownIDs(among: messages, services))
    }

    package func message(_ id: String) -> ThreadMessage? { messages.first { $0.id == id } }

    /// The channel that an answer goes out on: that of the newest message that came in.
    package var channel: ChannelKind {
        newestIncoming?.channel ?? ChannelKind(channelID: thread.originalChannelID)
    }

    /// Our mailbox on an e-mail thread: where the newest message that came in was sent to; one of the organization's own
    /// domains, when several are named.
    package var mailboxAddress: String? {
        let addresses = (newestIncoming?.recipients ?? []).filter { $0.field != "CC" && $0.field != "BCC" }.compactMap(
            \.emailAddress)
        return addresses.first(where: policy.isOwn) ?? addresses.first
    }

    private var newestIncoming: ThreadMessage? { messages.last { $0.type == "MESSAGE" && $0.direction == "INCOMING" } }

    package func decide(on message: ThreadMessage) -> Decision {
        Decision.make(
            DecisionFacts(
                thread: thread, messages: messages, candidate: message, sessionState: session.state,
                ownMessageIDs: ownMessageIDs),
            policy: policy)
    }

    /// HubSpot promises no order.
    private static func inOrder(_ messages: [ThreadMessage]) -> [ThreadMessage] {
        messages.enumerated().sorted { ($0.element.createdAt, $0.offset) < ($1.element.createdAt, $1.offset) }.map(\.element)
    }

    /// Fetches the whole text of customer messages that HubSpot shortened. `TRUNCATED_TO_MOST_RECENT_REPLY` is left as it
    /// is: what is cut off is the quoted conversation.
    private static func completed(
        _ messages: [ThreadMessage], threadID: String, _ hubSpot: HubSpotClient
    ) async throws(Stop) -> [ThreadMessage] {
        var messages = messages
        for index in messages.indices
        where messages[index].truncationStatus == "TRUNCATED" && messages[index].direction == "INCOMING" {
            let id = messages[index].id
            let original = try await asked { () throws(HubSpotError) in
                try await hubSpot.originalContent(threadID: threadID, messageID: id)
            }
            messages[index].text = original.text
            messages[index].richText = original.richText ?? messages[index].richText
        }
        return messages
    }

    /// Only what may be ours is looked up: nothing incoming is.
    private static func ownIDs(among messages: [ThreadMessage], _ services: OrganizationServices) async throws(Stop) -> Set<
        String
    > {
        var own: Set<String> = []
        for message in messages where message.direction != "INCOMING" {
            let key = try await stored { () throws(StoreError) in
                try await services.store.effectKey(organization: services.name, hubSpotID: message.id)
            }
            if key != nil { own.insert(message.id) }
        }
        return own
    }

    /// Keeps contact, address, name and ticket of the thread in the session.
    private static func noted(
        _ thread: ConversationThread, _ messages: [ThreadMessage], in session: Session, _ services: OrganizationServices
    ) async throws(Stop) -> Session {
        let customer = messages.last { $0.direction == "INCOMING" }
        let updated = try await services.sessions.update(session) { session in
            session.contactID = thread.associatedContactID ?? session.contactID
            session.ticketID = thread.ticketID ?? session.ticketID
            session.contactEmail = customer?.senderAddress ?? session.contactEmail
            session.contactName = customer?.senders.lazy.compactMap(\.name).first ?? session.contactName
        }
        if let ticketID = thread.ticketID { try await services.sessions.linkTicket(ticketID, to: updated) }
        return updated
    }
}
