import RelayCore

/// When a call is tried again within one invocation; what takes longer is left to the host, which delivers the event again and
/// serves others meanwhile. All times in seconds.
package struct RetryPolicy: Sendable {
    /// Waits before the second, third, … try.
    package var delays: [Double]
    /// The longest wait, for another try or for the rate limit.
    package var longestWait: Double
    /// The longest wait for the rate limit of a call that is right only at this moment: about as long as a call takes.
    package var longestWaitOfTheMoment: Double
    /// The longest that a write may take with all its tries and waits. Less than the time after which its caller looks
    /// whether it was done.
    package var writeBudget: Double
    /// A read that has less time than this is not begun.
    package var leastReadTime: Double
    /// The same of a write, which would most likely end with nobody knowing whether HubSpot acted.
    package var leastWriteTime: Double

    package init(
        delays: [Double] = [0.3, 1], longestWait: Double = 2, longestWaitOfTheMoment: Double = 0.5, writeBudget: Double = 25,
        leastReadTime: Double = 0.2, leastWriteTime: Double = 2
    ) {
        self.delays = delays
        self.longestWait = longestWait
        self.longestWaitOfTheMoment = longestWaitOfTheMoment
        self.writeBudget = writeBudget
        self.leastReadTime = leastReadTime
        self.leastWriteTime = leastWriteTime
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
        return max(Double(error.retryAfterSeconds ?? 0), delays[attempt])
    }
}
