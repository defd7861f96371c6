/// How a one-shot run ends. The numbers are sysexits.h's.
package enum ExitCode: Int32, Sendable {
    /// done or skipped
    case ok = 0
    /// a wrong command line
    case usage = 64
    /// the input itself is bad
    case badInput = 65
    /// failed
    case failed = 70
    /// retry
    case retry = 75
    /// bad configuration; a host never restarts a function that ended so
    case badConfiguration = 78

    package init(_ result: FunctionResult) {
        switch result.status {
        case .done, .skipped: self = .ok
        case .retry: self = .retry
        case .failed:
            if result.code == .badConfiguration {
                self = .badConfiguration
            } else if result.code?.isBadInput == true {
                self = .badInput
            } else {
                self = .failed
            }
        }
    }
}
