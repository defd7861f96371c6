import HostCore
import HostSurface
import HostWorkers
import RelayCore

/// What a container's host says of itself.
struct ContainerHealth: HostHealth {
    let workers: Workers

    func faults() async -> [String: ReasonCode] { workers.misconfigurations.mapValues { _ in .badConfiguration } }
    func checkFaults() async -> [String] { [] }
    /// What is to come again waits at the sender's.
    func waits() async -> [EventWait] { [] }
    /// The platform counts.
    func metrics() async -> String? { nil }
}
