import FoundationEssentials

/// Times are the clients' own: leases, claims and the wait before a write is done again rest on clocks that agree.
enum ServerClock {
    /// Two machines may each differ by it from the server: less together than any of those outlasts the other's work.
    private static let longest: Double = 5

    /// - Parameters:
    ///   - server: What the server's clock says.
    ///   - asked: By the clock of this machine, as `answered`.
    /// - Returns: nil where they agree well enough.
    static func problem(_ server: Date, between asked: Date, and answered: Date) -> PostgresError? {
        let difference = max(0, server.timeIntervalSince(answered)) + min(0, server.timeIntervalSince(asked))
        guard abs(difference) > longest else { return nil }
        return .clock(seconds: Int(max(-1e9, min(difference, 1e9)).rounded()))
    }
}
