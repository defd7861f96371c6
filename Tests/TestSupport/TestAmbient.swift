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

    /// A sleep this long, in seconds, is a time-out of work that takes real time.
    private static let shortestTimeout = 20.0
    /// So the work gets this long to end, and with it the sleep, before time moves past it.
    private static let grace = Duration.seconds(2)

    package init(now: Date = Date(timeIntervalSince1970: 1_790_000_000)) { state = Mutex(State(now: now)) }

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
                if seconds >= Self.shortestTimeout {
                    try? await Task.sleep(for: Self.grace)
                    if Task.isCancelled { return }
                }
                self.state.withLock { state in
                    state.slept.append(seconds)
                    state.now += seconds
                }
            })
    }
}
