import RelayCore

/// Subject and description of a new ticket: the summary, the conversation, and the session's id, by which the ticket is
/// found again.
struct TicketText {
    let subject: String
    let content: String

    /// HubSpot's limit for a string property, in UTF-16 units: no other way of counting characters counts more.
    /// Source: https://knowledge.hubspot.com/properties/property-field-types-in-hubspot
    static let contentLimit = 65_536
    /// A subject is one line in a list, far below what HubSpot takes.
    static let subjectLimit = 250
    /// A longer summary is cut, so that half of the text is left for the conversation.
    static let summaryLimit = contentLimit / 2
    /// For the line that says how many messages are left out.
    private static let noteLength = 40

    init(handoff: AnswerAction.Handoff, session: Session, timeline: [TimelineEntry]) {
        let who = session.contactName ?? session.contactEmail ?? "a customer"
        // A long name leaves room for the reason.
        let title = "Conversation with \(HandoffText.line(who, limit: 100)): \(handoff.reason)"
        subject = Self.cut(HandoffText.line(title, limit: Self.subjectLimit), to: Self.subjectLimit)
        let transcript = timeline.filter { $0.role != .note }.map(Self.line)
        let summary = Self.cut(handoff.summary, to: Self.summaryLimit)
        let head = "\(summary)\n\nSession: \(session.id)\n\nConversation:\n"
        content = head + Self.newest(transcript, within: Self.contentLimit - head.utf16.count)
    }

    private static func line(_ entry: TimelineEntry) -> String {
        let files = entry.attachmentNames.isEmpty ? "" : " [\(entry.attachmentNames.joined(separator: ", "))]"
        return "\(Timestamp.rfc3339(entry.createdAt)) \(entry.role.rawValue): \(entry.text)\(files)"
    }

    /// The newest lines that fit; says how many older ones do not. The newest line is there in any case: what is too long of it
    /// is cut.
    static func newest(_ lines: [String], within limit: Int) -> String {
        var kept: [String] = []
        var left = limit - noteLength
        for line in lines.reversed() {
            let shown = kept.isEmpty ? cut(line, to: left - 1) : line
            guard shown.utf16.count + 1 <= left else { break }
            left -= shown.utf16.count + 1
            kept.append(shown)
        }
        let omitted = lines.count - kept.count
        let note = omitted > 0 ? ["(\(omitted) older messages left out)"] : []
        return (note + kept.reversed()).joined(separator: "\n")
    }

    /// The beginning of a text that is longer than `limit` UTF-16 units; says that it was cut.
    static func cut(_ text: String, to limit: Int) -> String {
        guard text.utf16.count > limit else { return text }
        let mark = "… (cut)"
        var end = text.utf16.index(text.startIndex, offsetBy: max(limit - mark.utf16.count, 0))
        // Not between the two halves of an emoji.
        while String.Index(end, within: text.unicodeScalars) == nil { end = text.utf16.index(before: end) }
        return text[..<end] + mark
    }
}
