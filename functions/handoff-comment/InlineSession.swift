import Conversations
import FoundationEssentials
import RelayCore

/// The session of a conversation that HubSpot has no thread of, as the caller tells it.
struct InlineSession {
    let inline: InlineConversation
    let event: RelayEvent
    let services: OrganizationServices

    /// Made when there is none.
    func open() async throws -> Session {
        let id = SessionID.of(conversation: inline.conversationID ?? event.firstID, organization: services.name)
        let session = try await services.sessions.open(id: id, threadID: nil, channel: inline.channel ?? .other)
        try await record(in: session)
        return session
    }

    /// Keeps the transcript on the session's timeline. An entry without a time stands beside the one before it; the same
    /// transcript given again, or a longer one, adds only what is new.
    func record(in session: Session) async throws {
        var time = event.time.flatMap(Timestamp.parse) ?? session.createdAt
        for (index, entry) in (inline.transcript ?? []).enumerated() {
            time = entry.at ?? time
            let number = String(index + 1)
            let id = "transcript-\(String(repeating: "0", count: max(0, 4 - number.count)))\(number)"
            let item = TimelineEntry(id: id, role: entry.role, text: entry.text, createdAt: time)
            _ = try await services.store.appendTimeline(sessionID: session.id, entry: item)
        }
    }
}

extension Session {
    /// Fills what the session does not know yet; what the customer wrote themselves stands.
    mutating func fill(from contact: InlineConversation.Contact) {
        contactEmail = contactEmail ?? contact.email
        contactPhone = contactPhone ?? contact.phone
        contactName = contactName ?? contact.name
    }
}
