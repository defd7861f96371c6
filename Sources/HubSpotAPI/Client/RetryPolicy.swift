import RelayCore

/// When a call is tried again within one invocation; what takes longer is left to the host.
package struct RetryPolicy: Sendable {
    /// Waits before the second, third, … try, in seconds.
    package var delays: [Double]
    /// A longer `Retry-After` is not waited for here, in seconds.
    package var longestWait: Double

    package init(delays: [Double] = [0.3, 1], longestWait: Double = 2) {
        self.delays = delays
        self.longestWait = longestWait
    }

    /// The wait before try number `attempt` + 1, or nil to give up.
    /// - Parameter isWrite: A write is tried again only where HubSpot certainly did not act.
    func delay(after error: HubSpotError, attempt: Int, isWrite: Bool) -> Double? {
        guard attempt < delays.count else { return nil }
        switch error.category {
        case .connectionFailed, .rateLimited, .locked: break
        case .unavailable, .ambiguous: if isWrite { return nil }
        default: return nil
        }
        let wait = max(Double(error.retryAfterSeconds ?? 0), delays[attempt])
        return wait <= longestWait ? wait : nil
    }
}
