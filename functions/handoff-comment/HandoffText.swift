import Conversations
import FoundationEssentials
import RelayCore
import Rendering

/// The internal comment of a handoff: everything that a person needs to go on, on one screen; as HTML and as plain text.
struct HandoffText {
    struct Row: Hashable {
        var label: String
        var value: String
        var list: [String] = []
    }

    private let title: String
    let rows: [Row]
    private let link: String?

    /// - Parameters:
    ///   - suggestedReply: What the customer should have been told and was not.
    ///   - link: The address of the session, with `{sessionId}` in it.
    init(
        _ scene: HandoffScene, _ report: HandoffReport, facts: CustomerFacts, suggestedReply: String?, link template: String?
    ) {
        title = scene.request.isByHand ? Marker.handoffByHand : Marker.handoff
        let (session, closingLineID) = (scene.session, report.id(of: .closingLine))
        var rows = [Row(label: "Reason", value: Self.line(scene.request.handoff.reason, limit: 200))]
        if let subject = scene.mailSubject { rows.append(Row(label: "Subject", value: Self.line(subject, limit: 200))) }
        if let ask = Self.ask(scene.timeline, inReplyTo: scene.request.inReplyTo) {
            rows.append(Row(label: "The customer wants", value: ask))
        }
        if let since = Self.since(scene.timeline, inReplyTo: scene.request.inReplyTo) { rows.append(since) }
        rows.append(Row(label: "Summary", value: Self.line(scene.request.handoff.summary, limit: 800)))
        rows.append(Self.tried(scene.timeline.filter { $0.role == .ai && $0.id != closingLineID }))
        rows.append(Row(label: "Sentiment", value: scene.sentiment ?? "unknown"))
        rows.append(Row(label: "Language", value: scene.language.map(LanguageName.shown) ?? "unknown"))
        let who = [session.contactName, session.contactEmail, session.contactPhone].compactMap(\.self)
        rows.append(
            Row(
                label: "Customer", value: who.isEmpty ? "unknown" : Self.line(who.joined(separator: ", "), limit: 300),
                list: facts.lines))
        rows += Self.told("Not done", report.notDone.compactMap(NotDoneLine.text)) + Self.told("Note", report.remarks)
        if let suggestedReply {
            // The whole of it: it is for sending.
            rows.append(Row(label: HandoffLabel.suggestedReply, value: Self.line(suggestedReply, limit: AnswerAction.replyLimit)))
        }
        rows.append(Row(label: HandoffLabel.session, value: session.id))
        self.rows = rows
        link = template?.replacing("{sessionId}", with: session.id)
    }

    var plain: String {
        var lines = [title]
        for row in rows { lines += ["\(row.label): \(row.value)"] + row.list.map { "- \($0)" } }
        return (lines + (link.map { ["Open the session: \($0)"] } ?? [])).joined(separator: "\n")
    }

    var html: String {
        let shown = rows.map { row in
            let list = row.list.map { "<li>\(HTMLEscape.escape($0))</li>" }.joined()
            return "<p><strong>\(row.label):</strong> \(HTMLEscape.escape(row.value))</p>"
                + (list.isEmpty ? "" : "<ul>\(list)</ul>")
        }
        let anchor = link.map { ["<p><a href=\"\(HTMLEscape.escape($0))\">Open the session</a></p>"] } ?? []
        return (["<p><strong>\(title)</strong></p>"] + shown + anchor).joined()
    }

    // MARK: Parts

    /// A row for one sentence, or for a list of several; none where there is none.
    static func told(_ label: String, _ sentences: [String]) -> [Row] {
        let lines = sentences.map { line($0, limit: 400) }
        if lines.isEmpty { return [] }
        return [
            lines.count == 1 ? Row(label: label, value: lines[0]) : Row(label: label, value: "\(lines.count) things", list: lines)
        ]
    }

    /// What the AI told the customer: how many answers, and the first line of the newest ones.
    static func tried(_ answers: [TimelineEntry], shown: Int = 3) -> Row {
        guard !answers.isEmpty else { return Row(label: "Tried", value: "nothing: the AI gave no answer") }
        let count = answers.count == 1 ? "1 answer by the AI" : "\(answers.count) answers by the AI"
        let value = answers.count > shown ? "\(count), of which the newest" : count
        return Row(label: "Tried", value: value, list: answers.suffix(shown).map(Self.answer))
    }

    /// The first line, and the last where that names where the answer is from.
    private static func answer(_ entry: TimelineEntry) -> String {
        let lines = entry.text.split(whereSeparator: \.isNewline).map { $0.trimmed }.filter { !$0.isEmpty }
        guard let first = lines.first else { return "(no text)" }
        guard let last = lines.last, lines.count > 1, last.contains("://") else { return line(first, limit: 120) }
        return "\(line(first, limit: 120)) [\(line(last, limit: 160))]"
    }

    /// The first sentence of the message that is handed over, else of the customer's newest one.
    static func ask(_ timeline: [TimelineEntry], inReplyTo: String?) -> String? {
        let messages = timeline.filter { $0.role == .customer }
        guard let message = messages.last(where: { $0.id == inReplyTo }) ?? messages.last else { return nil }
        // What is quoted is somebody else's.
        let own = message.text.split(whereSeparator: \.isNewline).map { $0.trimmed }.filter { !$0.isEmpty && !$0.hasPrefix(">") }
        guard let text = own.first else {
            return message.attachmentNames.isEmpty
                ? nil : "(files: \(line(message.attachmentNames.joined(separator: ", "), limit: 140)))"
        }
        return line(firstSentence(text), limit: 160)
    }

    /// Up to the first `.`, `!` or `?` before a space.
    private static func firstSentence(_ text: String) -> String {
        var isEnd = false
        for index in text.indices {
            if isEnd, text[index].isWhitespace { return String(text[..<index]) }
            isEnd = ".!?。！？".contains(text[index])
        }
        return text
    }

    static func line(_ text: String, limit: Int) -> String { text.onOneLine(limit: limit) }
}
