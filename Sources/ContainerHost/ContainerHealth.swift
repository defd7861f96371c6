import HostCore
import HostDelivery
import HostSurface
import HostWorkers
import RelayCore

/// What a container's host says of itself.
struct ContainerHealth: HostHealth {
    let workers: Workers
    let ways: EventWays

    func faults() async -> [String: ReasonCode] {
        var faults = workers.misconfigurations.mapValues { _ in ReasonCode.badConfiguration }
        if await ways.reach?.isFailing() == true { faults["queue"] = .storeUnavailable }
        return faults
    }

    /// An erasure that is not done yet keeps nobody from being answered.
    func checkFaults() async -> [String] {
        if case .postgres(let queue) = ways.queue, queue.historyErasure.isFailing { ["history"] } else { [] }
    }

    /// What is to come again waits at the sender's.
    func waits() async -> [EventWait] { [] }
    /// The platform counts.
    func metrics() async -> String? { nil }
}
