import Synchronization

/// An invocation's place in its trace, and the calls that it makes outside.
package final class InvocationTrace: Sendable {
    private struct State {
        var begun = 0
        var calls: [OutsideCall] = []
        var usage: AIUsage?
    }

    /// nil where nobody traces.
    package let context: TraceContext?
    private let state = Mutex(State())
    /// The most calls that are told of: no invocation makes so many.
    private static let limit = 500

    package init(_ context: TraceContext? = nil) { self.context = context }

    /// The place of a call that is about to be made.
    package func place() -> TraceContext? {
        let number = state.withLock { state in
            state.begun += 1
            return state.begun
        }
        return context?.child(unique: "\(number)")
    }

    package func add(_ call: OutsideCall) {
        state.withLock { state in if state.calls.count < Self.limit { state.calls.append(call) } }
    }

    package var calls: [OutsideCall] { state.withLock { $0.calls } }

    // MARK: What the AI used

    /// The engine tells it of each of its calls; whoever asked the engine takes all of it.
    package func note(_ usage: AIUsage) { state.withLock { $0.usage = ($0.usage ?? AIUsage()) + usage } }

    package func takeUsage() -> AIUsage? {
        state.withLock { state in
            defer { state.usage = nil }
            return state.usage
        }
    }
}
