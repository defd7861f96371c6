import Synchronization

/// Lets a few pieces of work run at once, and the others wait. Tests run all at once: with a server, a database and
/// connections in each they would take more descriptors than a process may have (often 1024), and each other's time.
package enum FewAtOnce {
    private struct State {
        var free = 8
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private static let state = Mutex(State())
    @TaskLocal private static var isInside = false

    /// Work within work goes on at once.
    package static func run<Value>(
        isolation: isolated (any Actor)? = #isolation, _ work: () async throws -> Value
    ) async rethrows -> Value {
        if isInside { return try await work() }
        await enter()
        defer { leave() }
        return try await $isInside.withValue(true) { try await work() }
    }

    private static func enter() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                guard state.free > 0 else {
                    state.waiting.append(continuation)
                    return false
                }
                state.free -= 1
                return true
            }
            if isFree { continuation.resume() }
        }
    }

    private static func leave() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.free += 1
            return nil
        }
        next?.resume()
    }
}
