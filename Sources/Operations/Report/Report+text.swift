import FoundationEssentials
import RelayCore

extension Report {
    /// - Parameter listed: How many of the unanswered questions, the newest, stand in it by themselves.
    package func lines(_ style: TextStyle, listed: Int) -> [String] {
        var lines = [
            "\(Timestamp.rfc3339(since)) to \(Timestamp.rfc3339(until))",
            Self.row("messages handled", "\(handled)"), Self.row("  answered", style.text("\(answered)", .good)),
            Self.row("  drafted", "\(drafted)"),
        ]
        if unknown > 0 { lines.append(Self.row("  answered or drafted", "\(unknown)")) }
        lines += Self.rows("  handed over", handedOver) + Self.rows("  quiet", quiet)
        lines.append(Self.row("  not finished", unfinished == 0 ? "0" : style.text("\(unfinished)", .notice)))
        lines.append(Self.row("conversations resolved", "\(resolved)"))
        if let medianTimeToAnswer, let longTimeToAnswer {
            let spans = "median \(Spans.text(medianTimeToAnswer)), 95 in 100 within \(Spans.text(longTimeToAnswer))"
            lines.append(Self.row("time to answer", spans))
        }
        return lines + questions(style, listed)
    }

    /// With the threads, for `trace`.
    private func questions(_ style: TextStyle, _ listed: Int) -> [String] {
        guard !unanswered.isEmpty else { return [] }
        var lines = Self.rows("nothing answered", unansweredByCode)
        for question in unanswered.prefix(listed) {
            let time = Timestamp.rfc3339(question.askedAt).prefix(16).map { $0 == "T" ? " " : $0 }
            let why = (question.code?.rawValue ?? Self.ownChoice).padding(to: 18)
            lines.append("  \(style.text(String(time), .quiet))  \(why)\(PrintedText.escaped(question.threadID))")
            if let reason = question.reason.flatMap(PrintedText.line) { lines.append("    \(reason)") }
        }
        return lines
    }

    /// The sum, and each count below it, the most first.
    private static func rows(_ name: String, _ counts: [String: Int]) -> [String] {
        let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        return [row(name, "\(counts.values.reduce(0, +))")] + sorted.map { row("    \($0.key)", "\($0.value)") }
    }

    private static func row(_ name: String, _ value: String) -> String { name.padding(to: 26) + value }
}
