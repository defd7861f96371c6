import RelayCore
import Synchronization

/// Lets requests in until a host is to end, and knows when the last of them has its answer.
package final class RequestGate: Sendable {
    private struct State {
        var inside = 0
        var isClosed = false
    }

    private let state = Mutex(State())
    private let emptied: AsyncStream<Void>
    private let empty: AsyncStream<Void>.Continuation

    package init() { (emptied, empty) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1)) }

    package var isClosed: Bool { state.withLock { $0.isClosed } }

    /// - Returns: nil where the gate is closed.
    func passing<Value>(_ body: () async -> Value) async -> Value? {
        let isIn = state.withLock { state in
            if !state.isClosed { state.inside += 1 }
            return !state.isClosed
        }
        guard isIn else { return nil }
        defer {
            let isLast = state.withLock { state in
                state.inside -= 1
                return state.isClosed && state.inside == 0
            }
            if isLast { empty.finish() }
        }
        return await body()
    }

    /// Lets nobody in any more, and waits for those that are inside.
    /// - Returns: False where some are still inside after so many seconds.
    package func close(within seconds: Double, _ ambient: Ambient) async -> Bool {
        let isEmpty = state.withLock { state in
            state.isClosed = true
            return state.inside == 0
        }
        if isEmpty { return true }
        return await withTaskGroup(of: Bool.self) { group in
            group.addTask { [emptied] in
                for await _ in emptied {}
                return !Task.isCancelled
            }
            group.addTask {
                await ambient.sleep(seconds)
                return false
            }
            let isFirst = await group.next() ?? false
            group.cancelAll()
            return isFirst
        }
    }
}
