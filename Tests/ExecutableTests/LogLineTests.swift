import Foundation
import RelayCore
import TestSupport
import Testing

@Suite("The log line of an invocation")
struct LogLineTests {
    struct Row: NamedCase {
        let name: String
        let sent: JSON
        let traceID: String?
    }

    private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    private static let event: JSON = [
        "specversion": "1.0", "id": "e-1", "source": "/t", "type": "signature.render", "organization": "shop",
        "data": ["from": "help@shop.example"],
    ]

    private static func traced(_ span: String) -> JSON { .string("00-\(trace)-\(span)-01") }

    @Test(
        "It has the trace, the organization, the event, the code, and the time it took as a number",
        arguments: [
            Row(name: "without a trace", sent: event, traceID: nil),
            Row(
                name: "in the host's trace", sent: ["event": event, "traceparent": traced("00f067aa0ba902b7")], traceID: trace),
            Row(
                name: "in a trace that is none", sent: ["event": event, "traceparent": "00-1-2-3"], traceID: nil),
        ])
    func line(_ row: Row) async throws {
        let run = try await Executable.run(
            "signature-render", ["--lines"], input: row.sent.canonicalBytes + [0x0A], environment: ["LOG_LEVEL": "info"])
        let line = try #require(run.errors.split(separator: "\n").last)
        let members = try JSON.parse(String(line))
        #expect(members["trace_id"]?.string == row.traceID)
        #expect(members["organization"] == "shop" && members["event"] == "e-1" && members["code"] == "bad-field")
        #expect(members["function"] == "signature-render" && members["message"] == "invocation ended")
        #expect(members["milliseconds"]?.int != nil)
        #expect(members["detail"]?.string?.hasPrefix("data.html") == true)
    }
}
