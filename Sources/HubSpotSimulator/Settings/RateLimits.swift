/// How many calls an app may make.
///
/// Source: https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines
package struct RateLimits: Sendable, Hashable {
    /// Whether too many calls are refused. Calls are counted and told in the headers in any case.
    package var isEnforced = true
    /// Calls within ten seconds, searches aside.
    package var tenSecondly = 190
    /// Calls from midnight to midnight.
    package var daily = 625_000
    /// Searches within a second.
    package var searchesPerSecond = 5
    /// Whether a refusal carries `Retry-After`, in seconds. HubSpot documents none.
    package var sendsRetryAfter = false

    package init() {}

    /// Counts, and never refuses.
    package static var unlimited: RateLimits {
        var limits = RateLimits()
        limits.isEnforced = false
        return limits
    }
}
