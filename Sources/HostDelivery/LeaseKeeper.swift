import FoundationEssentials
import Logging
import RelayCore
import Synchronization

/// Keeps the leases of the events that are being worked on.
final class LeaseKeeper: Sendable {
    /// How long an event stays with a host that died, in seconds.
    static var length: Double { 30 }
    private static var renewal: Double { 10 }

    private struct State {
        /// Until when each lasts.
        var held: [Lease: Date] = [:]
        var renewing: Task<Void, Never>?
        var isClosed = false
    }

    private let queue: any EventQueue
    private let ambient: Ambient
    private let logger: Logger
    private let state = Mutex(State())

    init(queue: any EventQueue, ambient: Ambient, logger: Logger) {
        self.queue = queue
        self.ambient = ambient
        self.logger = logger
    }

    func hold(_ leases: [Lease], until end: Date) {
        state.withLock { state in
            for lease in leases { state.held[lease] = end }
            if state.renewing == nil, !state.isClosed { state.renewing = Task { [self] in await renew() } }
        }
    }

    func release(_ lease: Lease) { state.withLock { $0.held[lease] = nil } }

    /// Whether nobody else can have taken the event.
    func lasts(_ lease: Lease, at now: Date) -> Bool { state.withLock { $0.held[lease].map { now < $0 } ?? false } }

    func close() {
        state.withLock { state in
            state.isClosed = true
            state.renewing?.cancel()
        }
    }

    private func renew() async {
        while true {
            await ambient.sleep(Self.renewal)
            // One task at a time: who holds the next lease starts it again.
            let held = state.withLock { state -> [Lease] in
                if state.held.isEmpty || state.isClosed { state.renewing = nil }
                return state.isClosed ? [] : Array(state.held.keys)
            }
            if held.isEmpty { return }
            do {
                let end = ambient.now() + Self.length
                let kept = try await queue.renew(held, until: end)
                state.withLock { state in
                    // Ended meanwhile, or taken over: whoever ends the event learns that, and says so.
                    for lease in held where state.held[lease] != nil { state.held[lease] = kept.contains(lease) ? end : nil }
                }
            } catch {
                logger.error("leases could not be renewed", metadata: ["detail": "\(error.logDetail)"])
            }
        }
    }
}
