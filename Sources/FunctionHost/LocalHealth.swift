import HostCore
import HostDelivery
import HostSurface
import HostWorkers
import SQLiteQueue

/// What a local host says of itself.
struct LocalHealth: HostHealth {
    let workers: Workers
    let queue: SQLiteEventQueue
    let counters: HostCounters
    let observers: HostObservers

    func faults() async -> [String: String] {
        var faults = workers.misconfigurations
        if (try? await queue.counts()) == nil { faults["queue"] = "cannot be read" }
        return faults
    }

    func waits() async -> [EventWait] { (try? await queue.waits()) ?? [] }

    func metrics() async -> String? {
        guard let counts = try? await queue.counts(), let waits = try? await queue.waits() else { return nil }
        return counters.prometheus(counts, waits, restarts: workers.restarts, droppedRecords: observers.dropped)
    }
}
