import RelayCore

extension HandoffText {
    /// What the customer wrote after the message that is handed over: the AI answers none of it. nil where that is nothing.
    static func since(_ timeline: [TimelineEntry], inReplyTo: String?, shown: Int = 5) -> Row? {
        guard let asked = timeline.lastIndex(where: { $0.id == inReplyTo }) else { return nil }
        let later = timeline[(asked + 1)...].filter { $0.role == .customer }
        guard !later.isEmpty else { return nil }
        let count = later.count == 1 ? "1 more message" : "\(later.count) more messages"
        return Row(
            label: "Written since", value: later.count > shown ? "\(count), of which the newest" : count,
            list: later.suffix(shown).map(message))
    }

    private static func message(_ entry: TimelineEntry) -> String {
        let files = entry.attachmentNames.isEmpty ? "" : "(files: \(entry.attachmentNames.joined(separator: ", ")))"
        return line([entry.text, files].filter { !$0.isEmpty }.joined(separator: " "), limit: 160)
    }
}
