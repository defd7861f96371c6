import HostCore
import HostDelivery
import RelayCore

/// Tells of invocations as they are written down, by whatever process.
package struct HistoryFollower: Sendable {
    private let history: any InvocationHistory
    private let ambient: Ambient

    /// Between two looks, in seconds; what ends is written down within half a second.
    private static let pause = 0.5
    private static let portion = 500

    package init(_ history: any InvocationHistory, ambient: Ambient) {
        self.history = history
        self.ambient = ambient
    }

    /// Follows until it is told to stop, or the task is cancelled.
    /// - Parameters:
    ///   - after: The number after which it begins; nil: with what ends from now on.
    ///   - tell: Gets what is new, the oldest first; nothing where nothing is. False stops it.
    package func follow(
        _ which: HistoryFilter, after: Int64?, _ tell: ([HistoryEntry]) async -> Bool
    ) async throws {
        var last: Int64
        if let after { last = after } else { last = try await history.entries(.all, before: nil, limit: 1).first?.number ?? 0 }
        while !Task.isCancelled {
            let entries = try await history.entries(which, after: last, limit: Self.portion)
            last = entries.last?.number ?? last
            guard await tell(entries) else { return }
            if entries.count < Self.portion { await ambient.sleep(Self.pause) }
        }
    }
}
