import Logging
import RelayCore
import Synchronization

/// Log lines of workers, kept.
final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    /// Whose lines these are.
    var logger: Logger {
        Logger(label: "test") { _ in LineLogHandler(level: .info, asText: false) { self.add($0) } }
    }

    func count(_ message: String) -> Int { all.count { $0.contains(message) } }

    func add(_ line: String) { lines.withLock { $0.append(line) } }
}
