import HostCore
import HostDelivery
import HostSurface
import HostWorkers
import RelayCore
import SQLiteQueue

/// What a local host says of itself.
struct LocalHealth: HostHealth {
    let workers: Workers
    let queue: SQLiteEventQueue
    let counters: HostCounters
    let observers: HostObservers

    let folder: StateSpace
    let found: CheckFaults

    func faults() async -> [String: ReasonCode] {
        var faults = workers.misconfigurations.mapValues { _ in ReasonCode.badConfiguration }
        if (try? await queue.counts()) == nil { faults["queue"] = .storeUnavailable }
        if let fault = folder.fault() { faults["state"] = fault }
        return faults
    }

    func checkFaults() async -> [String] { found.names }

    func waits() async -> [EventWait] { (try? await queue.waits()) ?? [] }

    func metrics() async -> String? {
        guard let counts = try? await queue.counts(), let waits = try? await queue.waits() else { return nil }
        return counters.prometheus(counts, waits, restarts: workers.restarts, droppedRecords: observers.dropped)
    }
}
