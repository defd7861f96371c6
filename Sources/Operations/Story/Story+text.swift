import FoundationEssentials
import HostCore
import HostDelivery
import RelayCore

extension Story {
    /// The tree for a terminal: of each step when it began, what it was, what came of it, and how long it waited and worked.
    package func lines(_ style: TextStyle) -> [String] {
        let start = start ?? .distantPast
        return roots.flatMap { StoryLines(style: style, start: start).lines($0, "", "") }
    }
}

private struct StoryLines {
    let style: TextStyle
    let start: Date

    func lines(_ step: StoryStep, _ head: String, _ tail: String) -> [String] {
        let offset = "+" + Spans.text(step.first.queued.timeIntervalSince(start))
        var lines = [
            "\(head)\(style.text(step.first.function, .strong)): \(PrintedText.escaped(step.subject)) \(style.text(offset, .quiet))"
        ]
        let indent = tail + (step.children.isEmpty ? "   " : "│  ")
        lines.append(indent + style.status(step.last.status, step.outcome.joined(separator: ", ")))
        lines.append(indent + style.text(style.cut(PrintedText.escaped(step.times), after: indent.count), .quiet))
        for (index, child) in step.children.enumerated() {
            let isLast = index == step.children.count - 1
            lines += self.lines(child, tail + (isLast ? "└─ " : "├─ "), tail + (isLast ? "   " : "│  "))
        }
        return lines
    }
}

extension StoryStep {
    /// How long it was put off on purpose, how long it waited for a worker, how long it was worked on.
    fileprivate var times: String {
        let planned = first.due.timeIntervalSince(first.queued)
        let waited = deliveries.reduce(0) { $0 + $1.waited }
        let worked = deliveries.reduce(0) { $0 + $1.worked }
        var parts: [String] = []
        if planned >= 0.001 { parts.append("put off \(Spans.text(planned))") }
        parts += ["waited \(Spans.text(waited))", "worked \(Spans.text(worked))"]
        if deliveries.count > 1 {
            let codes = deliveries.dropLast().compactMap(\.code?.rawValue)
            parts.append("\(deliveries.count) deliveries (\(Set(codes).sorted().joined(separator: ", ")))")
        }
        return parts.joined(separator: ", ") + "  \(first.eventID)"
    }
}
