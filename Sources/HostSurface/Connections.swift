import NIOCore
import Synchronization

/// Which connections are open. At the limit the one goes that has waited longest for a request, so that silent callers keep
/// nobody out.
final class Connections: Sendable {
    private struct Connection {
        let channel: any Channel
        /// Grows with time; nil while a request is worked on.
        var waitsSince: UInt64?

        func precedes(_ other: Self) -> Bool { (waitsSince ?? .max) < (other.waitsSince ?? .max) }
    }

    private struct State {
        var open: [ObjectIdentifier: Connection] = [:]
        var time: UInt64 = 0
    }

    private let limit: Int
    private let state = Mutex(State())

    init(limit: Int) { self.limit = limit }

    var count: Int { state.withLock { $0.open.count } }

    /// A new connection waits for its first request.
    func add(_ channel: any Channel) {
        let surplus = state.withLock { state -> (any Channel)? in
            state.time += 1
            let isFull = state.open.count >= limit
            let oldest = isFull ? state.open.filter { $0.value.waitsSince != nil }.min { $0.value.precedes($1.value) } : nil
            if isFull {
                guard let oldest else { return channel }
                state.open[oldest.key] = nil
            }
            state.open[ObjectIdentifier(channel)] = Connection(channel: channel, waitsSince: state.time)
            return oldest?.value.channel
        }
        surplus?.close(promise: nil)
    }

    /// A connection waits for a request from now on, or does so no longer.
    func set(_ channel: any Channel, waits: Bool) {
        state.withLock { state in
            state.time += 1
            state.open[ObjectIdentifier(channel)]?.waitsSince = waits ? state.time : nil
        }
    }

    func remove(_ channel: any Channel) { state.withLock { $0.open[ObjectIdentifier(channel)] = nil } }
}
