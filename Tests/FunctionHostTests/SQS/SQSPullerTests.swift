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

    /// Gives these messages, one for each question, then waits until it is given up.
    private static func queue(
        _ ids: String..., fails: Int = 0, other: @escaping @Sendable (String) -> Void = { _ in }
    ) -> ScriptedSQS {
        ScriptedSQS { call, number in
            guard call.operation == "ReceiveMessage" else {
                other(call.operation)
                return [:]
            }
            if number <= fails { throw ScriptedSQS.Down() }
            if number - fails <= ids.count { return message(ids[number - fails - 1]) }
            await untilCancelled()
            throw ScriptedSQS.Down()
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
        let sqs = Self.queue("a", "fault", "b")
        let running = Task {
            await puller(sqs, ambient: Self.still) { message in
                message.id == "fault" ? .retry(.internalError, "no") : InvocationResult(.done())
            }.run()
        }
        #expect(await eventually { sqs.calls(of: "ReceiveMessage").count == 4 })
        running.cancel()
        await running.value
        #expect(sqs.calls(of: "DeleteMessage").map { $0.input["ReceiptHandle"]?.string } == ["r-a", "r-b"])
        #expect(sqs.calls(of: "ChangeMessageVisibility").map { $0.input["ReceiptHandle"]?.string } == ["r-fault"])
        let question = try #require(sqs.calls.first)
        #expect(question.queue == "relay-turns")
        #expect(question.input["WaitTimeSeconds"]?.int == 20)
        #expect(question.input["VisibilityTimeout"]?.int == 60)
    }

    @Test("A message is kept while its work goes on, and not a moment longer")
    func kept() async throws {
        let isHeld = Flag()
        let sqs = Self.queue("a") { if $0 == "ChangeMessageVisibility" { isHeld.set() } }
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
        await running.value
        #expect(sqs.calls(of: "ChangeMessageVisibility").count == count)
    }

    @Test("Told to end, it finishes what it has begun, and asks for nothing more")
    func ended() async throws {
        let sqs = Self.queue("a", "b")
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

    @Test("A queue that cannot be read is asked again, after longer and longer pauses")
    func failing() async throws {
        let sqs = Self.queue("a", fails: 3)
        let clock = TestClock(shortestTimeout: 20)
        let running = Task { await puller(sqs, ambient: clock.ambient) { _ in InvocationResult(.done()) }.run() }
        #expect(await eventually { sqs.calls(of: "DeleteMessage").count == 1 })
        running.cancel()
        await running.value
        #expect(clock.slept == [1, 2, 5])
    }
}
