import FoundationEssentials
import HubSpotAPI
import RelayCore
import TestSupport
import Testing

@Suite("The invocation's time")
struct BudgetTests {
    struct Case: NamedCase {
        let name: String
        /// Seconds until the deadline.
        let time: Double
        var isWrite = false
        let script: [Result<HTTPAnswer, TransportError>]
        /// nil where the call succeeds in the end.
        var code: ReasonCode?
        var waits: [Double] = []
        /// The time-outs of the requests.
        let timeouts: [Double]
        var mayHaveActed = false
    }

    static let good = Result<HTTPAnswer, TransportError>.json(["id": "1", "properties": [:]])
    static let tenSeconds = Result<HTTPAnswer, TransportError>.json(["policyName": "TEN_SECONDLY_ROLLING"], status: 429)

    static let cases: [Case] = [
        Case(name: "much time", time: 60, script: [good], timeouts: [15]),
        Case(name: "no request lasts longer than the time", time: 4, script: [good], timeouts: [4]),
        Case(name: "no read is begun at the end", time: 0.1, script: [], code: .deadlinePassed, timeouts: []),
        Case(name: "no write is begun near the end", time: 1.5, isWrite: true, script: [], code: .deadlinePassed, timeouts: []),
        Case(name: "nothing is begun after the end", time: -5, script: [], code: .deadlinePassed, timeouts: []),
        Case(
            name: "a short wait", time: 30, script: [.status(429, headers: ["retry-after": "2"]), good], waits: [2],
            timeouts: [15, 15]),
        Case(
            name: "so it is for a write: HubSpot did not act", time: 60, isWrite: true,
            script: [.status(429, headers: ["retry-after": "2"]), good], waits: [2], timeouts: [15, 15]),
        Case(
            name: "but not beyond the time", time: 2.1, script: [.status(429, headers: ["retry-after": "2"])],
            code: .rateLimited, timeouts: [2.1]),
        Case(name: "a longer wait is the host's", time: 600, script: [tenSeconds], code: .rateLimited, timeouts: [15]),
        Case(
            name: "no third try of a read that would begin too late", time: 1.3, script: [.status(500), .status(500)],
            code: .unavailable, waits: [0.3], timeouts: [1.3, 1], mayHaveActed: true),
    ]

    @Test("Waits and requests end with it", arguments: cases)
    func time(_ row: Case) async throws {
        let clock = TestClock()
        let transport = StubTransport(row.script)
        let client = client(transport, clock: clock, deadline: clock.now + row.time)
        var failure: HubSpotError?
        do throws(HubSpotError) {
            if row.isWrite {
                try await client.updateTicket(id: "70", properties: [:])
            } else {
                _ = try await client.ticket(id: "70", properties: [])
            }
        } catch {
            failure = error
        }
        #expect(failure?.reasonCode == row.code)
        #expect(failure?.mayHaveActed ?? false == row.mayHaveActed)
        #expect(failure?.result.status == (row.code == nil ? nil : .retry))
        #expect(clock.slept == row.waits)
        #expect(transport.calls.count == row.timeouts.count)
        for (call, timeout) in zip(transport.calls, row.timeouts) { #expect(abs(call.timeout - timeout) < 0.001) }
    }

    @Test("A write with its tries stays within its own time")
    func write() async throws {
        let clock = TestClock()
        let transport = StubTransport { _ throws(TransportError) in
            clock.advance(12)
            return HTTPAnswer(status: 429, headers: ["retry-after": "2"], body: [])
        }
        let error = try await failure { () throws(HubSpotError) in
            try await client(transport, clock: clock, deadline: clock.now + 600).updateTicket(id: "70", properties: [:])
        }
        #expect(error.category == .rateLimited)
        #expect(transport.calls.map(\.timeout) == [15, 11])
    }

    @Test("Page after page counts against the same time")
    func pages() async throws {
        let clock = TestClock()
        let page: JSON = ["results": [], "paging": ["next": ["after": "a"]]]
        let transport = StubTransport { _ throws(TransportError) in
            clock.advance(4)
            return HTTPAnswer(status: 200, body: page.canonicalBytes)
        }
        let error = try await failure { () throws(HubSpotError) in
            try await client(transport, clock: clock, deadline: clock.now + 4).messages(threadID: "55", pageLimit: 9)
        }
        #expect(error.category == .outOfTime)
        #expect(transport.calls.count == 1)
    }
}
