import FoundationEssentials
import HostCore
import Logging
import RelayCore
import ServiceLifecycle

/// Queues a tick for each organization when one of its periods begins. Periods begin at the same times everywhere: a host that is
/// started again, and a second host, make the same tick, which is worked on once.
struct SweepTimer: Service {
    /// In seconds, by organization.
    private let periods: [String: Double]
    private let sink: any EventSink
    private let ambient: Ambient
    private let logger: Logger
    /// Until a tick that could not be queued is tried again, in seconds.
    private static let pause: Double = 5

    /// nil where nothing is swept.
    init?(_ periods: [String: Double], sink: any EventSink, ambient: Ambient, logger: Logger) {
        if periods.isEmpty { return nil }
        self.periods = periods
        self.sink = sink
        self.ambient = ambient
        self.logger = logger
    }

    func run() async throws { await cancelWhenGracefulShutdown { await tick() } }

    /// Until the task is cancelled.
    func tick() async {
        var begun: [String: Date] = [:]
        while !Task.isCancelled {
            let now = ambient.now()
            var next = now + (periods.values.min() ?? 0)
            for (organization, period) in periods {
                let begin = Self.begin(of: period, at: now)
                next = min(next, begin + period)
                if begun[organization] == begin { continue }
                if await queue(SweepTickEvent(at: begin), of: organization) {
                    begun[organization] = begin
                } else {
                    next = min(next, now + Self.pause)
                }
            }
            await ambient.sleep(max(0.01, next.timeIntervalSince(ambient.now())))
        }
    }

    private func queue(_ tick: SweepTickEvent, of organization: String) async -> Bool {
        do {
            try await sink.accept([EncodedEvent(RelayEvent(tick, organization: organization, unique: ambient.uniqueID()))])
            return true
        } catch {
            logger.error("a tick could not be queued", metadata: ["detail": "\(type(of: error))"])
            return false
        }
    }

    private static func begin(of period: Double, at date: Date) -> Date {
        Date(timeIntervalSince1970: (date.timeIntervalSince1970 / period).rounded(.down) * period)
    }
}
