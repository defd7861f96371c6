import FoundationEssentials
import RelayCore

/// How long one call may take, its tries and waits together.
struct CallBudget: Sendable {
    private let policy: RetryPolicy
    private let isWrite: Bool
    private let isOfTheMoment: Bool
    /// nil for no limit.
    private let end: Date?
    private let hasDeadline: Bool

    init(_ policy: RetryPolicy, isWrite: Bool, isOfTheMoment: Bool, begun: Date, deadline: Date?) {
        self.policy = policy
        self.isWrite = isWrite
        self.isOfTheMoment = isOfTheMoment
        hasDeadline = deadline != nil
        let ends = [deadline, isWrite ? begun + policy.writeBudget : nil].compactMap(\.self)
        end = ends.min()
    }

    /// Seconds; more are left to the host, which has others to serve meanwhile.
    func longestWait(at now: Date) -> Double {
        var longest = hasDeadline ? policy.longestWaitInBudget : policy.longestWait
        if isOfTheMoment { longest = min(longest, policy.longestWaitOfTheMoment) }
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
