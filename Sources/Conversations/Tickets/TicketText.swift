import RelayCore

/// Subject and description of a new ticket: the summary, the conversation, and the session's id, by which the ticket is
/// found again.
package struct TicketText: Sendable {
    package let subject: String
    package let content: String

    /// HubSpot's limit for a string property, in UTF-16 units: no other way of counting characters counts more.
    /// Source: https://knowledge.hubspot.com/properties/property-field-types-in-hubspot
    package static let contentLimit = 65_536
    /// A subject is one line in a list, far below what HubSpot takes.
    package static let subjectLimit = 250
    /// A longer summary is cut, so that half of the text is left for the conversation.
    static let summaryLimit = contentLimit / 2
    /// For the line that says how many messages are left out.
    private static let noteLength = 40

    /// - Parameters:
    ///   - mailSubject: Of the e-mail that the ticket is about.
    ///   - reason: Why there is a ticket, in one line.
    package init(
        mailSubject: String?, reason: String, summary: String, session: Session, timeline: [TimelineEntry]
    ) {
        // Long names and subjects leave room for the reason.
        let who = (session.contactName ?? session.contactEmail ?? "a customer").onOneLine(limit: 100)
        let title = mailSubject.map { "\($0.onOneLine(limit: 120)) (\(who): \(reason))" } ?? "Conversation with \(who): \(reason)"
        subject = Self.cut(title.onOneLine(limit: Self.subjectLimit), to: Self.subjectLimit)
        let transcript = timeline.filter { $0.role != .note }.map(Self.line)
        let subjects = mailSubject.map { ["Subject: \($0.onOneLine(limit: 500))"] } ?? []
        let heads = [Self.cut(summary, to: Self.summaryLimit)] + subjects
        let head = heads.joined(separator: "\n\n") + "\n\nSession: \(session.id)\n\nConversation:\n"
        content = head + Self.newest(transcript, within: Self.contentLimit - head.utf16.count)
    }

    private static func line(_ entry: TimelineEntry) -> String {
        let files = entry.attachmentNames.isEmpty ? "" : " [\(entry.attachmentNames.joined(separator: ", "))]"
        return "\(Timestamp.rfc3339(entry.createdAt)) \(entry.role.rawValue): \(entry.text)\(files)"
    }

    /// The newest lines that fit; says how many older ones do not. The newest line is there in any case: what is too long of it
    /// is cut.
    package static func newest(_ lines: [String], within limit: Int) -> String {
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
