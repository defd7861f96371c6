import FoundationEssentials
import LiveFunction
import RelayCore

/// What the caller knows of the customer.
struct InlineContact {
    let email: String?
    let phone: String?
    let name: String?

    init(_ reader: ObjectReader) throws(FieldError) {
        email = try reader.optionalString("email")
        if let email { _ = try EmailAddress(email, path: reader.path(of: "email")) }
        phone = try reader.optionalString("phone")
        if let phone, phone.filter(\.isNumber).count < 5 { throw reader.error("phone", "must be a telephone number") }
        name = try reader.optionalString("name")
    }

    /// Fills what the session does not know yet; what the customer wrote themselves stands.
    func fill(_ session: inout Session) {
        session.contactEmail = session.contactEmail ?? email
        session.contactPhone = session.contactPhone ?? phone
        session.contactName = session.contactName ?? name
    }
}

/// A conversation that HubSpot has no thread of, as the caller tells it.
struct InlineConversation {
    struct Entry {
        let role: TimelineEntry.Role
        let text: String
        let at: Date?
    }

    let contact: InlineContact?
    private let channel: ChannelKind?
    private let transcript: [Entry]?
    /// The caller's own name for the conversation: handoffs that share it share session and ticket.
    private let conversationID: String?

    /// Each entry is an item of the store.
    private static let limit = 1000

    init(_ reader: ObjectReader) throws(FieldError) {
        if let given = try reader.optionalObject("contact") { contact = try InlineContact(given) } else { contact = nil }
        conversationID = try reader.optionalID("conversationId")
        if let name = try reader.optionalString("channel") {
            guard let known = ChannelKind(rawValue: name) else {
                throw reader.error("channel", "must be one of \(ChannelKind.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            channel = known
        } else {
            channel = nil
        }
        guard let lines = try reader.optionalObjects("transcript") else {
            transcript = nil
            return
        }
        guard lines.count <= Self.limit else { throw reader.error("transcript", "must hold at most \(Self.limit) entries") }
        var entries: [Entry] = []
        for line in lines { entries.append(try Entry(line)) }
        transcript = entries
    }

    var isGiven: Bool { contact != nil || channel != nil || transcript != nil || conversationID != nil }

    /// On a thread of HubSpot's, channel and transcript are HubSpot's.
    func refuse(_ reader: ObjectReader) throws(FieldError) {
        for (name, isGiven) in [
            ("channel", channel != nil), ("transcript", transcript != nil), ("conversationId", conversationID != nil),
        ] where isGiven {
            throw reader.error(name, "is for conversations without a threadId")
        }
    }

    /// The session of the conversation, made when there is none.
    func open(_ event: RelayEvent, _ services: OrganizationServices) async throws(Stop) -> Session {
        let now = services.ambient.now()
        let fresh = Session(
            id: EventID.session(organization: services.name, conversation: conversationID ?? event.id),
            organization: services.name, threadID: nil, channel: channel ?? .other, createdAt: now, updatedAt: now)
        let session = try await stored { () throws(StoreError) in try await services.store.createSession(fresh) }
        try await record(in: session, event, services)
        return session
    }

    /// Keeps the transcript on the session's timeline. An entry without a time stands beside the one before it; the same
    /// transcript given again, or a longer one, adds only what is new.
    func record(in session: Session, _ event: RelayEvent, _ services: OrganizationServices) async throws(Stop) {
        var time = event.time.flatMap(Timestamp.parse) ?? session.createdAt
        for (index, entry) in (transcript ?? []).enumerated() {
            time = entry.at ?? time
            let number = String(index + 1)
            let id = "transcript-\(String(repeating: "0", count: max(0, 4 - number.count)))\(number)"
            let item = TimelineEntry(id: id, role: entry.role, text: entry.text, createdAt: time)
            _ = try await stored { () throws(StoreError) in
                try await services.store.appendTimeline(
                    organization: services.name, sessionID: session.id, entry: item)
            }
        }
    }
}

extension InlineConversation.Entry {
    init(_ reader: ObjectReader) throws(FieldError) {
        guard let role = TimelineEntry.Role(rawValue: try reader.string("role")) else {
            throw reader.error("role", "must be one of \(TimelineEntry.Role.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        self.role = role
        text = try reader.string("text")
        if let time = try reader.optionalString("at") {
            guard let date = Timestamp.parse(time) else { throw reader.error("at", "must be an RFC 3339 timestamp") }
            at = date
        } else {
            at = nil
        }
    }
}
