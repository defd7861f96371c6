import RelayCore
import Synchronization

/// Events that wait to be sent, oldest first. One sender takes from it.
final class WebhookOutbox: Sendable {
    fileprivate struct PlannedDisturbance {
        var disturbance: WebhookDisturbance
        var type: WebhookType?
        /// nil for always.
        var times: Int?
    }

    fileprivate struct State {
        var events: [JSON] = []
        var disturbances: [PlannedDisturbance] = []
        var isHeld = false
        var chance = SeededChance()
        var waker: AsyncStream<Void>.Continuation?
    }

    private let state = Mutex(State())

    var count: Int { state.withLock { $0.events.count } }

    func add(_ event: JSON) {
        state.withLock { $0.add(event) }
        wake()
    }

    /// Takes up to `limit` events; none while they are held.
    func take(_ limit: Int) -> [JSON] {
        state.withLock { state in
            guard !state.isHeld else { return [] }
            let taken = Array(state.events.prefix(limit))
            state.events.removeFirst(taken.count)
            return taken
        }
    }

    /// Takes all, held or not.
    func takeAll() -> [JSON] {
        state.withLock { state in
            defer { state.events = [] }
            return state.events
        }
    }

    func reset() {
        state.withLock { state in
            state.events = []
            state.disturbances = []
            state.isHeld = false
        }
    }

    // MARK: Disturbances

    func disturb(_ disturbance: WebhookDisturbance, _ type: WebhookType?, times: Int?) {
        state.withLock { $0.disturbances.append(PlannedDisturbance(disturbance: disturbance, type: type, times: times)) }
    }

    func hold() { state.withLock { $0.isHeld = true } }

    func release(shuffled: Bool) {
        state.withLock { state in
            state.isHeld = false
            if shuffled { state.shuffle() }
        }
        wake()
    }

    // MARK: The sender

    /// A signal at once, for what waits already, and then for everything added; several may come as one. A second call
    /// ends the first one's signals.
    func signals() -> AsyncStream<Void> {
        let (stream, waker) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let former = state.withLock { state in
            defer { state.waker = waker }
            return state.waker
        }
        former?.finish()
        waker.yield()
        return stream
    }

    /// Makes the sender look again.
    func wake() { state.withLock { $0.waker }?.yield() }
}

extension WebhookOutbox.State {
    fileprivate mutating func add(_ event: JSON) {
        let type = event["subscriptionType"]?.string
        let planned = disturbances.firstIndex { $0.times != 0 && ($0.type == nil || $0.type?.rawValue == type) }
        guard let planned else { return events.append(event) }
        if let times = disturbances[planned].times { disturbances[planned].times = times - 1 }
        switch disturbances[planned].disturbance {
        case .drop: break
        case .duplicate: events += [event, event]
        }
    }

    /// Never leaves two or more events as they were.
    fileprivate mutating func shuffle() {
        let before = events
        events.shuffle(using: &chance)
        if events == before, let first = events.first { events = Array(events.dropFirst()) + [first] }
    }
}

/// What can happen to an event on its way.
package enum WebhookDisturbance: String, Sendable, CaseIterable {
    /// The app never hears of it.
    case drop
    /// The app hears of it twice, in full.
    case duplicate
}

/// The same numbers in every run (SplitMix64). Source: https://prng.di.unimi.it/splitmix64.c
struct SeededChance: RandomNumberGenerator, Sendable {
    private var state: UInt64 = 0x5EED

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
