import FoundationEssentials

/// What the caller of a handoff knows: of the customer, and of a conversation that HubSpot has no thread of.
package struct InlineConversation: Sendable, Hashable {
    package struct Contact: Sendable, Hashable {
        package let email: String?
        package let phone: String?
        package let name: String?
    }

    package struct Entry: Sendable, Hashable {
        package let role: TimelineEntry.Role
        package let text: String
        package let at: Date?
    }

    package let contact: Contact?
    package let channel: ChannelKind?
    package let transcript: [Entry]?
    /// The caller's own name for the conversation: handoffs that share it share session and ticket.
    package let conversationID: String?

    /// The most entries of a transcript: each is an item of the store.
    package static let transcriptLimit = 1000

    /// Nothing is known.
    package init() {
        contact = nil
        channel = nil
        transcript = nil
        conversationID = nil
    }

    init(_ reader: ObjectReader) throws(FieldError) {
        if let given = try reader.optionalObject("contact") { contact = try Contact(given) } else { contact = nil }
        conversationID = try reader.optionalName("conversationId")
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
        guard lines.count <= Self.transcriptLimit else {
            throw reader.error("transcript", "must have at most \(Self.transcriptLimit) entries")
        }
        var entries: [Entry] = []
        for line in lines { entries.append(try Entry(line)) }
        transcript = entries
    }

    package var isGiven: Bool { contact != nil || channel != nil || transcript != nil || conversationID != nil }

    /// On a thread of HubSpot's, channel and transcript are HubSpot's.
    func refuse(_ reader: ObjectReader) throws(FieldError) {
        for (name, isGiven) in [
            ("channel", channel != nil), ("transcript", transcript != nil), ("conversationId", conversationID != nil),
        ] where isGiven {
            throw reader.error(name, "is only allowed without threadId")
        }
    }

    var members: JSONObject {
        [
            "contact": contact?.json ?? .null, "channel": .optional(channel?.rawValue),
            "transcript": transcript.map { .array($0.map(\.json)) } ?? .null, "conversationId": .optional(conversationID),
        ]
    }

    static let fields: [EventDescription.Field] = [
        .optional("contact", "object", "What you know about the customer: `email`, `phone`, `name`, each optional."),
        .optional("conversationId", "id", "Without a thread: your own name for the conversation."),
        .optional("channel", "text", "Without a thread: one of \(ChannelKind.allCases.map(\.rawValue).joined(separator: ", "))."),
        .optional(
            "transcript", "array", "Without a thread: at most \(transcriptLimit) of `{role: customer|ai|rep|note, text, at?}`."),
    ]
}

// MARK: - JSON

extension InlineConversation.Contact {
    init(_ reader: ObjectReader) throws(FieldError) {
        if let given = try reader.optionalString("email") {
            guard PrintedText.isPlain(given) else { throw reader.error("email", "must not contain control characters") }
            email = try EmailAddress(given, path: reader.path(of: "email")).bare
        } else {
            email = nil
        }
        phone = try reader.optionalString("phone").flatMap(PrintedText.line)
        if let phone, phone.filter(\.isNumber).count < 5 { throw reader.error("phone", "must be a telephone number") }
        name = try reader.optionalString("name").flatMap(PrintedText.line)
    }

    var json: JSON { .present(["email": .optional(email), "phone": .optional(phone), "name": .optional(name)]) }
}

extension InlineConversation.Entry {
    init(_ reader: ObjectReader) throws(FieldError) {
        guard let role = TimelineEntry.Role(rawValue: try reader.string("role")) else {
            throw reader.error("role", "must be one of \(TimelineEntry.Role.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        self.role = role
        text = try reader.string("text")
        at = try reader.optionalTime("at")
    }

    var json: JSON {
        .present(["role": .string(role.rawValue), "text": .string(text), "at": .optional(at.map(Timestamp.rfc3339))])
    }
}
