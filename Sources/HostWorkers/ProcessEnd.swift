import Foundation

/// How a process ended.
enum ProcessEnd: Sendable, Hashable, CustomStringConvertible {
    case exited(Int32)
    /// By a signal.
    case killed(Int32)
    case unknown

    /// Somebody ended the process; its work did not. What a process is sent for its own doing (a trap, a wrong address) is none
    /// of these.
    var isFromOutside: Bool {
        guard case .killed(let signal) = self else { return false }
        return [SIGKILL, SIGTERM, SIGINT, SIGHUP, SIGQUIT].contains(signal)
    }

    var description: String {
        switch self {
        case .exited(let code): "ended with \(code)"
        case .killed(let signal): "was ended by signal \(signal)"
        case .unknown: "ended"
        }
    }
}
