import FoundationEssentials
import RelayCore
import Synchronization

/// Keeps this process's calls of a portal below HubSpot's rate limits.
final class RateLimiter: Sendable {
    private let limits = Mutex(RateLimits())
    private let alone = Mutex(Date.distantPast)

    /// What this process knows.
    var known: RateLimits {
        get { limits.withLock { $0 } }
        set { limits.withLock { $0 = newValue } }
    }

    /// Until when this process keeps to what it knows itself.
    var aloneUntil: Date {
        get { alone.withLock { $0 } }
        set { alone.withLock { $0 = newValue } }
    }

    /// Takes a turn, unless it comes too late.
    func takeTurn(isSearch: Bool, now: Date, longestWait: Double) -> RateLimits.Turn {
        limits.withLock { $0.takeTurn(isSearch: isSearch, now: now, longestWait: longestWait) }
    }

    /// Reads what an answer says of the window; nothing where it says nothing.
    func note(_ headers: [String: String], now: Date) {
        if let window = RateLimits.window(headers, now: now) { limits.withLock { $0.window = window } }
    }

    /// HubSpot refused a call for a limit: it is not asked again before that is over. The daily limit may be raised at any
    /// moment, and each event that meets it is put off for long: nothing is held back for it.
    func noteRefusal(_ limit: HubSpotError.Limit, retryAfter: Double, now: Date) {
        guard limit != .daily else { return }
        limits.withLock { $0.pauses[limit] = now + retryAfter }
    }
}
