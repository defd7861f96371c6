import FoundationEssentials
import HostDelivery
import RelayCore

/// An invocation on one line of a terminal.
package enum EventLine {
    /// `01-31 09:30:00  ai-turn  owner-is-human  42 ms  turn:7:m`
    package static func text(_ entry: HistoryEntry, _ style: TextStyle) -> String {
        let time = String(Timestamp.rfc3339(entry.ended).dropFirst(5).prefix(14).map { $0 == "T" ? " " : $0 }) + " "
        let function = PrintedText.escaped(entry.function).padding(to: 23)
        let how = (entry.code?.rawValue ?? entry.status.rawValue).padding(to: 19)
        let took = Spans.text(entry.worked).padding(to: 9)
        let columns = [time, function, how, took].reduce(0) { $0 + $1.count }
        let id = style.cut(PrintedText.escaped(entry.eventID), after: columns)
        return style.text(time, .quiet) + function + style.status(entry.status, how) + style.text(took + id, .quiet)
    }
}
