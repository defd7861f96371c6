import Foundation
import HostCore
import RelayCore
import Synchronization
import TestSupport
import Testing

@testable import SQSQueue

@Suite("Messages that a container asks SQS for", .timeLimit(.minutes(5)))
struct SQSPullerTests {
    private static func message(_ id: String) -> JSON {
        [
            "Messages": [
                [
                    "MessageId": .string(id), "ReceiptHandle": .string("r-\(id)"), "Body": .string(event(id).json.canonical),
                    "Attributes": ["ApproximateReceiveCount": "1"],
                ]
            ]
        ]
    }

    /// Gives these messages, one for each question; then the answer waits for the end, and may bring one more.
    private static func queue(
        _ ids: String..., fails: Int = 0, end: Flag, last: JSON = [:]
    ) -> ScriptedSQS {
        ScriptedSQS { call, number in
            guard call.operation == "ReceiveMessage" else { return ScriptedSQS.done(call) }
            if number <= fails { throw ScriptedSQS.Down() }
            if number - fails <= ids.count { return message(ids[number - fails - 1]) }
            _ = await eventually { end.isSet }
            return last
        }
    }

    private func puller(
        _ sqs: ScriptedSQS, ambient: Ambient, _ perform: @escaping @Sendable (SQSMessage) async -> InvocationResult
    ) -> SQSPuller {
        let source = SQSSource(
            ScriptedSQS.address, of: "turns", caller: sqs, maximumReceives: 5, ambient: ambient, logger: .silent)
        return SQSPuller(source, concurrency: 1, ambient: ambient, logger: .silent, perform: perform)
    }

    /// Time stands still.
    private static var still: Ambient {
        var ambient = TestClock().ambient
        ambient.sleep = { _ in await untilCancelled() }
        return ambient
    }

    @Test("A message is taken out once its work is done, and stays where it is not")
    func taken() async throws {
        let end = Flag()
        let sqs = Self.queue("a", "fault", "b", end: end)
        let running = Task {
            await puller(sqs, ambient: Self.still) { message in
                message.id == "fault" ? .retry(.internalError, "no") : InvocationResult(.done())
            }.run()
        }
        #expect(await eventually { sqs.calls(of: "ReceiveMessage").count == 4 })
        running.cancel()
        end.set()
        await running.value
        #expect(sqs.calls(of: "DeleteMessage").map { $0.input["ReceiptHandle"]?.string } == ["r-a", "r-b"])
        #expect(sqs.calls(of: "ChangeMessageVisibility").map { $0.input["ReceiptHandle"]?.string } == ["r-fault"])
        let question = try #require(sqs.calls.first)
        #expect(question.queue == "relay-turns")
        #expect(question.input["WaitTimeSeconds"]?.int == 5)
        #expect(question.input["VisibilityTimeout"]?.int == 60)
    }

    @Test("A message is kept while its work goes on, and not a moment longer")
    func kept() async throws {
        let end = Flag()
        let sqs = Self.queue("a", end: end)
        let clock = TestClock()
        let running = Task {
            await puller(sqs, ambient: clock.ambient) { _ in
                #expect(await eventually { sqs.calls(of: "ChangeMessageVisibility").count >= 3 })
                return InvocationResult(.done())
            }.run()
        }
        #expect(await eventually { sqs.calls(of: "DeleteMessage").count == 1 })
        let count = sqs.calls(of: "ChangeMessageVisibility").count
        #expect(sqs.calls(of: "ChangeMessageVisibility").allSatisfy { $0.input["VisibilityTimeout"]?.int == 60 })
        #expect(Set(clock.slept) == [20])
        running.cancel()
        end.set()
        await running.value
        #expect(sqs.calls(of: "ChangeMessageVisibility").count == count)
    }

    @Test("Told to end, it finishes what it has begun, and asks for nothing more")
    func ended() async throws {
        let sqs = Self.queue("a", "b", end: Flag())
        let (isBegun, mayEnd) = (Flag(), Flag())
        let running = Task {
            await puller(sqs, ambient: Self.still) { _ in
                isBegun.set()
                _ = await eventually { mayEnd.isSet }
                return InvocationResult(.done())
            }.run()
        }
        #expect(await eventually { isBegun.isSet })
        running.cancel()
        mayEnd.set()
        await running.value
        #expect(sqs.calls.map(\.operation) == ["ReceiveMessage", "DeleteMessage"])
    }

    /// SQS gives a message also to a question that nobody waits for any more, and counts it.
    @Test("Told to end while it asks, it gives back what comes, and no fault is counted")
    func late() async throws {
        let end = Flag()
        let sqs = Self.queue(end: end, last: Self.message("late"))
        let running = Task {
            await puller(sqs, ambient: Self.still) { _ in
                Issue.record("it was begun")
                return InvocationResult(.done())
            }.run()
        }
        #expect(await eventually { sqs.calls(of: "ReceiveMessage").count == 1 })
        running.cancel()
        end.set()
        await running.value
        #expect(sqs.calls.map(\.operation) == ["ReceiveMessage", "SendMessage", "DeleteMessage"])
        let again = try #require(sqs.calls(of: "SendMessage").first)
        #expect(again.queue == "relay-turns")
        #expect(again.input["MessageBody"]?.string == event("late").json.canonical)
        #expect(again.input["MessageAttributes"] == nil)
    }

    @Test("A queue that cannot be read is asked again, after longer and longer pauses")
    func failing() async throws {
        let end = Flag()
        let sqs = Self.queue("a", fails: 3, end: end)
        let clock = TestClock(shortestTimeout: 20)
        let running = Task { await puller(sqs, ambient: clock.ambient) { _ in InvocationResult(.done()) }.run() }
        #expect(await eventually { sqs.calls(of: "DeleteMessage").count == 1 })
        running.cancel()
        end.set()
        await running.value
        #expect(clock.slept == [1, 2, 5])
    }

    @Test("A queue that says at once that it holds nothing is asked again after a second")
    func hasty() async throws {
        let end = Flag()
        let sqs = ScriptedSQS { _, number in
            if number > 3 { _ = await eventually { end.isSet } }
            return [:]
        }
        let clock = TestClock()
        let running = Task { await puller(sqs, ambient: clock.ambient) { _ in InvocationResult(.done()) }.run() }
        #expect(await eventually { sqs.calls.count == 4 })
        running.cancel()
        end.set()
        await running.value
        #expect(clock.slept == [1, 1, 1])
    }
}
