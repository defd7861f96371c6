import Synchronization

/// Bounds how many bytes of requests' bodies are held at once.
final class BodyBudget: Sendable {
    private let left: Mutex<Int>

    init(bytes: Int) { left = Mutex(bytes) }

    /// Holds so many bytes while `body` works.
    /// - Returns: nil, without a call, where too many are held already.
    func holding<Value>(_ bytes: Int, _ body: () async -> Value) async -> Value? {
        let isTaken = left.withLock { left in
            guard left >= bytes else { return false }
            left -= bytes
            return true
        }
        guard isTaken else { return nil }
        defer { left.withLock { $0 += bytes } }
        return await body()
    }
}
