import FoundationEssentials
import HostCore
import HostDelivery
import HostSurface
import HostWorkers
import RelayCore

/// What a local host says of itself.
struct LocalHealth: HostHealth {
    let workers: Workers
    let queue: any HostQueue
    let figures: HostMetrics
    let observers: HostObservers
    /// nil where no traces are sent.
    let exporter: TraceExporter?
    let ambient: Ambient
    let folder: StateSpace
    let found: CheckFaults
    let historyErasure: HistoryErasure

    func faults() async -> [String: ReasonCode] {
        var faults = workers.misconfigurations.mapValues { _ in ReasonCode.badConfiguration }
        if (try? await queue.counts()) == nil { faults["queue"] = .storeUnavailable }
        if let fault = folder.fault() { faults["state"] = fault }
        return faults
    }

    /// An erasure that is not done yet keeps nobody from being answered.
    func checkFaults() async -> [String] {
        let names = found.names.filter { $0 != Self.history }
        return historyErasure.isFailing ? names + [Self.history] : names
    }

    /// As the check calls it.
    private static let history = "history"

    func waits() async -> [EventWait] { (try? await queue.waits()) ?? [] }

    func metrics() async -> String? {
        let now = ambient.now()
        guard let counts = try? await queue.counts(), let waits = try? await queue.waits(),
            let oldest = try? await queue.oldest(now: now)
        else { return nil }
        var table = figures.current
        for (state, count) in [("waiting", counts.waiting - counts.leased), ("running", counts.leased), ("dead", counts.dead)] {
            table.set(Double(count), of: HostMetric.queueEvents, state)
        }
        for (function, since) in oldest {
            table.set(max(0, now.timeIntervalSince(since)), of: HostMetric.oldestEvent, function)
        }
        for wait in waits {
            table.set(Double(wait.events), of: HostMetric.waitingEvents, wait.organization, wait.code.rawValue)
            table.set(
                wait.since.timeIntervalSince1970.rounded(.down), of: HostMetric.waitingSince, wait.organization,
                wait.code.rawValue)
        }
        for (function, count) in workers.restarts { table.set(Double(count), of: HostMetric.restarts, function) }
        table.set(Double(observers.dropped), of: HostMetric.droppedRecords)
        table.set(Double(exporter?.dropped ?? 0), of: HostMetric.droppedSpans)
        table.set(1, of: HostMetric.buildInfo, RelayVersion.text)
        ProcessFigures.add(to: &table)
        return table.text(HostMetric.all)
    }
}
