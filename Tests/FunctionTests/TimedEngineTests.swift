import Conversations
import CurlTransport
import FoundationEssentials
import HubSpotSimulator
import RelayCore
import SessionStore
import TestSupport
import Testing

@testable import ai_turn

@Suite("The time that the AI has")
struct TimedEngineTests {
    private static let request = AnswerRequest(
        organization: "acme",
        session: Session(
            id: "ses_1", threadID: "7", channel: .chat, createdAt: Date(), updatedAt: Date()),
        customData: [], history: [], messages: [])

    struct Row: NamedCase {
        let name: String
        /// Seconds until the deadline of the invocation.
        let left: Double?
        /// Seconds that the engine takes to fail; nil: it answers at once.
        var failsAfter: Double?
        let code: ReasonCode?
        let asked: Int
    }

    @Test(
        "Asked twice where time is left; without time not at all, which is no fault of the AI's",
        arguments: [
            Row(name: "enough", left: 60, code: nil, asked: 1),
            Row(name: "no deadline", left: nil, code: nil, asked: 1),
            Row(name: "none but what keeping the outcome takes", left: 1.5, code: .deadlinePassed, asked: 0),
            Row(name: "over", left: -1, code: .deadlinePassed, asked: 0),
            Row(name: "fails twice", left: 60, failsAfter: 1, code: .aiUnavailable, asked: 2),
            Row(name: "fails, and no time is left then", left: 20, failsAfter: 19, code: .aiUnavailable, asked: 1),
        ])
    func time(_ row: Row) async throws {
        let clock = TestClock(shortestTimeout: 1)
        let engine = ScriptedEngine { _ throws(AnswerError) in
            guard let seconds = row.failsAfter else { return .reply(.init(text: "Yes.")) }
            clock.advance(seconds)
            throw AnswerError("down")
        }
        let trace = InvocationTrace()
        let timed = TimedEngine(
            engine: engine, name: "scripted", timeout: 30, deadline: row.left.map { clock.now + $0 }, ambient: clock.ambient,
            trace: trace)
        var code: ReasonCode?
        do throws(EngineFailure) {
            _ = try await timed.answer(Self.request)
        } catch {
            code = error.code
        }
        #expect(code == row.code)
        #expect(engine.requests.count == row.asked)
        #expect(trace.calls.count == row.asked && trace.calls.allSatisfy { $0.kind == .ai && $0.name == "scripted" })
        #expect(trace.calls.last?.outcome == (row.asked == 0 ? nil : row.code?.rawValue ?? "reply"))
    }

    /// HubSpot, and half a minute for each call.
    private struct SlowTransport: HTTPTransport {
        let clock: TestClock
        private let transport = CurlTransport()

        init(_ clock: TestClock) { self.clock = clock }

        func send(_ call: HTTPCall) async throws(TransportError) -> HTTPAnswer {
            let answer = try await transport.send(call)
            clock.advance(30)
            return answer
        }
    }

    @Test("Slow reads of HubSpot that leave no time to ask: no outcome is kept, and the next delivery asks")
    func slowReads() async throws {
        try await Stage.run(["HUBSPOT_APP_ID": "1098266"]) { stage in
            let clock = TestClock(now: Date(), shortestTimeout: 20)
            let engine = ScriptedEngine.echo()
            let thread = try await stage.chat("Hello there")
            let message = try #require(await stage.portal.messages(thread).last)
            let turn = Stage.event(
                ConversationTurnEvent.type, ["threadId": .string(thread), "messageId": .string(message.id)])
            let slow = FunctionServices(
                configuration: stage.configuration, stores: stage.stores, transport: SlowTransport(clock), ambient: clock.ambient)
            let late = try await Functions(slow, engines: ["default": engine]).handle(
                turn, InvocationContext(deadline: clock.now + 50, logger: Stage.context.logger))
            #expect(late.status == .retry && late.code == .deadlinePassed, "\(late.line)")
            #expect(late.message == "no time was left to ask the AI" && late.events.isEmpty)
            #expect(engine.requests.isEmpty)
            let outcome = try await stage.store.turnOutcome(
                threadID: thread, messageID: message.id)
            #expect(outcome == nil)
            let again = try await Functions(stage.services(clock.ambient), engines: ["default": engine]).handle(
                turn, InvocationContext(deadline: clock.now + 50, logger: Stage.context.logger))
            #expect(again.events.map(\.type) == [AIReplyEvent.type], "\(again.line)")
            #expect(engine.requests.count == 1)
        }
    }
}
