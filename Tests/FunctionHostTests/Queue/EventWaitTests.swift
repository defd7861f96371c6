import Foundation
import HostCore
import HostDelivery
import RelayCore
import TestSupport
import Testing

/// What every engine of the queue tells of events that wait.
@Suite("The queue: waits")
struct EventWaitTests {
    private let workspace: Workspace
    private let now = Date(timeIntervalSince1970: 1_790_000_000)

    init() throws { workspace = try Workspace() }

    /// Puts off the next event as one that waits for so long.
    private func wait(_ code: ReasonCode, since seconds: Double, in queue: any HostQueue) async throws {
        let wait = DeliveryWait(code: code, since: now - seconds, count: 2)
        try await queue.postpone(try await queue.leased(now).lease, until: now + 300, DeliveryTries(wait: wait), message: nil)
    }

    @Test("What is waited for is told, by organization and code, and since when", arguments: QueueUnderTest.all)
    func waits(_ engine: QueueUnderTest) async throws {
        let queue = try await engine.queue(workspace)
        #expect(try await queue.waits() == [])
        for (id, organization) in [("a", "acme"), ("b", "acme"), ("c", "acme"), ("d", "shop"), ("e", "shop")] {
            _ = try await queue.add([.to("f", event(id, organization: organization))], now: now)
        }
        let codes: [(ReasonCode, Double)] = [
            (.unauthorized, 5), (.unauthorized, 60), (.leaseBusy, 9), (.unavailable, 7), (.unavailable, 3),
        ]
        for (code, seconds) in codes { try await wait(code, since: seconds, in: queue) }
        let waits = [
            EventWait(organization: "acme", code: .unauthorized, events: 2, since: now - 60),
            EventWait(organization: "shop", code: .unavailable, events: 2, since: now - 7),
        ]
        #expect(try await queue.waits() == waits)
        // A dead letter waits no more.
        let last = try #require(try await queue.lease(owner: "host", now: now + 300))
        try await queue.bury(last.lease, code: .notFound, message: nil, now: now)
        #expect(try await queue.waits().map(\.events) == [1, 2])
    }

    @Test("The end of a wait is the end of every same one, and of no other", arguments: QueueUnderTest.all)
    func endOfWait(_ engine: QueueUnderTest) async throws {
        let queue = try await engine.queue(workspace)
        for (id, organization) in [("a", "acme"), ("b", "acme"), ("c", "acme"), ("d", "shop")] {
            _ = try await queue.add([.to("f", event(id, organization: organization))], now: now)
        }
        for code in [ReasonCode.unauthorized, .unauthorized, .unavailable, .unauthorized] {
            try await wait(code, since: 5, in: queue)
        }
        #expect(try await queue.endWait(for: .unauthorized, of: "acme", now: now + 1) == 2)
        let due = try await queue.lease(9, for: "f", owner: "host", until: now + 30, now: now + 1).deliveries
        #expect(due.map(\.event.id).sorted() == ["a", "b"])
        // Should it not be over, the next pause is a longer one.
        #expect(due.allSatisfy { $0.tries.wait?.count == 2 })
    }

    struct Start: NamedCase {
        let name: String
        var code: ReasonCode = .unauthorized
        /// Those that the host works for.
        var functions = ["f"]
        /// Whether a host among others lets it wait on.
        let waitsOn: Bool
    }

    @Test(
        "The only host lets nothing wait on; one of several, nothing of its functions that its start may have mended",
        arguments: QueueUnderTest.all,
        [
            Start(name: "a token", waitsOn: false),
            Start(name: "a scope", code: .missingScope, waitsOn: false),
            Start(name: "a setting", code: .badConfiguration, waitsOn: false),
            Start(name: "a worker", code: .workerUnavailable, waitsOn: false),
            Start(name: "HubSpot's next day", code: .dailyLimit, waitsOn: true),
            Start(name: "HubSpot", code: .unavailable, waitsOn: true),
            Start(name: "another worker's turn", code: .leaseBusy, waitsOn: true),
            Start(name: "another function", functions: ["g"], waitsOn: true),
        ])
    func newHost(_ engine: QueueUnderTest, _ row: Start) async throws {
        let queue = try await engine.queue(workspace)
        _ = try await queue.add([.to("f", event("a")), .to("f", event("later", notBefore: now + 300))], now: now)
        try await wait(row.code, since: 5, in: queue)
        try await queue.host(of: row.functions, now: now + 10)
        let due = try await queue.lease(9, for: "f", owner: "host", until: now + 40, now: now + 10).deliveries
        #expect(due.map(\.event.id) == (engine == .postgres && row.waitsOn ? [] : ["a"]))
    }
}
