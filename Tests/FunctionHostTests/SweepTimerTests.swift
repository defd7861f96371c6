import Foundation
import HostCore
import HostDelivery
import RelayCore
import Synchronization
import TestSupport
import Testing

@testable import FunctionHost

@Suite("The timer of the sweep")
struct SweepTimerTests {
    /// Takes ticks, but for the first few; then ends who sends them.
    private final class Sink: EventSink {
        private struct State {
            var refusals: Int
            var taken: [RelayEvent] = []
        }

        private let state: Mutex<State>
        private let limit: Int
        let (full, isFull) = AsyncStream.makeStream(of: Void.self)

        init(limit: Int, refusals: Int) {
            self.limit = limit
            state = Mutex(State(refusals: refusals))
        }

        var taken: [RelayEvent] { state.withLock { $0.taken } }
        func takes(_ type: String) -> Bool { true }

        func accept(_ events: [EncodedEvent]) async throws {
            let events = try events.map { try $0.decoded() }
            let count = try state.withLock { state in
                if state.refusals > 0 {
                    state.refusals -= 1
                    throw HostError("the queue cannot be written")
                }
                if state.taken.count < limit { state.taken += events }
                return state.taken.count
            }
            guard count >= limit else { return }
            isFull.finish()
            await untilCancelled()
        }
    }

    /// Says that another host leads, so many times, and then that the caller does.
    private final class Hosts: Leading {
        private struct State {
            var others: [LeaseOutcome]
            var led: [(owner: String, end: Date)] = []
            var resigned: [String] = []
        }

        private let state: Mutex<State>

        init(others: [LeaseOutcome] = []) { state = Mutex(State(others: others)) }

        var led: [(owner: String, end: Date)] { state.withLock { $0.led } }
        var resigned: [String] { state.withLock { $0.resigned } }

        func lead(_ work: String, owner: String, until end: Date, now: Date) async throws -> LeaseOutcome {
            state.withLock { state in
                if !state.others.isEmpty { return state.others.removeFirst() }
                state.led.append((owner, end))
                return .acquired
            }
        }

        func resign(_ work: String, owner: String) async throws { state.withLock { $0.resigned.append(owner) } }
    }

    private static func ticks(
        _ periods: [String: Double], from start: Double, limit: Int, refusals: Int = 0, hosts: Hosts = Hosts()
    ) async throws -> [RelayEvent] {
        let clock = TestClock(now: Date(timeIntervalSince1970: start))
        let sink = Sink(limit: limit, refusals: refusals)
        let timer = try #require(SweepTimer(periods, sink: sink, hosts: hosts, ambient: clock.ambient, logger: .silent))
        let running = Task { await timer.tick() }
        for await _ in sink.full {}
        running.cancel()
        await running.value
        return sink.taken
    }

    @Test("One tick for each period from the one that has begun; started again, or on another host, the same ones")
    func periods() async throws {
        let ticks = try await Self.ticks(["default": 120], from: 1_790_000_050, limit: 3)
        #expect(
            ticks.map(\.id) == [
                "sweep:2026-09-21T14:14:00.000Z", "sweep:2026-09-21T14:16:00.000Z", "sweep:2026-09-21T14:18:00.000Z",
            ])
        #expect(ticks.allSatisfy { $0.type == SweepTickEvent.type && $0.organization == "default" })
        let again = try await Self.ticks(["default": 120], from: 1_790_000_060, limit: 2)
        #expect(again.map(\.key) == ticks.prefix(2).map(\.key))
    }

    @Test("Each organization has its own period")
    func organizations() async throws {
        let ticks = try await Self.ticks(["often": 60, "seldom": 180], from: 1_789_999_920, limit: 5)
        #expect(ticks.filter { $0.organization == "often" }.count >= 3)
        #expect(Set(ticks.map(\.key)).count == ticks.count)
    }

    @Test("A tick that could not be queued is queued a little later")
    func refused() async throws {
        let ticks = try await Self.ticks(["default": 120], from: 1_790_000_040, limit: 2, refusals: 3)
        let plain = try await Self.ticks(["default": 120], from: 1_790_000_040, limit: 2)
        #expect(ticks.map(\.id) == plain.map(\.id))
    }

    @Test("While another host leads, nothing is queued; where that one ends, this one goes on with the same ticks")
    func takesOver() async throws {
        let start = Date(timeIntervalSince1970: 1_790_000_050)
        let hosts = Hosts(others: [20.0, 35].map { .busy(until: start + $0, owner: "other") })
        let ticks = try await Self.ticks(["default": 120], from: 1_790_000_050, limit: 2, hosts: hosts)
        #expect(ticks.map(\.id) == ["sweep:2026-09-21T14:14:00.000Z", "sweep:2026-09-21T14:16:00.000Z"])
        #expect(Set(hosts.led.map(\.owner)).count == 1)
        // It leads until somewhat after the next tick.
        #expect(hosts.led.first?.end == Date(timeIntervalSince1970: 1_790_000_160 + 15))
        #expect(hosts.resigned == hosts.led.prefix(1).map(\.owner))
    }
}
