import RelayCore
import Synchronization

/// Fans out what happens at a host to any number of observers.
package final class HostObservers: HostObserver {
    private struct State {
        var streams: [Int: AsyncStream<InvocationRecord>.Continuation] = [:]
        var nextID = 0
        var isFinished = false
        var dropped = 0
    }

    private let observers: [any HostObserver]
    private let state = Mutex(State())

    /// - Parameter observers: Those that miss nothing.
    package init(_ observers: [any HostObserver] = []) { self.observers = observers }

    /// Every invocation that ends from now on, until the host ends.
    /// - Parameter limit: How many are kept for a reader that is slow; then it loses the oldest.
    package func stream(limit: Int = 1000) -> AsyncStream<InvocationRecord> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: InvocationRecord.self, bufferingPolicy: .bufferingNewest(limit))
        let id = state.withLock { state -> Int? in
            guard !state.isFinished else { return nil }
            state.nextID += 1
            state.streams[state.nextID] = continuation
            return state.nextID
        }
        guard let id else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in _ = self?.state.withLock { $0.streams.removeValue(forKey: id) } }
        return stream
    }

    /// How many records slow readers of streams have lost.
    package var dropped: Int { state.withLock { $0.dropped } }

    /// Ends every stream.
    package func finish() {
        let streams = state.withLock { state in
            state.isFinished = true
            return state.streams.values.map { $0 }
        }
        for stream in streams { stream.finish() }
    }

    package func invocationEnded(_ record: InvocationRecord) {
        for observer in observers { observer.invocationEnded(record) }
        let streams = state.withLock { $0.streams.isEmpty ? [] : Array($0.streams.values) }
        for stream in streams {
            if case .dropped = stream.yield(record) { state.withLock { $0.dropped += 1 } }
        }
    }

    package func eventUnrouted(_ type: String) {
        for observer in observers { observer.eventUnrouted(type) }
    }

    package func duplicatesAdded(_ count: Int) {
        for observer in observers { observer.duplicatesAdded(count) }
    }

    package func requestRefused(_ code: ReasonCode) {
        for observer in observers { observer.requestRefused(code) }
    }
}
