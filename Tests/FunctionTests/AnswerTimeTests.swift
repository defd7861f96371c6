import FoundationEssentials
import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@Suite("How long a customer waited")
struct AnswerTimeTests {
    struct Row: NamedCase {
        let name: String
        var environment: [String: String] = [:]
        /// Seconds from when the customer wrote. That is by the portal's clock, which goes on while the relay's stands.
        let seconds: ClosedRange<Int>?
    }

    @Test(
        "An answer's result tells it; nothing else's does",
        arguments: [
            Row(name: "an answer", seconds: 15...60), Row(name: "a draft", environment: ["ASSIST_MODE": "true"], seconds: nil),
        ])
    func time(_ row: Row) async throws {
        try await Stage.run(row.environment) { stage in
            let relay = try Relay(stage, engine: ScriptedEngine.echo())
            _ = try await stage.chat("one")
            relay.clock.advance(40)
            let replies = try await relay.settle().results(AIReplyEvent.type)
            #expect(replies.count == 1)
            let milliseconds = replies.first?.data[FunctionResult.answeredAfter]?.int
            #expect(milliseconds.map { row.seconds?.contains($0 / 1000) == true } ?? (row.seconds == nil))
        }
    }

    @Test("What the functions called is told of, in one trace")
    func calls() async throws {
        try await Stage.run { stage in
            let functions = try Functions(stage.services(.live), engines: ["default": ScriptedEngine.echo()])
            let thread = try await stage.chat("one")
            var event = try await stage.arrival(on: thread)
            event.traceParent = TraceContext.begun(unique: "a").traceParent
            for expected in [[OutsideCall.Kind.hubSpot], [.hubSpot, .ai], [.hubSpot]] {
                let trace = InvocationTrace(event.traceParent.flatMap(TraceContext.init))
                let context = InvocationContext(deadline: nil, logger: Stage.context.logger, trace: trace)
                let result = await functions.handle(event, context)
                #expect(Set(trace.calls.map(\.kind)) == Set(expected))
                #expect(trace.calls.allSatisfy { $0.spanID != nil })
                event = try #require(result.events.first { $0.type != SessionUpdatedEvent.type }, "\(result.line)")
                #expect(event.traceParent.flatMap(TraceContext.init) == trace.context)
            }
        }
    }
}
