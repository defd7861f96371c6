import FoundationEssentials
import HubSpotAPI
import RelayCore
import TestSupport
import Testing

/// Seen through the client: when calls go out, and which do not.
@Suite("HubSpot's rate limits")
struct RateLimiterTests {
    struct Case: NamedCase {
        let name: String
        let headers: [String: String]
        /// Seconds between the answer and the next call.
        var pause = 0.0
        let waits: [Double]
    }

    @Test(
        "Calls slow down before the limit is reached",
        arguments: [
            Case(name: "plenty is left", headers: told("50"), waits: []),
            Case(name: "the last tenth begins after this call", headers: told("11"), waits: []),
            Case(name: "the last tenth is begun", headers: told("9"), waits: [0.2]),
            Case(name: "nothing is left", headers: told("0"), waits: [1.1]),
            Case(name: "nothing was left, and half a window has passed", headers: told("0"), pause: 5, waits: []),
            Case(name: "a shorter window", headers: told("0", interval: "1000"), waits: [0.11]),
            Case(name: "no window is told", headers: ["x-hubspot-ratelimit-remaining": "0"], waits: []),
            Case(name: "a window that makes no sense", headers: told("0", max: "0"), waits: []),
            Case(name: "a window without time", headers: told("0", interval: "0"), waits: []),
            Case(name: "less left than nothing", headers: told("-9000000000000000000"), waits: [1.1]),
            Case(name: "more left than there is", headers: told("900"), waits: []),
        ])
    func slowingDown(_ row: Case) async throws {
        let clock = TestClock()
        let transport = StubTransport { _ throws(TransportError) in
            HTTPAnswer(status: 200, headers: row.headers, body: JSON.object(["id": "1"]).canonicalBytes)
        }
        let client = client(transport, clock: clock)
        _ = try await client.thread("55")
        clock.advance(row.pause)
        _ = try await client.thread("55")
        #expect(clock.slept.count == row.waits.count)
        for (slept, wait) in zip(clock.slept, row.waits) { #expect(abs(slept - wait) < 0.001) }
        #expect(transport.calls.count == 2)
    }

    @Test(
        "Numbers beyond all measure end no process, and hold calls back for a minute at most",
        arguments: [
            told("-9000000000000000000", max: "1", interval: "9000000000000000000"),
            told("0", max: "9000000000000000000", interval: "9000000000000000000"), told("0", max: "1", interval: "86400000000"),
        ])
    func beyondMeasure(_ headers: [String: String]) async throws {
        let clock = TestClock()
        let transport = StubTransport { _ throws(TransportError) in
            HTTPAnswer(status: 200, headers: headers, body: JSON.object(["id": "1"]).canonicalBytes)
        }
        let client = client(transport, clock: clock)
        _ = try await client.thread("55")
        do throws(HubSpotError) {
            _ = try await client.thread("55")
        } catch {
            #expect(error.category == .rateLimited)
            #expect((error.retryAfterSeconds ?? 0) <= 70)
        }
    }

    @Test("The clients of one portal share what is known, and those of another do not")
    func shared() async throws {
        let clock = TestClock()
        let transport = StubTransport { _ throws(TransportError) in
            HTTPAnswer(status: 200, headers: told("0"), body: JSON.object(["id": "1"]).canonicalBytes)
        }
        let memory = PortalMemory()
        _ = try await client(transport, clock: clock, memory: memory).thread("55")
        _ = try await client(transport, clock: clock, memory: PortalMemory()).thread("55")
        #expect(clock.slept.isEmpty)
        _ = try await client(transport, clock: clock, memory: memory).thread("55")
        #expect(clock.slept.count == 1)
    }

    @Test("Four searches are sent in a second, and other calls pass them by")
    func searches() async throws {
        let clock = TestClock()
        let client = client(
            StubTransport { _ throws(TransportError) in
                HTTPAnswer(status: 200, body: JSON.object(["id": "1", "results": []]).canonicalBytes)
            }, clock: clock)
        for _ in 0..<4 { _ = try await client.tickets(contactID: "9", properties: []) }
        #expect(clock.slept.isEmpty)
        _ = try await client.thread("55")
        #expect(clock.slept.isEmpty)
        clock.advance(0.25)
        _ = try await client.tickets(contactID: "9", properties: [])
        #expect(clock.slept == [0.75])
        _ = try await client.tickets(contactID: "9", properties: [])
        #expect(clock.slept == [0.75])
    }

    @Test("After a refusal nobody asks before it is over, and who may not wait so long is told when")
    func refusal() async throws {
        let clock = TestClock()
        let memory = PortalMemory()
        let transport = StubTransport([.status(429, headers: ["retry-after": "5"]), .json(["id": "1"])])
        let first = try await failure { () throws(HubSpotError) in
            try await client(transport, clock: clock, memory: memory).thread("55")
        }
        #expect(first.retryAfterSeconds == 5)
        clock.advance(1.5)
        let second = try await failure { () throws(HubSpotError) in
            try await client(transport, clock: clock, memory: memory).comment(text: "", richText: "", threadID: "55")
        }
        #expect(second.category == .rateLimited)
        #expect(second.limit == .tenSeconds)
        #expect(second.retryAfterSeconds == 4)
        #expect(second.status == nil)
        #expect(!second.mayHaveActed)
        #expect(transport.calls.count == 1)
        // The rest of it is short.
        clock.advance(2)
        _ = try await client(transport, clock: clock, memory: memory, deadline: clock.now + 30).thread("55")
        #expect(clock.slept == [1.5])
    }

    @Test("The limit of searches holds back no other call, and the daily limit holds back none")
    func otherLimits() async throws {
        let clock = TestClock()
        let transport = StubTransport([
            .json(["policyName": "SECONDLY"], status: 429, headers: ["retry-after": "9"]), .json(["id": "1"]),
            .json(["policyName": "DAILY"], status: 429), .json(["id": "1"]),
        ])
        let client = client(transport, clock: clock)
        let search = try await failure { () throws(HubSpotError) in try await client.tickets(contactID: "9", properties: []) }
        #expect(search.limit == .second)
        _ = try await client.thread("55")
        let daily = try await failure { () throws(HubSpotError) in try await client.thread("55") }
        #expect(daily.limit == .daily)
        #expect(daily.category == .dailyLimit)
        _ = try await client.thread("55")
        #expect(clock.slept.isEmpty)
    }
}

/// The headers that tell what remains.
private func told(_ remaining: String, max: String = "100", interval: String = "10000") -> [String: String] {
    [
        "x-hubspot-ratelimit-max": max, "x-hubspot-ratelimit-remaining": remaining,
        "x-hubspot-ratelimit-interval-milliseconds": interval,
    ]
}
