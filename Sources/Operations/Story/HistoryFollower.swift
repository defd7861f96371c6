import HostCore
import HostDelivery
import RelayCore

/// Tells of invocations as they are written down, by whatever process: as fast as it is asked, and no faster.
package actor HistoryFollower {
    private let history: any InvocationHistory
    private let which: HistoryFilter
    private let ambient: Ambient
    private var isBehind = true
    /// The number up to which everything was told.
    package private(set) var position: Int64

    /// Between two looks, in seconds; what ends is written down within half a second.
    private static let pause = 0.5
    private static let portion = 500

    /// - Parameter after: The number after which it begins.
    package init(_ history: any InvocationHistory, _ which: HistoryFilter, after: Int64, ambient: Ambient) {
        self.history = history
        self.which = which
        self.ambient = ambient
        position = after
    }

    /// What is new, the oldest first; nothing where nothing was after a pause, or where the task is cancelled.
    package func next() async throws -> [HistoryEntry] {
        if !isBehind { await ambient.sleep(Self.pause) }
        if Task.isCancelled { return [] }
        // First: what the filter leaves out up to here need not be looked at again.
        let newest = try await history.newestNumber()
        // A history that was begun anew counts from 1.
        if newest < position { position = 0 }
        let entries = try await newest > position ? history.entries(which, after: position, limit: Self.portion) : []
        isBehind = entries.count == Self.portion
        position = max(position, entries.last?.number ?? 0, isBehind ? 0 : newest)
        return entries
    }
}
