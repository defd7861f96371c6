import Conversations
import FoundationEssentials
import RelayCore

/// Looks, on a timer, for what no webhook told of: customers' messages that had no turn; and for sessions that are over.
struct ThreadSweep: LiveFunction {
    static let description = FunctionDescription(
        name: "thread-sweep",
        summary: "finds customers' messages that no webhook told of, and closes idle sessions",
        takes: [SweepTickEvent.pattern], emits: [MissedMessageEvent.pattern, SessionControlEvent.pattern],
        configuration: KeyUse.live + KeyUse.decision + [
            .optional(ConfigurationKeys.sweepEvery), .optional(ConfigurationKeys.sweepAfter),
            .optional(ConfigurationKeys.sweepWithin), .optional(ConfigurationKeys.sessionIdle),
        ])

    init(_ services: FunctionServices) {}

    /// The next tick comes by itself: one that HubSpot does not let through is over, and is not tried again.
    func handle(_ event: RelayEvent, _ services: OrganizationServices) async throws -> FunctionResult {
        let tick = try SweepTickEvent(event)
        // Where no timer is wanted, a tick is somebody's own.
        if let seconds = services.configuration[ConfigurationKeys.sweepEvery], seconds > 0,
            try await !SweepNotes(services).begin(seconds, at: tick.at)
        {
            return .skipped(.nothingToDo, "SWEEP_EVERY: this period has had its sweep")
        }
        let findings = try await Sweep(services).findings()
        let idle = try await IdleSessions(services).closings()
        var result = findings.result(closed: idle.count)
        result.events = findings.missed.map { event.following($0) } + idle.map { event.following($0) }
        return result
    }
}
