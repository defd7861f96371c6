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

    private var lines: [Key: [String]] = [:]
    private var bytes = 0

    private static let mostBytes = 4 * 1024 * 1024
    /// Of one invocation.
    private static let mostLines = 100

    mutating func add(_ line: Line) {
        // Lines that nobody took, of events that never ended.
        if bytes + line.text.utf8.count > Self.mostBytes { (lines, bytes) = ([:], 0) }
        guard lines[line.key, default: []].count < Self.mostLines else { return }
        lines[line.key, default: []].append(line.text)
        bytes += line.text.utf8.count
    }

    mutating func take(_ eventID: String, _ function: String) -> [String] {
        guard !lines.isEmpty, let taken = lines.removeValue(forKey: Key(eventID: eventID, function: function)) else { return [] }
        bytes -= taken.reduce(0) { $0 + $1.utf8.count }
        return taken
    }
}
