import HostCore
import RelayCore

/// Lines that workers logged, until the invocation that they belong to is written.
struct HistoryLogLines {
    /// A line as JSON (`LOG_FORMAT=json`) names its function and its event; of any other it cannot be told whose it is.
    struct Line {
        let text: String
        fileprivate let key: Key

        /// nil for a line of nobody's, and for the one that says what the entry says.
        init?(_ text: String) {
            guard text.utf8.first == UInt8(ascii: "{"), !text.contains(#""message":"invocation ended""#),
                let json = try? JSON.parse(Array(text.utf8)), let eventID = json["event"]?.string,
                let function = json["function"]?.string
            else { return nil }
            self.text = text
            key = Key(eventID: eventID, function: function)
        }
    }

    fileprivate struct Key: Hashable {
        let eventID: String
        let function: String
    }

    /// Lines that came at about the same time.
    private struct Generation {
        var lines: [Key: [String]] = [:]
        var bytes = 0

        mutating func take(_ key: Key) -> [String] {
            guard !lines.isEmpty, let taken = lines.removeValue(forKey: key) else { return [] }
            bytes -= taken.reduce(0) { $0 + $1.utf8.count }
            return taken
        }
    }

    private var old = Generation()
    private var young = Generation()
    private var lost = 0

    /// Of the two generations each.
    private static let mostBytes = 2 * 1024 * 1024
    /// Of one invocation.
    private static let mostLines = 100

    mutating func add(_ line: Line) {
        guard (old.lines[line.key]?.count ?? 0) + (young.lines[line.key]?.count ?? 0) < Self.mostLines else {
            lost += 1
            return
        }
        let size = line.text.utf8.count
        if young.bytes + size > Self.mostBytes {
            // What nobody took for so long, mostly of events that never ended.
            lost += old.lines.values.reduce(0) { $0 + $1.count }
            (old, young) = (young, Generation())
        }
        young.lines[line.key, default: []].append(line.text)
        young.bytes += size
    }

    mutating func take(_ eventID: String, _ function: String) -> [String] {
        let key = Key(eventID: eventID, function: function)
        return old.take(key) + young.take(key)
    }

    /// How many lines there was no room for since the last call.
    mutating func takeLost() -> Int {
        defer { lost = 0 }
        return lost
    }
}
