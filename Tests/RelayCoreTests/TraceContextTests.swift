import RelayCore
import TestSupport
import Testing

@Suite("Trace context")
struct TraceContextTests {
    struct Row: NamedCase {
        let name: String
        let text: String
        var isSampled: Bool?
    }

    private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    private static let span = "00f067aa0ba902b7"

    @Test(
        "A traceparent is read as W3C has it, or not at all",
        arguments: [
            Row(name: "recorded", text: "00-\(trace)-\(span)-01", isSampled: true),
            Row(name: "not recorded", text: "00-\(trace)-\(span)-00", isSampled: false),
            Row(name: "other flags", text: "00-\(trace)-\(span)-03", isSampled: true),
            Row(name: "a later version", text: "cc-\(trace)-\(span)-01-what-comes-then", isSampled: true),
            Row(name: "more than this version has", text: "00-\(trace)-\(span)-01-more"),
            Row(name: "no version", text: "ff-\(trace)-\(span)-01"),
            Row(name: "a trace of zeros", text: "00-\(String(repeating: "0", count: 32))-\(span)-01"),
            Row(name: "a span of zeros", text: "00-\(trace)-0000000000000000-01"),
            Row(name: "capital letters", text: "00-\(trace.uppercased())-\(span)-01"),
            Row(name: "too short a trace", text: "00-\(trace.dropLast())-\(span)-01"),
            Row(name: "too short a span", text: "00-\(trace)-\(span.dropLast())-01"),
            Row(name: "other letters", text: "00-\(trace.replacing("4", with: "g"))-\(span)-01"),
            Row(name: "no flags", text: "00-\(trace)-\(span)"), Row(name: "nothing", text: ""),
        ])
    func read(_ row: Row) {
        let context = TraceContext(traceParent: row.text)
        #expect(context?.isSampled == row.isSampled)
        if let context { #expect(context.traceID == Self.trace && context.spanID == Self.span) }
    }

    @Test("What is begun and its parts are in one trace, each in its own place, and are read again")
    func parts() throws {
        let begun = TraceContext.begun(unique: "one")
        let parts = [begun.child(unique: "1"), begun.child(unique: "2"), begun.child(unique: "1").child(unique: "2")]
        #expect(Set(([begun] + parts).map(\.spanID)).count == 4)
        for part in [begun] + parts {
            #expect(part.traceID == begun.traceID)
            #expect(TraceContext(traceParent: part.traceParent) == part)
        }
        #expect(TraceContext.begun(unique: "two").traceID != begun.traceID)
        let unrecorded = try #require(TraceContext(traceParent: "00-\(Self.trace)-\(Self.span)-00"))
        #expect(unrecorded.child(unique: "1").traceParent.hasSuffix("-00"))
    }
}

@Suite("Calls that a worker tells of")
struct OutsideCallTests {
    struct Row: NamedCase {
        let name: String
        let call: OutsideCall
    }

    private static let then = Timestamp.date(milliseconds: 1_790_000_000_123)

    @Test(
        "They are read as they were told",
        arguments: [
            Row(
                name: "HubSpot",
                call: OutsideCall(
                    .hubSpot, name: "read the thread", outcome: "200", started: then, seconds: 0.25, spanID: "00f067aa0ba902b7",
                    rateLimitLeft: 97)),
            Row(
                name: "no answer",
                call: OutsideCall(.hubSpot, name: "x", outcome: "timed out", started: then, seconds: 15, spanID: nil)),
            Row(
                name: "an AI",
                call: OutsideCall(
                    .ai, name: "openai", outcome: "reply", started: then, seconds: 1.5, spanID: "00f067aa0ba902b7",
                    usage: AIUsage(model: "small", inputTokens: 900, outputTokens: 70, finishReason: "stop"))),
            Row(
                name: "an AI that does not say what it used",
                call: OutsideCall(.ai, name: "http", outcome: "ai-timeout", started: then, seconds: 30, spanID: nil)),
        ])
    func told(_ row: Row) throws {
        #expect(OutsideCall(json: try JSON.parse(row.call.json.canonical)) == row.call)
    }

    @Test("What is no such call is none", arguments: ["{}", #"{"kind":"other","name":"n","outcome":"o"}"#, "[]"])
    func other(_ text: String) throws { #expect(OutsideCall(json: try JSON.parse(text)) == nil) }
}
