import FoundationEssentials
import RelayCore
import TestSupport
import Testing

@testable import HubSpotAPI

@Suite("HubSpot's calls in the trace")
struct CallTellingTests {
    struct Row: NamedCase {
        let name: String
        let script: [Result<HTTPAnswer, TransportError>]
        let outcomes: [String]
        var left: [Int?] = [nil]
    }

    @Test(
        "Each request is told of, with its outcome, and carries its place in the trace",
        arguments: [
            Row(
                name: "an answer", script: [.json(["id": "5"], headers: ["x-hubspot-ratelimit-remaining": "42"])],
                outcomes: ["200"], left: [42]),
            Row(name: "a refusal", script: [.status(404)], outcomes: ["404"]),
            Row(
                name: "another try", script: [.status(500), .lost(.timedOut), .json(["id": "5"])],
                outcomes: ["500", "timed out", "200"], left: [nil, nil, nil]),
        ])
    func told(_ row: Row) async throws {
        let transport = StubTransport(row.script)
        let trace = InvocationTrace(.begun(unique: "a"))
        _ = try? await client(transport, trace: trace).thread("5")
        #expect(trace.calls.map(\.outcome) == row.outcomes)
        #expect(trace.calls.allSatisfy { $0.kind == .hubSpot && $0.name == "read the thread" })
        #expect(trace.calls.map(\.rateLimitLeft) == row.left)
        let sent = transport.calls.map { call in call.headers.first { $0.name == "traceparent" }?.value }
        let traceID = try #require(trace.context?.traceID)
        #expect(sent == trace.calls.map { "00-\(traceID)-\($0.spanID ?? "")-01" })
        #expect(Set(sent).count == row.outcomes.count)
    }

    @Test("Where nobody traces no header is sent, and the calls are told of all the same")
    func untraced() async throws {
        let transport = StubTransport([.json(["id": "5"])])
        let trace = InvocationTrace()
        _ = try await client(transport, trace: trace).thread("5")
        #expect(transport.calls.allSatisfy { call in !call.headers.contains { $0.name == "traceparent" } })
        #expect(trace.calls.map(\.spanID) == [nil])
    }
}
