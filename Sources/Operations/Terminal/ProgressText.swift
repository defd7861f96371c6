import RelayCore

/// How far long work is, in one line.
package enum ProgressText {
    private static let width = 30

    /// `[##########                    ] 40 of 120`
    package static func line(_ done: Int, of total: Int) -> String {
        let filled = total > 0 ? min(width, max(0, done) * width / total) : width
        return "[" + String(repeating: "#", count: filled) + String(repeating: " ", count: width - filled)
            + "] \(done) of \(total)"
    }

    /// Whether somebody sees it, and wants to.
    /// - Parameter isTerminal: Whether stderr is one.
    package static func isWanted(isTerminal: Bool, json: Bool, environment: [String: String]) -> Bool {
        isTerminal && !json && environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
    }
}
