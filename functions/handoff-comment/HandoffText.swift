import Posting
import RelayCore
import Rendering

/// The internal comment of a handoff: reason, summary, sentiment, language and the link to the session, as HTML and as
/// plain text.
struct HandoffText {
    private let rows: [(label: String, value: String)]
    private let link: String?

    init(request: HandoffRequest, session: Session, template: String?) {
        rows = [
            ("Reason", request.reason), ("Summary", request.summary),
            ("Sentiment", request.sentiment ?? session.sentiment ?? "unknown"),
            ("Language", request.language ?? session.language ?? "unknown"), ("Session", session.id),
        ]
        link = template?.replacing("{sessionId}", with: session.id)
    }

    var plain: String {
        let lines = [Marker.handoff] + rows.map { "\($0.label): \($0.value)" } + (link.map { ["Open the session: \($0)"] } ?? [])
        return lines.joined(separator: "\n")
    }

    var html: String {
        let cells = rows.map { "<p><strong>\($0.label):</strong> \(HTMLEscape.escape($0.value))</p>" }
        let anchor = link.map { ["<p><a href=\"\(HTMLEscape.escape($0))\">Open the session</a></p>"] } ?? []
        return (["<p><strong>\(Marker.handoff)</strong></p>"] + cells + anchor).joined()
    }
}
