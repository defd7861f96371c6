import Foundation
import Operations
import RelayCore

/// Shows on stderr how far long work is, on a terminal's last line.
struct ProgressBar {
    private let total: Int
    private let isWanted: Bool
    private let start = Date()
    private var done = 0
    private var drawn: Date?

    /// Short work shows none; and it is not drawn more often than eyes see. In seconds.
    private static let (patience, pause) = (0.5, 0.05)

    init(_ total: Int, _ output: OutputOptions) {
        self.total = total
        isWanted = ProgressText.isWanted(
            isTerminal: isatty(STDERR_FILENO) == 1, json: output.json, environment: ProcessInfo.processInfo.environment)
    }

    /// One more is done.
    mutating func step() {
        done += 1
        let now = Date()
        guard isWanted, now >= start + Self.patience, done < total else { return }
        if let drawn, now < drawn + Self.pause { return }
        StandardStreams.writeError("\r\(ProgressText.line(done, of: total))")
        drawn = now
    }

    /// Makes room for what is printed, and at the end.
    mutating func hide() {
        guard drawn != nil else { return }
        StandardStreams.writeError("\r\u{1B}[K")
        drawn = nil
    }
}
