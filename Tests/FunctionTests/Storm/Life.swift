import RelayCore
import Synchronization

/// A worker's life on one event. It may end at a call of HubSpot as `kill -9` ends a process: nothing after that call is ever run.
final class Life: Sendable {
    struct Death: Sendable {
        let call: Int
        /// Whether HubSpot still carries the call out.
        let isAfter: Bool
    }

    /// Something that somebody else does just before HubSpot gets a call.
    struct Crossing: Sendable {
        let call: Int
        let act: @Sendable () async -> Void
    }

    private struct State {
        var calls = 0
        var isOver = false
        var waiter: CheckedContinuation<FunctionResult?, Never>?
    }

    @TaskLocal static var current: Life?

    private let death: Death?
    private let crossing: Crossing?
    private let state = Mutex(State())

    init(death: Death? = nil, crossing: Crossing? = nil) {
        self.death = death
        self.crossing = crossing
    }

    /// - Returns: nil where it ended before the work did.
    func run(_ work: @escaping @Sendable () async -> FunctionResult) async -> FunctionResult? {
        await withCheckedContinuation { waiter in
            state.withLock { $0.waiter = waiter }
            Task { await Self.$current.withValue(self) { end(await work()) } }
        }
    }

    /// Makes a call of HubSpot, and perhaps does not live to see the answer.
    func call(
        _ make: () async throws(TransportError) -> HTTPAnswer
    ) async throws(TransportError) -> HTTPAnswer {
        let number = state.withLock { state in
            defer { state.calls += 1 }
            return state.calls
        }
        if let crossing, crossing.call == number { await crossing.act() }
        if let death, death.call == number, !death.isAfter { end(nil) }
        await stopIfOver()
        let outcome: Result<HTTPAnswer, TransportError>
        do throws(TransportError) {
            outcome = .success(try await make())
        } catch {
            outcome = .failure(error)
        }
        if let death, death.call == number { end(nil) }
        await stopIfOver()
        return try outcome.get()
    }

    private func end(_ result: FunctionResult?) {
        let waiter = state.withLock { state in
            defer { state.waiter = nil }
            state.isOver = true
            return state.waiter
        }
        waiter?.resume(returning: result)
    }

    /// The task of a killed worker waits for ever.
    private func stopIfOver() async {
        guard state.withLock(\.isOver) else { return }
        await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
    }
}

/// A transport whose calls take time on a test's clock, and on which workers die.
struct MortalTransport: HTTPTransport {
    let base: any HTTPTransport
    let passTime: @Sendable () -> Void
    let noteFailure: @Sendable () -> Void

    func send(_ call: HTTPCall) async throws(TransportError) -> HTTPAnswer {
        passTime()
        guard let life = Life.current else { return try await once(call) }
        return try await life.call { () async throws(TransportError) in try await once(call) }
    }

    private func once(_ call: HTTPCall) async throws(TransportError) -> HTTPAnswer {
        do throws(TransportError) {
            let answer = try await base.send(call)
            // HubSpot's own 404 is none.
            if answer.status >= 400, answer.status != 404 { noteFailure() }
            return answer
        } catch {
            noteFailure()
            throw error
        }
    }
}

/// Counts what happened.
final class Counter: Sendable {
    private let state = Mutex(0)

    var count: Int { state.withLock { $0 } }
    func add() { state.withLock { $0 += 1 } }
}
