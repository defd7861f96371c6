import FoundationEssentials

/// Waiting times as `retryAfterSeconds` has them: whole seconds, at least 1.
package enum WaitTime {
    /// Rounded up.
    package static func seconds(_ seconds: Double) -> Int { max(1, Int(seconds.rounded(.up))) }

    /// For something that another worker holds until `until` at the latest, and mostly gives back sooner: at most 5.
    package static func busy(until: Date, now: Date) -> Int { seconds(min(until.timeIntervalSince(now), 5)) }
}
