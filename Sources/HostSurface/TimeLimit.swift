import Foundation
import RelayCore
import Synchronization

/// Waits for work no longer than a limit. One timer serves all who wait.
final class TimeLimit<Value: Sendable>: Sendable {
    private struct Waiting {
        let continuation: CheckedContinuation<Value?, Never>
        let end: Date
        var work: Task<Void, Never>?
    }

    private struct State {
        /// By number: the smaller one began earlier.
        var waiting: [Int: Waiting] = [:]
        var oldest = 0
        var next = 0
        var isTicking = false
    }

    private let seconds: Double
    private let ambient: Ambient
    private let executor: (any TaskExecutor)?
    private let state = Mutex(State())

    /// - Parameter executor: Where the work runs; nil: where Swift's tasks run.
    init(seconds: Double, ambient: Ambient, executor: (any TaskExecutor)?) {
        self.seconds = seconds
        self.ambient = ambient
        self.executor = executor
    }

    /// - Returns: What the work gives; nil when the limit passed first. The work is cancelled then, and may go on alone.
    func run(_ work: @escaping @Sendable () async -> Value) async -> Value? {
        await withCheckedContinuation { continuation in
            let number = begin(continuation)
            let task = Task(executorPreference: executor) {
                let value = await work()
                self.end(number)?.resume(returning: value)
            }
            state.withLock { $0.waiting[number]?.work = task }
        }
    }

    private func begin(_ continuation: CheckedContinuation<Value?, Never>) -> Int {
        let (number, mustTick) = state.withLock { state in
            defer {
                state.next += 1
                state.isTicking = true
            }
            state.waiting[state.next] = Waiting(continuation: continuation, end: ambient.now() + seconds)
            return (state.next, !state.isTicking)
        }
        if mustTick { Task { await tick() } }
        return number
    }

    private func end(_ number: Int) -> CheckedContinuation<Value?, Never>? {
        state.withLock { $0.waiting.removeValue(forKey: number)?.continuation }
    }

    /// Sleeps until the limit of who has waited longest, as long as anybody waits.
    private func tick() async {
        while let (number, end) = oldest() {
            await ambient.sleep(max(0, end.timeIntervalSince(ambient.now())))
            guard let waiting = state.withLock({ $0.waiting.removeValue(forKey: number) }) else { continue }
            waiting.continuation.resume(returning: nil)
            waiting.work?.cancel()
        }
    }

    private func oldest() -> (number: Int, end: Date)? {
        state.withLock { state in
            while state.oldest < state.next {
                if let waiting = state.waiting[state.oldest] { return (state.oldest, waiting.end) }
                state.oldest += 1
            }
            state.isTicking = false
            return nil
        }
    }
}
