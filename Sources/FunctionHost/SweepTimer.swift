import FoundationEssentials
import HostCore
import HostDelivery
import Logging
import RelayCore
import ServiceLifecycle

/// Queues a tick for each organization when one of its periods begins. Of several hosts one does so, and another goes on where it
/// ends. Periods begin at the same times everywhere: a host that is started again, or takes over, makes the same tick, which is worked
/// on once.
struct SweepTimer: Service {
    /// In seconds, by organization.
    private let periods: [String: Double]
    private let sink: any EventSink
    private let hosts: any Leading
    private let ambient: Ambient
    private let logger: Logger
    /// Until a tick that could not be queued is tried again, in seconds.
    private static let pause: Double = 5
    /// How long after a tick is due its host is waited for, in seconds.
    private static let grace: Double = 15
    private static let work = "sweep"

    /// nil where nothing is swept.
    init?(_ periods: [String: Double], sink: any EventSink, hosts: any Leading, ambient: Ambient, logger: Logger) {
        if periods.isEmpty { return nil }
        self.periods = periods
        self.sink = sink
        self.hosts = hosts
        self.ambient = ambient
        self.logger = logger
    }

    func run() async throws { await cancelWhenGracefulShutdown { await tick() } }

    /// Until the task is cancelled.
    func tick() async {
        let owner = ambient.uniqueID()
        var begun: [String: Date] = [:]
        while !Task.isCancelled {
            let now = ambient.now()
            let begins = periods.mapValues { Self.begin(of: $0, at: now) }
            let next = periods.compactMap { organization, period in begins[organization].map { $0 + period } }.min() ?? now
            let due = begins.filter { begun[$0.key] != $0.value }
            let retry = due.isEmpty ? nil : await queue(due, &begun, owner, until: next + Self.grace, now)
            await ambient.sleep(max(0.01, min(next, retry ?? next).timeIntervalSince(ambient.now())))
        }
        // Where it cannot be told, the others wait a little longer.
        try? await hosts.resign(Self.work, owner: owner)
    }

    /// Queues ticks, where this host leads.
    /// - Parameter end: How long it is to lead.
    /// - Returns: When it is worth trying again before anything else is due.
    private func queue(
        _ due: [String: Date], _ begun: inout [String: Date], _ owner: String, until end: Date, _ now: Date
    ) async -> Date? {
        do {
            if case .busy(let busy, _) = try await hosts.lead(Self.work, owner: owner, until: end, now: now) { return busy }
            for (organization, begin) in due {
                let tick = RelayEvent(SweepTickEvent(at: begin), organization: organization, unique: ambient.uniqueID())
                try await sink.accept([EncodedEvent(tick)])
                begun[organization] = begin
            }
            return nil
        } catch {
            logger.error("a tick could not be queued", metadata: ["detail": "\(error.logDetail)"])
            return now + Self.pause
        }
    }

    private static func begin(of period: Double, at date: Date) -> Date {
        Date(timeIntervalSince1970: (date.timeIntervalSince1970 / period).rounded(.down) * period)
    }
}
