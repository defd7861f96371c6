import FoundationEssentials
import Logging
import RelayCore

/// Keeps the calls of a portal below HubSpot's rate limits, those of this process and of every other that shares what is known.
///
/// Each turn is taken of what all know. What cannot be asked or told is only this process's: HubSpot's answers tell each process how
/// near the limits are, and a tenth is kept back.
struct CommonRateLimits: Sendable {
    let limiter: RateLimiter
    /// nil: this process alone.
    let shared: (any SharedRateLimits)?
    let clock: @Sendable () -> Date
    let logger: Logger

    /// How long one change may be tried, in seconds.
    private static let patience: Double = 1
    /// How long nobody is asked once that failed, in seconds: it may have cost time, and would with the next call.
    private static let rest: Double = 10
    /// The longest pause that is shared, in seconds: nobody takes it back, and who asks too early is refused again.
    private static let longestPause: Double = 300
    /// How often others may come first: once for each call that a portal's window lets in at once, or nearly.
    private static let tries = 100

    func takeTurn(isSearch: Bool, now: Date, longestWait: Double) async -> RateLimits.Turn {
        let turn = await change { $0.takeTurn(isSearch: isSearch, now: now, longestWait: longestWait) }
        return turn ?? limiter.takeTurn(isSearch: isSearch, now: now, longestWait: longestWait)
    }

    func note(_ headers: [String: String], now: Date) async {
        guard shared != nil, let window = RateLimits.window(headers, now: now) else { return limiter.note(headers, now: now) }
        // Mostly it says what is known.
        var next = limiter.known
        next.note(window)
        guard next != limiter.known else { return }
        limiter.known = next
        await change { $0.note(window) }
    }

    func noteRefusal(_ limit: HubSpotError.Limit, retryAfter: Double, now: Date) async {
        limiter.noteRefusal(limit, retryAfter: retryAfter, now: now)
        guard limit != .daily else { return }
        await change { limits in limits.pauses[limit] = max(limits.pauses[limit] ?? now, now + min(retryAfter, Self.longestPause))
        }
    }

    /// Changes what all know, and takes it over.
    /// - Returns: nil where that cannot be.
    @discardableResult
    private func change<Value>(_ change: (inout RateLimits) -> Value) async -> Value? {
        guard let shared, clock() >= limiter.aloneUntil else { return nil }
        do throws(StoreError) {
            let end = clock() + Self.patience
            for _ in 0..<Self.tries where clock() < end {
                let record = try await shared.read()
                let standing = record.flatMap { RateLimits($0.text) } ?? RateLimits()
                var limits = standing
                let value = change(&limits)
                if limits != standing {
                    guard try await shared.write(limits.text, over: record?.version) else { continue }
                }
                limiter.known = limits
                return value
            }
            logger.warning("what is known of HubSpot's rate limits could not be shared", metadata: ["detail": "too many at once"])
        } catch {
            limiter.aloneUntil = clock() + Self.rest
            logger.warning("what is known of HubSpot's rate limits could not be shared", metadata: ["detail": "\(error)"])
        }
        return nil
    }
}
