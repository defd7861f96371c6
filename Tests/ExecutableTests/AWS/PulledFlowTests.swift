import Foundation
import HostDelivery
import PostgresQueue
import RelayCore
import TestSupport
import Testing

/// The functions in containers that take their events out of queues themselves, against the simulated HubSpot.
@Suite("The whole flow in containers that pull", .timeLimit(.minutes(15)), .serialized)
struct PulledFlowTests {
    @Test(
        "A message is answered once, and a person takes over once: SQS",
        .enabled(if: AWSServer.isWanted, "TEST_PYTHON is not set"))
    func sqs() async throws {
        try await FlowStage.with { stage in
            let aws = try await SimulatedAWS.start(queuesOf: FlowStage.queued)
            let environment = aws.environment.merging(stage.environment) { $1 }.merging(["QUEUE_URL": aws.queueURL]) { $1 }
            try await Self.whileRunning(FlowStage.queued, environment) { url in
                try await stage.play(url: url) { try await aws.isEmpty(FlowStage.queued) }
            }
            #expect(try await aws.isEmpty(FlowStage.queued.map { "\($0)-dead" }))
        }
    }

    @Test(
        "A message is answered once, and a person takes over once: PostgreSQL",
        .enabled(if: PostgresServer.isWanted, "no PostgreSQL server is installed"))
    func postgres() async throws {
        try await FlowStage.with { stage in
            let url = try await PostgresServer.schema()
            let environment = stage.environment.merging(["QUEUE_URL": url, "STORE_URL": url]) { $1 }
            let queue = try PostgresEventQueue(url: url)
            try await Self.whileRunning(FlowStage.queued, environment) { url in
                try await stage.play(url: url) { try await queue.counts().waiting == 0 }
            }
            #expect(try await queue.counts().dead == 0)
        }
    }

    /// The containers of these, and last that of `webhook-receive`, whose address the body gets. SIGTERM ends each well.
    private static func whileRunning(
        _ functions: [String], _ environment: [String: String], _ body: @escaping @Sendable (String) async throws -> Void
    ) async throws {
        guard let function = functions.first else {
            let outcome = try await RunningContainer.whileRunning("webhook-receive", environment: environment, body)
            #expect(outcome.exitCode == 0)
            return
        }
        let outcome = try await RunningContainer.whileRunning(function, environment: environment) { _ in
            try await whileRunning(Array(functions.dropFirst()), environment, body)
        }
        #expect(outcome.exitCode == 0, "\(function)")
    }
}
