import Foundation
import RelayCore
import TestSupport
import Testing

/// The functions as Lambdas on a stand-in of SQS, against the simulated HubSpot.
@Suite(
    "The whole flow on Lambda and SQS", .timeLimit(.minutes(15)), .serialized,
    .enabled(if: AWSServer.isWanted, "TEST_PYTHON is not set"))
struct AWSFlowTests {
    struct Row: NamedCase {
        let name: String
        /// How often each message of a queue is brought to its function, at once.
        var deliveries = 1
        var store = StoreUnderTest.sqlite
        /// Whose container is killed over its first event.
        var killed: [String] = []
    }

    @Test(
        "A message is answered once, and a person takes over once",
        arguments: [
            Row(name: "each message comes once, the store in DynamoDB", store: .dynamoDB),
            Row(name: "each message comes twice", deliveries: 2),
            Row(name: "containers are killed", killed: ["message-route", "ai-turn", "ai-reply-post", "handoff-comment"]),
        ])
    func flow(_ row: Row) async throws {
        try await FlowStage.with(row.store) { stage in
            let aws = try await SimulatedAWS.start(queuesOf: FlowStage.queued)
            let platform = try await LambdaPlatform(
                FlowStage.functions, aws: aws, environment: stage.environment, deliveries: row.deliveries, killed: row.killed)
            try await platform.whileRunning { url in
                try await stage.play(url: url) { try await aws.isEmpty(FlowStage.queued) }
            }
            for function in row.killed { #expect(platform.sandboxes[function]?.starts == 2, "\(function)") }
            #expect(try await aws.isEmpty(FlowStage.queued.map { "\($0)-dead" }))
        }
    }
}
