import RelayCore
import Synchronization

/// The newest calls, and the faults that wait for calls to come.
final class CallJournal: Sendable {
    /// How many calls are remembered, and of how many of them the bodies.
    static let memory = (calls: 10_000, bodies: 1000)

    private struct PlannedFault {
        var fault: Fault
        var match: CallMatch
        /// nil for always.
        var times: Int?
    }

    private struct State {
        var calls = Newest<SimulatedCall>(CallJournal.memory.calls)
        var faults: [PlannedFault] = []
    }

    private let state = Mutex(State())

    var calls: [SimulatedCall] { state.withLock { $0.calls.all } }

    /// - Parameter times: nil for always.
    func plan(_ fault: Fault, _ match: CallMatch, times: Int?) {
        state.withLock { $0.faults.append(PlannedFault(fault: fault, match: match, times: times)) }
    }

    func reset() {
        forgetCalls()
        forgetFaults()
    }

    func forgetCalls() { state.withLock { $0.calls.forget() } }

    func forgetFaults() { state.withLock { $0.faults = [] } }

    /// Notes a call, and uses up the first fault that is for it.
    func begin(_ call: SimulatedCall) -> (index: Int, fault: Fault?) {
        state.withLock { state in
            var kept = call
            if call.operation == .tokenInfo { kept.body = .null }
            let index = state.calls.append(kept)
            state.calls.change(index - Self.memory.bodies) { $0.body = .null }
            guard let planned = state.faults.firstIndex(where: { $0.times != 0 && $0.match.matches(call) }) else {
                return (index, nil)
            }
            if let times = state.faults[planned].times { state.faults[planned].times = times - 1 }
            return (index, state.faults[planned].fault)
        }
    }

    /// The log may have been emptied meanwhile.
    func end(_ index: Int, status: Int) { state.withLock { $0.calls.change(index) { $0.status = status } } }
}
