import FoundationEssentials
import RelayCore
import Synchronization

/// The portal's time: that of the machine, moved ahead as far as it was told. Whoever sleeps by it wakes when it is moved far
/// enough.
package final class PortalClock: Sendable {
    private struct State {
        var ahead: Double = 0
        var nextID = 0
        var sleepers: [Int: AsyncStream<Void>.Continuation] = [:]
    }

    private let base: Ambient
    private let state = Mutex(State())

    init(_ base: Ambient) { self.base = base }

    /// Moves the time ahead.
    /// - Parameter seconds: Not negative: nothing that has happened can come again.
    package func advance(_ seconds: Double) {
        let sleepers = state.withLock { state in
            state.ahead += max(0, seconds)
            return Array(state.sleepers.values)
        }
        for sleeper in sleepers { sleeper.yield() }
    }

    var now: Date { base.now() + state.withLock { $0.ahead } }

    package var ambient: Ambient {
        Ambient(now: { self.now }, uniqueID: base.uniqueID, sleep: { await self.sleep($0) })
    }

    private func sleep(_ seconds: Double) async {
        let end = now + seconds
        let (moves, sleeper) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let id = state.withLock { state in
            defer { state.nextID += 1 }
            state.sleepers[state.nextID] = sleeper
            return state.nextID
        }
        defer { state.withLock { _ = $0.sleepers.removeValue(forKey: id) } }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.base.sleep(max(0, end.timeIntervalSince(self.now))) }
            group.addTask {
                for await _ in moves where self.now >= end { break }
            }
            await group.next()
            group.cancelAll()
        }
    }
}
