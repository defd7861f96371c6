import Foundation
import HostCore
import RelayCore
import TestSupport
import Testing

@testable import FunctionHost

@Suite("Traces of a host")
struct TracingTests {
    private static let now = Date(timeIntervalSince1970: 1_790_000_000)
    private static let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    private static func record(
        _ result: InvocationResult, type: String = "conversation.turn", traceParent: String? = parent,
        outcome: InvocationRecord.Outcome = .completed
    ) -> InvocationRecord {
        let event = event("turn:7:m1", type: type, organization: "shop")
        return InvocationRecord(
            function: "ai-turn", event: EncodedEvent(event), attempt: 1, queued: now, due: now + 1,
            invocation: Invocation(result: result, started: now + 1.5, ended: now + 2), outcome: outcome,
            span: InvocationSpan(following: traceParent, of: event.key, unique: "u"))
    }

    // MARK: Where an invocation stands

    @Test("An event's place comes from its own trace; without one its deliveries are in one trace of their own")
    func places() throws {
        let key = EventKey(organization: "shop", source: "/t", id: "e")
        let parent = try #require(TraceContext(traceParent: Self.parent))
        let within = InvocationSpan(following: Self.parent, of: key, unique: "1")
        #expect(within.context.traceID == parent.traceID && within.parentSpanID == parent.spanID)
        let begun = [("1", nil), ("2", nil), ("3", "no traceparent")].map {
            InvocationSpan(following: $0.1, of: key, unique: $0.0)
        }
        #expect(Set(begun.map(\.context.traceID)).count == 1 && Set(begun.map(\.context.spanID)).count == 3)
        #expect(begun.allSatisfy { $0.parentSpanID == nil })
        let other = EventKey(organization: "shop", source: "/t", id: "f")
        #expect(InvocationSpan(following: nil, of: other, unique: "1").context.traceID != begun[0].context.traceID)
    }

    @Test(
        "What an event says of its trace is read from its bytes",
        arguments: [parent, nil] as [String?])
    func bytes(_ traceParent: String?) {
        var one = event("e")
        one.traceParent = traceParent
        #expect(EncodedEvent(one).traceParent == traceParent)
    }

    // MARK: Spans

    @Test("An invocation is a span, and each of its calls is one in it")
    func spans() throws {
        let calls = [
            OutsideCall(
                .hubSpot, name: "read the thread", outcome: "200", started: Self.now, seconds: 0.25, spanID: "00f067aa0ba902b8"),
            OutsideCall(
                .hubSpot, name: "post a message", outcome: "timed out", started: Self.now, seconds: 15,
                spanID: "00f067aa0ba902b9"),
            OutsideCall(
                .ai, name: "openai", outcome: "reply", started: Self.now, seconds: 2, spanID: "00f067aa0ba902ba",
                usage: AIUsage(model: "small", inputTokens: 900, outputTokens: 70, finishReason: "stop")),
            OutsideCall(.hubSpot, name: "untraced", outcome: "200", started: Self.now, seconds: 1, spanID: nil),
        ]
        guard case .object(var members) = FunctionResult.done(["sessionId": "ses_1"]).json else { return }
        members["calls"] = .array(calls.map(\.json))
        let record = Self.record(try InvocationResult(line: JSON.object(members).canonicalBytes))
        let spans = OTLPSpan.all(of: record).map(\.json)
        try #require(spans.count == 4)
        #expect(spans.map { $0["name"] } == ["ai-turn", "read the thread", "post a message", "chat small"])
        #expect(spans.map { $0["kind"]?.int } == [5, 3, 3, 3])
        #expect(Set(spans.map { $0["traceId"] }) == ["4bf92f3577b34da6a3ce929d0e0e4736"])
        #expect(spans[0]["parentSpanId"] == "00f067aa0ba902b7")
        #expect(spans.dropFirst().allSatisfy { $0["parentSpanId"] == spans[0]["spanId"] })
        #expect(spans[0]["startTimeUnixNano"] == "1790000001500000000" && spans[0]["endTimeUnixNano"] == "1790000002000000000")
        #expect(spans[1]["endTimeUnixNano"] == "1790000000250000000")
        #expect(spans.map { $0["status"]?["message"] } == [nil, nil, "timed out", nil])
        #expect(Self.attribute("cloudevents.event_id", of: spans[0]) == ["stringValue": "turn:7:m1"])
        #expect(Self.attribute("deskrelay.waited_milliseconds", of: spans[0]) == ["intValue": "500"])
        #expect(Self.attribute("http.response.status_code", of: spans[1]) == ["intValue": "200"])
        for (name, value) in [
            ("gen_ai.operation.name", "chat"), ("gen_ai.provider.name", "openai"), ("gen_ai.request.model", "small"),
            ("gen_ai.conversation.id", "ses_1"),
        ] {
            #expect(Self.attribute(name, of: spans[3]) == ["stringValue": .string(value)], "\(name)")
        }
        #expect(Self.attribute("gen_ai.usage.input_tokens", of: spans[3]) == ["intValue": "900"])
        #expect(
            Self.attribute("gen_ai.response.finish_reasons", of: spans[3]) == [
                "arrayValue": ["values": [["stringValue": "stop"]]]
            ]
        )
    }

    private static func attribute(_ name: String, of span: JSON) -> JSON? {
        span["attributes"]?.array?.first { $0["key"]?.string == name }?["value"]
    }

    struct Fault: NamedCase {
        let name: String
        let result: InvocationResult
        var type = "conversation.turn"
        var outcome = InvocationRecord.Outcome.completed
        let fault: String?
    }

    @Test(
        "What went wrong is an error; a wait and a silence are none of the function's",
        arguments: [
            Fault(name: "done", result: InvocationResult(.done()), fault: nil),
            Fault(name: "a silence", result: InvocationResult(.skipped(.ownerIsHuman)), fault: nil),
            Fault(
                name: "tried again", result: .retry(.unavailable, "x"), outcome: .postponed(until: now), fault: "unavailable"),
            Fault(name: "given up", result: .failed(.notFound, "x"), outcome: .buried, fault: "not-found"),
            Fault(
                name: "a refused request", result: .failed(.badSignature, "x"), type: HTTPRequestEvent.type, outcome: .answered,
                fault: "bad-signature"),
        ])
    func faults(_ row: Fault) throws {
        let span = try #require(OTLPSpan.all(of: Self.record(row.result, type: row.type, outcome: row.outcome)).first?.json)
        #expect(span["status"]?["message"]?.string == row.fault)
        #expect(span["kind"]?.int == (row.type == HTTPRequestEvent.type ? 2 : 5))
    }

    @Test("Who began the trace may not want it recorded")
    func unrecorded() {
        let record = Self.record(InvocationResult(.done()), traceParent: String(Self.parent.dropLast(2)) + "00")
        #expect(OTLPSpan.all(of: record).isEmpty)
    }

    // MARK: The exporter

    struct Address: NamedCase {
        let name: String
        let environment: [String: String]
        var url: String?
        var headers: [String] = []
        var fault: String?
    }

    @Test(
        "Where spans go",
        arguments: [
            Address(name: "nowhere", environment: [:]),
            Address(name: "nowhere, said so", environment: ["OTEL_EXPORTER_OTLP_ENDPOINT": ""]),
            Address(
                name: "a collector", environment: ["OTEL_EXPORTER_OTLP_ENDPOINT": "http://c.example.com:4318"],
                url: "http://c.example.com:4318/v1/traces"),
            Address(
                name: "with a slash", environment: ["OTEL_EXPORTER_OTLP_ENDPOINT": "https://c.example.com/otlp/"],
                url: "https://c.example.com/otlp/v1/traces"),
            Address(
                name: "an address for traces alone",
                environment: [
                    "OTEL_EXPORTER_OTLP_ENDPOINT": "http://c.example.com",
                    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://t.example.com/in",
                ], url: "http://t.example.com/in"),
            Address(
                name: "with headers",
                environment: [
                    "OTEL_EXPORTER_OTLP_ENDPOINT": "http://c.example.com",
                    "OTEL_EXPORTER_OTLP_HEADERS": "authorization=Bearer%20abc, x-team = support",
                ], url: "http://c.example.com/v1/traces", headers: ["authorization: Bearer abc", "x-team: support"]),
            Address(
                name: "no address", environment: ["OTEL_EXPORTER_OTLP_ENDPOINT": "collector:4317"],
                fault: "OTEL_EXPORTER_OTLP_ENDPOINT must start with https:// or http://"),
            Address(
                name: "no headers",
                environment: ["OTEL_EXPORTER_OTLP_ENDPOINT": "http://c.example.com", "OTEL_EXPORTER_OTLP_HEADERS": "abc"],
                fault: "OTEL_EXPORTER_OTLP_HEADERS must be name=value, separated by commas"),
        ])
    func settings(_ row: Address) {
        do throws(ConfigurationFaults) {
            let settings = try Self.settings(row.environment)
            #expect(row.fault == nil)
            #expect(settings?.url == row.url)
            #expect(settings?.headers.map { "\($0.name): \($0.value)" } ?? [] == row.headers)
        } catch {
            #expect(error.description == row.fault)
        }
    }

    private static func settings(_ environment: [String: String]) throws(ConfigurationFaults) -> TraceSettings? {
        let uses =
            [.optional(ConfigurationKeys.organization)]
            + ConfigurationKeys.hostKeys.map { KeyUse(definition: $0, isRequired: false) }
        return TraceSettings(try Configuration.load(uses, environment: environment, readFile: { _ in [] }))
    }

    private static func exporter(_ transport: StubTransport) throws -> TraceExporter {
        let environment = ["OTEL_EXPORTER_OTLP_ENDPOINT": "http://c.example.com", "OTEL_EXPORTER_OTLP_HEADERS": "a=b"]
        return TraceExporter(
            try #require(try Self.settings(environment)), transport: transport, ambient: TestClock().ambient, logger: .silent)
    }

    struct Answer: NamedCase {
        let name: String
        let first: Result<HTTPAnswer, TransportError>
        /// How many spans the second request carries, after one more invocation.
        let second: Int
        let dropped: Int
    }

    @Test(
        "Spans that the collector does not take for the moment are sent again; those that it refuses are dropped, and counted",
        arguments: [
            Answer(name: "taken", first: .status(200), second: 1, dropped: 0),
            Answer(name: "busy", first: .status(503), second: 2, dropped: 0),
            Answer(name: "too many", first: .status(429), second: 2, dropped: 0),
            Answer(name: "no answer", first: .lost(.notSent), second: 2, dropped: 0),
            Answer(name: "refused", first: .status(400), second: 1, dropped: 1),
            Answer(name: "not let in", first: .status(401), second: 1, dropped: 1),
        ])
    func answers(_ row: Answer) async throws {
        let transport = StubTransport([row.first, .status(200)])
        let exporter = try Self.exporter(transport)
        for _ in 0..<2 {
            exporter.invocationEnded(Self.record(InvocationResult(.done())))
            await exporter.flush()
        }
        let counts = transport.calls.map { call in
            call.json?["resourceSpans"]?.array?.first?["scopeSpans"]?.array?.first?["spans"]?.array?.count ?? 0
        }
        #expect(counts == [1, row.second])
        #expect(exporter.dropped == row.dropped)
        #expect(transport.calls.allSatisfy { $0.url == "http://c.example.com/v1/traces" && $0.header("a") == "b" })
    }

    @Test("There is an end to how many spans wait; they are sent in batches")
    func bounded() async throws {
        let transport = StubTransport { _ throws(TransportError) in HTTPAnswer(status: 200) }
        let exporter = try Self.exporter(transport)
        for _ in 0..<(SpanBuffer.limit + 10) { exporter.invocationEnded(Self.record(InvocationResult(.done()))) }
        #expect(exporter.dropped == 10)
        await exporter.flush()
        #expect(transport.calls.count == SpanBuffer.limit / SpanBuffer.batch)
    }

    private static func span(_ number: Int) -> OTLPSpan {
        OTLPSpan(
            context: ("", ""), parentSpanID: nil, name: "\(number)", kind: .client, started: now, ended: now, attributes: [],
            fault: nil)
    }

    @Test("What is given back is kept before what came since, as far as there is room")
    func givenBack() {
        var buffer = SpanBuffer()
        _ = buffer.add((0..<600).map(Self.span))
        let taken = buffer.take()
        #expect(taken.count == SpanBuffer.batch)
        buffer.giveBack(taken)
        #expect(buffer.spans.map(\.name) == (0..<600).map(String.init))
        let again = buffer.take()
        _ = buffer.add((0..<(SpanBuffer.limit - 188)).map(Self.span))
        buffer.giveBack(again)
        #expect(buffer.spans.count == SpanBuffer.limit && buffer.dropped == 412)
    }
}
