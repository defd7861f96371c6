import FoundationEssentials
import RelayCore
import Synchronization

/// Keeps calls below HubSpot's rate limits, as far as HubSpot's answers tell how near they are.
///
/// HubSpot counts over a rolling window and tells what remains of it; between two answers what was used comes back evenly.
/// The last tenth is touched only slowly: it belongs to other processes and to people who wait.
/// Source: https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines
final class RateLimiter: Sendable {
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

    private struct Window {
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

    private struct State {
        var window: Window?
        var pauses: [HubSpotError.Limit: Date] = [:]
        /// When the latest searches are or were due, the oldest first.
        var searches: [Date] = []
    }

    private let state = Mutex(State())

    /// Takes a turn, unless it comes too late.
    func takeTurn(isSearch: Bool, now: Date, longestWait: Double) -> Turn {
        state.withLock { state in
            var (due, limit) = (now, HubSpotError.Limit.tenSeconds)
            func delay(until date: Date, _ reason: HubSpotError.Limit) {
                if date > due { (due, limit) = (date, reason) }
            }
            let remaining = state.window.map { $0.remaining(at: now) - 1 }
            if let window = state.window, let remaining, remaining < window.max * Self.reserve {
                delay(until: now + (window.max * Self.reserve - remaining) * window.interval / window.max, .tenSeconds)
            }
            if isSearch, state.searches.count == Self.searchesPerSecond { delay(until: state.searches[0] + 1, .second) }
            for (limit, end) in state.pauses where limit != .second || isSearch { delay(until: end, limit) }
            let seconds = due.timeIntervalSince(now)
            guard seconds <= longestWait else { return .tooLate(seconds, limit) }
            if let remaining {
                state.window?.remaining = remaining
                state.window?.seenAt = now
            }
            if isSearch { state.searches = (state.searches + [due]).suffix(Self.searchesPerSecond) }
            return seconds > 0 ? .after(seconds) : .now
        }
    }

    /// Reads what an answer says of the window; nothing where it says nothing.
    func note(_ headers: [String: String], now: Date) {
        func number(_ name: String) -> Int? { headers["x-hubspot-ratelimit-\(name)"].flatMap { Int($0) } }
        guard let max = number("max"), max > 0, let remaining = number("remaining") else { return }
        let interval = number("interval-milliseconds") ?? 10_000
        guard interval > 0 else { return }
        let window = Window(
            max: Double(min(max, Self.largestMaximum)), interval: Double(min(interval, Self.longestInterval)) / 1000,
            remaining: Double(Swift.max(0, min(remaining, max, Self.largestMaximum))), seenAt: now)
        state.withLock { $0.window = window }
    }

    /// HubSpot refused a call for a limit: it is not asked again before that is over. The daily limit may be raised at any
    /// moment, and each event that meets it is put off for long: nothing is held back for it.
    func noteRefusal(_ limit: HubSpotError.Limit, retryAfter: Double, now: Date) {
        guard limit != .daily else { return }
        state.withLock { $0.pauses[limit] = now + retryAfter }
    }
}
