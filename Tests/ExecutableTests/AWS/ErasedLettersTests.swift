import Foundation
import RelayCore
import TestSupport
import Testing

/// `session-control` as a Lambda with a stand-in of SQS.
@Suite(
    "An erasure on Lambda and SQS", .timeLimit(.minutes(10)), .serialized,
    .enabled(if: AWSServer.isWanted, "TEST_PYTHON is not set"))
struct ErasedLettersTests {
    private static let having = ["ai-reply-post", "ticket-property-mirror"]

    private static func reply(_ id: String, thread: String) -> RelayEvent {
        RelayEvent(
            id: id, source: "/test", type: AIReplyEvent.type,
            data: ["threadId": .string(thread), "inReplyTo": "1", "text": "Mostly two working days."])
    }

    @Test("Dead letters of the conversation go from every queue, and no others")
    func erased() async throws {
        try await FlowStage.with { stage in
            let aws = try await SimulatedAWS.start(queuesOf: FlowStage.queued)
            for function in Self.having {
                try await aws.send(Self.reply("mine", thread: "7"), to: "\(function)-dead")
                try await aws.send(Self.reply("other", thread: "8"), to: "\(function)-dead")
            }
            let platform = try await LambdaPlatform(
                ["session-control": true], aws: aws, environment: stage.environment)
            try await platform.whileRunning { _ in
                let erasure = RelayEvent(
                    id: "erase", source: "/test", type: SessionDeleteEvent.type, data: ["threadId": "7"])
                try await aws.send(erasure, to: "session-control")
                for function in Self.having {
                    try await stage.wait("the dead letters of \(function)") { try await aws.count("\(function)-dead") == 1 }
                }
                // What is left is the second look, which is not due.
                try await stage.wait("the end of the erasure") { try await aws.count("session-control") == 1 }
            }
            for function in Self.having {
                // To be seen again at once.
                let letters = try await aws.receive("\(function)-dead")
                #expect(letters.compactMap { $0["Body"]?.string } == [Self.reply("other", thread: "8").json.canonical])
            }
            #expect(try await aws.isEmpty(["session-control-dead"]))
        }
    }
}
