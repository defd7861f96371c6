import FoundationEssentials
import RelayCore
import Synchronization

/// Deletes what is only kept for a while: the results of finished events, and properties of tickets that no conversation
/// asked for. Once an hour for each organization in each process, after an event's work is done; where the store does not do it
/// by itself.
final class Housekeeping: Sendable {
    private static let interval: Double = 3600
    private static let batch = 500

    private let ambient: Ambient
    private let days: Int
    private let last = Mutex<[String: Date]>([:])

    init(ambient: Ambient, days: Int) {
        self.ambient = ambient
        self.days = days
    }

    /// At most one batch of each; what is left waits for the next hour. A store that fails here fails nobody's event.
    func run(_ store: any StateStore) async {
        if store.forgetsByItself { return }
        let now = ambient.now()
        let isDue = last.withLock { last in
            if let earlier = last[store.organization], now < earlier + Self.interval { return false }
            last[store.organization] = now
            return true
        }
        guard isDue else { return }
        let before = now - Double(days) * 86_400
        _ = try? await store.deleteClaims(finishedBefore: before, limit: Self.batch)
        _ = try? await store.deleteTicketProperties(recordedBefore: before, limit: Self.batch)
    }
}
