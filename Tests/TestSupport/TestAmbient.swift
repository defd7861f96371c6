import FoundationEssentials
import RelayCore
import Synchronization

/// A clock that stands still until it is moved, ids that count, and sleeps that move the clock instead of waiting.
package final class TestClock: Sendable {
    private struct State {
        var now: Date
        var nextID = 1
        var slept: [Double] = []
    }

    private let state: Mutex<State>
    private let shortestTimeout: Double

    /// - Parameter shortestTimeout: A sleep this long, in seconds, is the time-out of work that takes real time: it ends only
    ///   by being cancelled, however slow the machine is.
    package init(now: Date = Date(timeIntervalSince1970: 1_790_000_000), shortestTimeout: Double = .infinity) {
        state = Mutex(State(now: now))
        self.shortestTimeout = shortestTimeout
    }

    package var now: Date { state.withLock { $0.now } }
    package var slept: [Double] { state.withLock { $0.slept } }

    package func advance(_ seconds: Double) { state.withLock { $0.now += seconds } }

    package var ambient: Ambient {
        Ambient(
            now: { self.now },
            uniqueID: {
                self.state.withLock { state in
                    defer { state.nextID += 1 }
                    return "id-\(state.nextID)"
                }
            },
            sleep: { seconds in
                if seconds >= self.shortestTimeout { return await untilCancelled() }
                self.state.withLock { state in
                    state.slept.append(seconds)
                    state.now += seconds
                }
            })
    }
}

/// Waits for nothing but its task's cancellation.
package func untilCancelled() async {
    while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
}
