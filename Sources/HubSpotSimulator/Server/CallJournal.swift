import Synchronization

/// The calls so far, and the faults that wait for calls to come.
final class CallJournal: Sendable {
    private struct PlannedFault {
        var fault: Fault
        var match: CallMatch
        /// nil for always.
        var times: Int?
    }

    private struct State {
        var calls: [SimulatedCall] = []
        /// How many calls stood before the first one of `calls`.
        var forgotten = 0
        var faults: [PlannedFault] = []
    }

    private let state = Mutex(State())

    var calls: [SimulatedCall] { state.withLock { $0.calls } }

    /// - Parameter times: nil for always.
    func plan(_ fault: Fault, _ match: CallMatch, times: Int?) {
        state.withLock { $0.faults.append(PlannedFault(fault: fault, match: match, times: times)) }
    }

    func reset() {
        forgetCalls()
        forgetFaults()
    }

    func forgetCalls() {
        state.withLock { state in
            state.forgotten += state.calls.count
            state.calls = []
        }
    }

    func forgetFaults() { state.withLock { $0.faults = [] } }

    /// Notes a call, and uses up the first fault that is for it.
    func begin(_ call: SimulatedCall) -> (index: Int, fault: Fault?) {
        state.withLock { state in
            state.calls.append(call)
            let index = state.forgotten + state.calls.count - 1
            guard let planned = state.faults.firstIndex(where: { $0.times != 0 && $0.match.matches(call) }) else {
                return (index, nil)
            }
            if let times = state.faults[planned].times { state.faults[planned].times = times - 1 }
            return (index, state.faults[planned].fault)
        }
    }

    func end(_ index: Int, status: Int) {
        state.withLock { state in
            // The log may have been emptied meanwhile.
            let place = index - state.forgotten
            if state.calls.indices.contains(place) { state.calls[place].status = status }
        }
    }
}
