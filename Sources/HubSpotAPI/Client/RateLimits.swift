import FoundationEssentials
import RelayCore

/// What is known of a portal's rate limits, as far as HubSpot's answers tell how near they are.
///
/// HubSpot counts over a rolling window and tells what remains of it; between two answers what was used comes back evenly.
/// The last tenth is touched only slowly: it belongs to other programs and to people who wait.
/// Source: https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines
struct RateLimits: Sendable, Hashable {
    /// Searches have a limit of their own, five a second for a whole account, and no headers.
    static let searchesPerSecond = 4
    /// How much of the window is kept back.
    static let reserve = 0.1
    /// HubSpot's window is ten seconds and some hundred calls. Who answers in its stead may name any number.
    private static let longestInterval = 60_000
    private static let largestMaximum = 1_000_000

    enum Turn: Sendable, Hashable {
        case now
        /// The turn is taken; it comes after so many seconds.
        case after(Double)
        /// No turn is taken: it would come after so many seconds only.
        case tooLate(Double, HubSpotError.Limit)
    }

    struct Window: Sendable, Hashable {
        var max: Double
        /// Seconds
        var interval: Double
        /// Below zero when turns are given ahead.
        var remaining: Double
        var seenAt: Date

        func remaining(at now: Date) -> Double {
            min(max, remaining + Swift.max(0, now.timeIntervalSince(seenAt)) * max / interval)
        }
    }

    var window: Window?
    var pauses: [HubSpotError.Limit: Date] = [:]
    /// When the latest searches are or were due, the oldest first.
    var searches: [Date] = []

    /// Takes a turn, unless it comes too late.
    mutating func takeTurn(isSearch: Bool, now: Date, longestWait: Double) -> Turn {
        var (due, limit) = (now, HubSpotError.Limit.tenSeconds)
        func delay(until date: Date, _ reason: HubSpotError.Limit) {
            if date > due { (due, limit) = (date, reason) }
        }
        let remaining = window.map { $0.remaining(at: now) - 1 }
        if let window, let remaining, remaining < window.max * Self.reserve {
            delay(until: now + (window.max * Self.reserve - remaining) * window.interval / window.max, .tenSeconds)
        }
        if isSearch, searches.count == Self.searchesPerSecond { delay(until: searches[0] + 1, .second) }
        for (limit, end) in pauses where limit != .second || isSearch { delay(until: end, limit) }
        let seconds = due.timeIntervalSince(now)
        guard seconds <= longestWait else { return .tooLate(seconds, limit) }
        if let remaining {
            window?.remaining = remaining
            window?.seenAt = now
        }
        if isSearch { searches = (searches + [due]).suffix(Self.searchesPerSecond) }
        return seconds > 0 ? .after(seconds) : .now
    }

    /// What an answer says of the window; nil where it says nothing.
    static func window(_ headers: [String: String], now: Date) -> Window? {
        func number(_ name: String) -> Int? { headers["x-hubspot-ratelimit-\(name)"].flatMap { Int($0) } }
        guard let max = number("max"), max > 0, let remaining = number("remaining") else { return nil }
        let interval = number("interval-milliseconds") ?? 10_000
        guard interval > 0 else { return nil }
        return Window(
            max: Double(min(max, largestMaximum)), interval: Double(min(interval, longestInterval)) / 1000,
            remaining: Double(Swift.max(0, min(remaining, max, largestMaximum))), seenAt: now)
    }

    /// Takes in what an answer told, where others may have taken turns of which it knows nothing: then the lesser number counts.
    mutating func note(_ told: Window) {
        guard let known = window, known.max == told.max, known.interval == told.interval else {
            window = told
            return
        }
        let remaining = known.remaining(at: told.seenAt)
        if told.remaining < remaining { window = told }
    }
}
