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
        var held: Set<Lease> = []
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

    func hold(_ leases: [Lease]) {
        state.withLock { state in
            state.held.formUnion(leases)
            if state.renewing == nil, !state.isClosed { state.renewing = Task { [self] in await renew() } }
        }
    }

    func release(_ lease: Lease) { state.withLock { _ = $0.held.remove(lease) } }

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
            let held = state.withLock { state -> Set<Lease> in
                if state.held.isEmpty || state.isClosed { state.renewing = nil }
                return state.isClosed ? [] : state.held
            }
            if held.isEmpty { return }
            do {
                let kept = try await queue.renew(Array(held), until: ambient.now() + Self.length)
                // Ended meanwhile, or taken over: whoever ends the event learns that, and says so.
                state.withLock { $0.held.subtract(held.subtracting(kept)) }
            } catch {
                logger.error("leases could not be renewed", metadata: ["detail": "\(type(of: error))"])
            }
        }
    }
}
