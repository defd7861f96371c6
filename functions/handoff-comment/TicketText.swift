import RelayCore

/// Subject and description of a new ticket: the summary, the conversation, and the session's id, by which the ticket is
/// found again.
struct TicketText {
    let subject: String
    let content: String

    /// HubSpot's limit for a string property, in characters. Source: https://knowledge.hubspot.com/properties/property-field-types-in-hubspot
    static let contentLimit = 65_536

    init(request: HandoffRequest, session: Session, timeline: [TimelineEntry]) {
        let who = session.contactName ?? session.contactEmail ?? "a customer"
        subject = "Conversation with \(who): \(request.reason)"
        let transcript = timeline.filter { $0.role != .note }.map(Self.line)
        let head = "\(request.summary)\n\nSession: \(session.id)\n\nConversation:\n"
        content = head + Self.newest(transcript, within: Self.contentLimit - head.count)
    }

    private static func line(_ entry: TimelineEntry) -> String {
        let files = entry.attachmentNames.isEmpty ? "" : " [\(entry.attachmentNames.joined(separator: ", "))]"
        return "\(Timestamp.rfc3339(entry.createdAt)) \(entry.role.rawValue): \(entry.text)\(files)"
    }

    /// The newest lines that fit; says how many older ones do not.
    static func newest(_ lines: [String], within limit: Int) -> String {
        var kept: [String] = []
        var left = limit - 40
        for line in lines.reversed() {
            guard line.count + 1 <= left else { break }
            left -= line.count + 1
            kept.append(line)
        }
        let omitted = lines.count - kept.count
        let note = omitted > 0 ? ["(\(omitted) older messages left out)"] : []
        return (note + kept.reversed()).joined(separator: "\n")
    }
}
