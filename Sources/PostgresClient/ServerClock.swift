import FoundationEssentials
import RelayCore

enum ServerClock {
    /// - Parameters:
    ///   - server: What the server's clock says.
    ///   - asked: By the clock of this machine, as `answered`.
    /// - Returns: nil where they agree well enough.
    static func problem(_ server: Date, between asked: Date, and answered: Date) -> PostgresError? {
        ClockDifference.seconds(server...server, between: asked, and: answered).map { .clock(seconds: $0) }
    }
}
