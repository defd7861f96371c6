import Synchronization

/// A value that one thread sets and another one reads.
final class Kept<Value: Sendable>: Sendable {
    private let kept = Mutex<Value?>(nil)

    var value: Value? { kept.withLock { $0 } }

    func set(_ value: Value) { kept.withLock { $0 = value } }
}
