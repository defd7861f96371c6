import Foundation
import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@Suite("Traces of a running relay", .timeLimit(.minutes(5)))
struct TraceTests {
    static let python = ProcessInfo.processInfo.environment["TEST_PYTHON"]

    @Test("A message is one trace from its webhook to its answer, and goes to the collector")
    func message() async throws {
        let spans = try await Self.collected()
        let arrivals = spans.filter { $0["name"] == "webhook-receive" }
        let answer = try #require(
            spans.first { $0["name"] == "ai-reply-post" && Self.text("cloudevents.event_type", $0) == "ai.reply" })
        let trace = spans.filter { $0["traceId"] == answer["traceId"] }
        let names = Set(trace.compactMap { $0["name"]?.string })
        #expect(names.isSuperset(of: ["webhook-receive", "message-route", "ai-turn", "chat", "ai-reply-post", "post a message"]))
        // Each is a part of another one, up to the request that brought the message.
        let ids = Set(trace.compactMap { $0["spanId"]?.string })
        let roots = trace.filter { $0["parentSpanId"] == nil }
        #expect(roots.map { $0["name"] } == ["webhook-receive"])
        #expect(trace.allSatisfy { $0["parentSpanId"]?.string.map(ids.contains) ?? true })
        #expect(Set(arrivals.map { $0["traceId"] }).count == arrivals.count)
        #expect(spans.contains { Self.text("gen_ai.provider.name", $0) == "articles" })
    }

    @Test(
        "OpenTelemetry's own protocol reads what the collector gets", .enabled(if: python != nil, "TEST_PYTHON is not set"))
    func parsed() async throws {
        let script = Executable.root.appendingPathComponent("Tests/ExecutableTests/parse_traces.py").path
        let bodies = try await Self.bodies()
        let outcome = try await Command(try #require(Self.python), [script]).run(
            input: Array(bodies.map { String(decoding: $0, as: UTF8.self) + "\n" }.joined().utf8))
        #expect(outcome.exitCode == 0, "\(outcome.errors.suffix(1000))")
        #expect(Int(outcome.text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0 >= 8)
    }

    private static func text(_ attribute: String, _ span: JSON) -> String? {
        span["attributes"]?.array?.first { $0["key"]?.string == attribute }?["value"]?["stringValue"]?.string
    }

    private static func collected() async throws -> [JSON] {
        try await bodies().flatMap { body in
            (try JSON.parse(body))["resourceSpans"]?.array?.first?["scopeSpans"]?.array?.first?["spans"]?.array ?? []
        }
    }

    /// What a collector gets of one message that is answered; all of it is there when the runner has stopped.
    private static func bodies() async throws -> [[UInt8]] {
        let collector = try LoopbackServer { _ in .answer(headers: "Content-Type: application/json\r\n", "{}") }
        defer { collector.stop() }
        try await RunningRelay.whileRunning([
            "OTEL_EXPORTER_OTLP_ENDPOINT": collector.url, "CHAT_DELAY": "0", "REPLY_CHECK_DELAY": "0",
        ]) { relay in
            let thread = try await relay.portal.customerWritesChat(text: "How long does shipping take?").threadID
            try await relay.wait("the answer") { await relay.portal.messages(thread).count == 2 }
            try await relay.wait("its check") { try await relay.invocations("ai-reply-post", .done) == 2 }
        }
        #expect(collector.requests.allSatisfy { $0.method == "POST" && $0.target == "/v1/traces" })
        return collector.requests.map(\.body)
    }
}
