import FoundationEssentials
import RelayCore

/// How long one call may take, its tries and waits together.
struct CallBudget: Sendable {
    private let policy: RetryPolicy
    private let isWrite: Bool
    private let isOfTheMoment: Bool
    /// nil for no limit.
    private let end: Date?

    init(_ policy: RetryPolicy, isWrite: Bool, isOfTheMoment: Bool, begun: Date, deadline: Date?) {
        self.policy = policy
        self.isWrite = isWrite
        self.isOfTheMoment = isOfTheMoment
        let ends = [deadline, isWrite ? begun + policy.writeBudget : nil].compactMap(\.self)
        end = ends.min()
    }

    /// Seconds; more are left to the host.
    func longestWait(at now: Date) -> Double {
        let longest = isOfTheMoment ? min(policy.longestWait, policy.longestWaitOfTheMoment) : policy.longestWait
        guard let end else { return longest }
        return max(0, min(longest, end.timeIntervalSince(now) - least))
    }

    /// Seconds for a request that is sent now; nil when too little is left to begin one.
    func timeout(_ wanted: Double, at now: Date) -> Double? {
        guard let end else { return wanted }
        let left = end.timeIntervalSince(now)
        return left < least ? nil : min(wanted, left)
    }

    private var least: Double { isWrite ? policy.leastWriteTime : policy.leastReadTime }
}
