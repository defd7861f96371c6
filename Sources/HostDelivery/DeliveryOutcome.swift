import FoundationEssentials
import HostCore
import RelayCore

/// What becomes of an event after a delivery. Pure: the queue rules in one place.
package enum DeliveryOutcome: Equatable {
    case complete
    case postpone(until: Date, DeliveryTries)
    case bury

    /// The longest time between two faulty deliveries, in seconds.
    static let longestBackoff: Double = 900
    /// How long an event waits for something outside it, in seconds: three days, so that a weekend may lie between.
    static let longestWait: Double = 259_200
    /// How often in a row a worker may be killed over an event before that counts: an event may be what the memory ran out for.
    static let kills = 10

    package static func of(
        _ result: InvocationResult, after tries: DeliveryTries, maximumReceives: Int, now: Date
    ) -> DeliveryOutcome {
        switch result.status {
        case .done, .skipped: return .complete
        case .failed where result.isHopeless: return .bury
        case .failed, .retry: break
        }
        let seconds = result.retryAfterSeconds.map(Double.init)
        let faults = result.hasProgressed ? 0 : tries.faults
        guard let code = result.code, let wait = DeliveryWait(code, after: tries.wait, now: now) else {
            return fault(faults + 1, maximumReceives, now + min(seconds ?? backoff(faults), longestBackoff), nil)
        }
        let due = now + DeliveryPause.seconds(wait, named: seconds)
        if wait.code == .workerUnavailable, wait.count > kills { return fault(faults + 1, maximumReceives, due, wait) }
        if wait.code.wait == .outside, now.timeIntervalSince(wait.since) >= longestWait {
            // What the function can do on its last try is done before the event is given up.
            return fault(max(faults + 1, maximumReceives - 1), maximumReceives, due, wait)
        }
        return .postpone(until: due, DeliveryTries(faults: faults, wait: wait))
    }

    private static func fault(
        _ faults: Int, _ maximumReceives: Int, _ due: Date, _ wait: DeliveryWait?
    ) -> DeliveryOutcome {
        faults < maximumReceives ? .postpone(until: due, DeliveryTries(faults: faults, wait: wait)) : .bury
    }

    /// 1, 4, 16, 64, … seconds.
    private static func backoff(_ faults: Int) -> Double { Double(1 << min(faults * 2, 12)) }
}

extension DeliveryTries {
    /// What a function is told of the delivery that follows.
    package func facts(maximumReceives: Int) -> DeliveryFacts {
        DeliveryFacts(
            attempt: faults, isLast: faults + 1 >= maximumReceives,
            waitingSince: wait?.code.wait == .outside ? wait?.since : nil)
    }
}
