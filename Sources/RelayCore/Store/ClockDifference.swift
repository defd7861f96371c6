import FoundationEssentials

/// Times are the clients' own: leases, claims and the wait before a write is done again rest on clocks that agree.
package enum ClockDifference {
    /// Two machines may each differ by it from the server, in seconds: less together than any of those outlasts the other's work.
    private static let longest: Double = 5

    /// - Parameters:
    ///   - server: What the server's clock says, from the earliest to the latest that it may mean.
    ///   - asked: By the clock of this machine, as `answered`.
    /// - Returns: How far the server is ahead, in seconds; nil where the clocks agree well enough.
    package static func seconds(_ server: ClosedRange<Date>, between asked: Date, and answered: Date) -> Int? {
        let difference =
            max(0, server.lowerBound.timeIntervalSince(answered)) + min(0, server.upperBound.timeIntervalSince(asked))
        return abs(difference) > longest ? Int(max(-1e9, min(difference, 1e9)).rounded()) : nil
    }
}
