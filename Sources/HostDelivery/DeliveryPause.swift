import FoundationEssentials
import RelayCore

/// How long an event pauses before it is delivered again to see whether its wait is over. In seconds.
enum DeliveryPause {
    /// Between two looks whether another worker is done: a conversation is not kept waiting for longer than it must.
    private static let busy: (first: Double, longest: Double) = (0.25, 2)
    private static let outside: (first: Double, longest: Double) = (1, 300)

    /// - Parameter named: What the function asked for.
    static func seconds(_ wait: DeliveryWait, named: Double?) -> Double {
        switch wait.code {
        case .claimBusy, .leaseBusy: return min(grown(busy, wait.count), named ?? .infinity)
        // Who says when it is over knows.
        case .effectPending, .notBefore: return named ?? 1
        case .rateLimited, .dailyLimit: return named ?? grown(outside, wait.count)
        default: return max(grown(outside, wait.count), named ?? 0)
        }
    }

    private static func grown(_ pause: (first: Double, longest: Double), _ count: Int) -> Double {
        min(pause.first * Double(1 << min(count - 1, 16)), pause.longest)
    }
}
