import FoundationEssentials
import RelayCore
import Synchronization

/// One timer for all lanes: wakes the lanes whose events have become due.
final class DueTimer: Sendable {
    private struct State {
        /// The earliest time that is known, by function.
        var due: [String: Date] = [:]
        var armed: (due: Date, task: Task<Void, Never>)?
        var isClosed = false
    }

    private let ambient: Ambient
    private let wake: @Sendable (_ function: String) -> Void
    private let state = Mutex(State())

    init(ambient: Ambient, wake: @escaping @Sendable (_ function: String) -> Void) {
        self.ambient = ambient
        self.wake = wake
    }

    /// An event of the function is due then.
    func note(_ function: String, _ due: Date) {
        state.withLock { state in
            if let known = state.due[function], known <= due { return }
            state.due[function] = due
            arm(&state)
        }
    }

    func close() {
        state.withLock { state in
            state.isClosed = true
            state.armed?.task.cancel()
        }
    }

    private func arm(_ state: inout State) {
        guard !state.isClosed, let earliest = state.due.values.min() else { return }
        if let armed = state.armed {
            if armed.due <= earliest { return }
            armed.task.cancel()
        }
        let seconds = max(0.01, earliest.timeIntervalSince(ambient.now()))
        let task = Task { [self] in
            await ambient.sleep(seconds)
            if !Task.isCancelled { fire() }
        }
        state.armed = (earliest, task)
    }

    private func fire() {
        let now = ambient.now()
        let functions = state.withLock { state in
            let functions = state.due.filter { $0.value <= now }.map(\.key)
            for function in functions { state.due[function] = nil }
            state.armed = nil
            arm(&state)
            return functions
        }
        for function in functions { wake(function) }
    }
}
