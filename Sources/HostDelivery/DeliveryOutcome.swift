import FoundationEssentials
import HostCore
import RelayCore

/// What becomes of an event after a delivery. Pure: the queue rules in one place.
enum DeliveryOutcome: Equatable {
    case complete
    case postpone(until: Date, isFault: Bool)
    case bury

    /// How long an event waits for a function that is not configured as it needs, in seconds. It is no fault of the event.
    static let misconfigurationWait: Double = 30
    /// The longest time between two faulty deliveries, in seconds.
    static let longestBackoff: Double = 900

    static func of(_ result: InvocationResult, attempts: Int, maximumReceives: Int, now: Date) -> DeliveryOutcome {
        switch result.status {
        case .done, .skipped: return .complete
        case .failed:
            if result.code == .badConfiguration { return .postpone(until: now + misconfigurationWait, isFault: false) }
            return .bury
        case .retry:
            if result.code?.isWait == true {
                return .postpone(until: now + Double(result.retryAfterSeconds ?? 1), isFault: false)
            }
            guard attempts + 1 < maximumReceives else { return .bury }
            let delay = result.retryAfterSeconds.map(Double.init) ?? backoff(attempts)
            return .postpone(until: now + min(delay, longestBackoff), isFault: true)
        }
    }

    /// 1, 4, 16, 64, … seconds.
    static func backoff(_ attempts: Int) -> Double { min(Double(1 << min(attempts * 2, 12)), longestBackoff) }
}
