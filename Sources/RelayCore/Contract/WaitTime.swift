import FoundationEssentials

/// Waiting times as `retryAfterSeconds` has them: whole seconds, from 1 to a day.
package enum WaitTime {
    private static let longest = 86_400

    /// Rounded up.
    package static func seconds(_ seconds: Double) -> Int { seconds.rounded(.up).whole(in: 1...longest) }

    /// For something that another worker holds until `until` at the latest, and mostly gives back sooner: at most 5.
    package static func busy(until: Date, now: Date) -> Int { seconds(min(until.timeIntervalSince(now), 5)) }
}
