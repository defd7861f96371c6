import RelayCore
import Synchronization

/// How often each event failed, as far as this process was given it: a sender by HTTP does not say how often it tried.
///
/// Bounded, and in memory: what came long ago, or to another container, is not known. A wait is no fault.
package final class FaultyDeliveries: Sendable {
    private struct Counts {
        var young: [EventKey: Int] = [:]
        var old: [EventKey: Int] = [:]

        subscript(key: EventKey) -> Int { young[key] ?? old[key] ?? 0 }

        mutating func forget(_ key: EventKey) {
            young[key] = nil
            old[key] = nil
        }
    }

    private let maximum: Int
    private let half: Int
    private let counts = Mutex(Counts())

    /// - Parameters:
    ///   - maximum: After so many faults a function is told that it is its last try, each time.
    ///   - capacity: How many events are known at most; the oldest go first.
    package init(maximum: Int, capacity: Int = 20_000) {
        self.maximum = maximum
        half = max(1, capacity / 2)
    }

    /// What the function is told of the delivery that follows.
    package func facts(_ key: EventKey) -> DeliveryFacts {
        let faults = counts.withLock { $0[key] }
        return DeliveryFacts(attempt: faults, isLast: faults + 1 >= maximum)
    }

    /// Progress lets the faults count anew.
    package func note(_ result: InvocationResult, of key: EventKey) {
        counts.withLock { counts in
            guard case .later(let code, _, _) = EventVerdict(result) else { return counts.forget(key) }
            if result.hasProgressed { counts.forget(key) }
            if code.isWait || code == .hostBusy { return }
            counts.young[key] = counts[key] + 1
            if counts.young.count >= half { (counts.old, counts.young) = (counts.young, [:]) }
        }
    }
}
