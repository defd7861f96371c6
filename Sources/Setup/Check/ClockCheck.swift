import FoundationEssentials
import RelayCore

/// This machine's clock beside HubSpot's: a signature is good for a few minutes.
enum ClockCheck {
    static let name = "clock"

    /// Seconds that are nothing to speak of: a header has no fractions, and the answer was on its way.
    private static let tolerance: Double = 30

    /// - Parameters:
    ///   - header: HubSpot's `Date`.
    ///   - window: How far a signature's time may be off, in seconds.
    static func line(_ header: String?, now: Date, window: Double) -> CheckLine {
        guard let theirs = header.flatMap(HTTPDate.parse) else {
            return .warning(name, "not checked: HubSpot's answer names no time", fix: "Keep the clock right by NTP.")
        }
        let off = Int(now.timeIntervalSince(theirs).rounded())
        let says = "\(abs(off)) seconds \(off < 0 ? "behind" : "ahead of") HubSpot's"
        let fix = "Set the machine's clock by NTP."
        if Double(abs(off)) >= window { return .fault(name, "\(says): every webhook is refused", fix: fix) }
        if Double(abs(off)) > tolerance { return .warning(name, says, fix: fix) }
        return .ok(name, "as HubSpot's")
    }
}
