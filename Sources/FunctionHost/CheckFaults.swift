import Synchronization

/// The names of what the last check found wrong.
final class CheckFaults: Sendable {
    private let state = Mutex<[String]>([])

    var names: [String] {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }
}
