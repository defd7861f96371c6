import RelayCore
import Synchronization

/// Events that wait to be sent, oldest first. One sender takes from it.
final class WebhookOutbox: Sendable {
    private struct State {
        var events: [JSON] = []
        var waker: AsyncStream<Void>.Continuation?
    }

    private let state = Mutex(State())

    var count: Int { state.withLock { $0.events.count } }

    func add(_ event: JSON) {
        state.withLock { $0.events.append(event) }
        wake()
    }

    /// Takes up to `limit` events.
    func take(_ limit: Int) -> [JSON] {
        state.withLock { state in
            let taken = Array(state.events.prefix(limit))
            state.events.removeFirst(taken.count)
            return taken
        }
    }

    /// A signal at once, for what waits already, and then for everything added; several may come as one. A second call
    /// ends the first one's signals.
    func signals() -> AsyncStream<Void> {
        let (stream, waker) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let former = state.withLock { state in
            defer { state.waker = waker }
            return state.waker
        }
        former?.finish()
        waker.yield()
        return stream
    }

    func reset() { state.withLock { $0.events = [] } }

    /// Makes the sender look again.
    func wake() { state.withLock { $0.waker }?.yield() }
}
