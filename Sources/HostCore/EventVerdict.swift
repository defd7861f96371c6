import RelayCore

/// What becomes of an event whose sender waits for that, and gives it again where it is told to: a platform's queue or broker.
package enum EventVerdict: Sendable {
    /// The work is done, and what it emitted is stored.
    case done(InvocationResult)
    /// The sender gives it again, after so many seconds.
    case later(ReasonCode, message: String?, seconds: Int)
    /// It is of no use to give it again: the sender puts it to its dead letters.
    case refused(ReasonCode, message: String?)

    /// What a function's result means for the sender.
    package init(_ result: InvocationResult) {
        let code = result.code ?? .internalError
        switch result.status {
        case .done, .skipped: self = .done(result)
        case .failed where result.isHopeless: self = .refused(code, message: result.message)
        case .failed, .retry:
            self = .later(code, message: result.message, seconds: result.retryAfterSeconds ?? Self.pause(code))
        }
    }

    /// Where the function names no time. The sender lets its pauses grow by itself.
    private static func pause(_ code: ReasonCode) -> Int {
        switch code.wait {
        case .turn: 1
        case .outside: 30
        case nil: code == .hostBusy ? 1 : 5
        }
    }
}
