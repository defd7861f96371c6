import Synchronization

/// Lets so many deliveries of a lane run at once, and wakes the lane when it is worth looking for events.
final class LaneGate: Sendable {
    private struct State {
        var running = 0
        /// Events may wait that found no place.
        var isBacklogged = false
    }

    /// One signal is kept while the lane is busy.
    let wakeUps: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation
    private let limit: Int
    private let state = Mutex(State())

    init(limit: Int) {
        self.limit = limit
        (wakeUps, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    func wake() { signal.yield() }

    /// Ends ``wakeUps``.
    func close() { signal.finish() }

    /// How many more may run. Where none may, the end of one wakes the lane.
    func free() -> Int {
        state.withLock { state in
            state.isBacklogged = state.running >= limit
            return limit - state.running
        }
    }

    func begin(_ count: Int) { state.withLock { $0.running += count } }

    func end() {
        let isBacklogged = state.withLock { state in
            state.running -= 1
            return state.isBacklogged
        }
        if isBacklogged { wake() }
    }
}
