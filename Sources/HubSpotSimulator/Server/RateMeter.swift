import FoundationEssentials
import RelayCore
import Synchronization

/// Counts the calls of the app, and refuses those that are too many.
final class RateMeter: Sendable {
    fileprivate struct State {
        var calls = Window(length: 10)
        var searches = Window(length: 1)
        var day = 0
        var today = 0
    }

    private let state = Mutex(State())

    /// Counts a call.
    /// - Returns: The headers of its answer; searches have none.
    /// - Throws: 429 when it is one too many, which does not count.
    func count(_ operation: Operation, _ limits: RateLimits, at now: Date) throws(Refusal) -> [String: String] {
        let outcome: Result<[String: String], Refusal> = state.withLock { state in
            state.forget(before: now)
            if operation.isSearch { return state.search(limits, at: now).map { [:] } }
            if limits.isEnforced, state.today >= limits.daily {
                return .failure(.dailyLimit(limits, retryAfter: Self.secondsLeft(ofDay: state.day, at: now)))
            }
            if limits.isEnforced, state.calls.count >= limits.tenSecondly {
                let wait = state.calls.oldest.map { $0 + 10 }?.timeIntervalSince(now) ?? 10
                return .failure(
                    .tenSecondLimit(limits, today: state.today, retryAfter: Int(max(1, wait.rounded(.up)))))
            }
            state.calls.append(now)
            state.today += 1
            return .success(Self.headers(limits, window: state.calls.count, today: state.today))
        }
        return try outcome.get()
    }

    func usedToday(at now: Date) -> Int {
        state.withLock { state in
            state.forget(before: now)
            return state.today
        }
    }

    func reset() { state.withLock { $0 = State() } }

    static func headers(_ limits: RateLimits, window: Int, today: Int) -> [String: String] {
        [
            "X-HubSpot-RateLimit-Max": String(limits.tenSecondly),
            "X-HubSpot-RateLimit-Remaining": String(max(0, limits.tenSecondly - window)),
            "X-HubSpot-RateLimit-Interval-Milliseconds": "10000", "X-HubSpot-RateLimit-Daily": String(limits.daily),
            "X-HubSpot-RateLimit-Daily-Remaining": String(max(0, limits.daily - today)),
        ]
    }

    // MARK: Days

    private static let dayLength = 86_400

    /// Counted from 1970, in UTC.
    static func day(of date: Date) -> Int { Int(date.timeIntervalSince1970) / dayLength }

    static func end(ofDay day: Int) -> Date { Date(timeIntervalSince1970: Double((day + 1) * dayLength)) }

    private static func secondsLeft(ofDay day: Int, at now: Date) -> Int {
        Int(end(ofDay: day).timeIntervalSince(now).rounded(.up))
    }
}

extension RateMeter.State {
    fileprivate mutating func forget(before now: Date) {
        calls.forget(before: now)
        searches.forget(before: now)
        let today = RateMeter.day(of: now)
        if today != day { (day, self.today) = (today, 0) }
    }

    fileprivate mutating func search(_ limits: RateLimits, at now: Date) -> Result<Void, Refusal> {
        if limits.isEnforced, searches.count >= limits.searchesPerSecond {
            return .failure(limits.sendsRetryAfter ? .searchLimit.retrying(after: 1) : .searchLimit)
        }
        searches.append(now)
        return .success(())
    }
}

/// The instants of the last seconds, oldest first; forgetting costs nothing however many there are.
private struct Window {
    let length: Double
    private var instants: [Date] = []
    private var forgotten = 0

    init(length: Double) { self.length = length }

    var count: Int { instants.count - forgotten }
    var oldest: Date? { count > 0 ? instants[forgotten] : nil }

    mutating func append(_ instant: Date) { instants.append(instant) }

    mutating func forget(before now: Date) {
        while let oldest, oldest <= now - length { forgotten += 1 }
        // A clock that was moved back must not refuse for ever. Calls at the same time may come here in any order.
        if let newest = instants.last, newest > now + length { forgotten = instants.count }
        guard forgotten > 1024, forgotten > instants.count / 2 else { return }
        instants.removeFirst(forgotten)
        forgotten = 0
    }
}
