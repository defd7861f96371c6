import Foundation
import HostCore
import RelayCore
import TestSupport
import Testing

@testable import ContainerHost

@Suite("SQS batches on AWS Lambda", .timeLimit(.minutes(10)))
struct LambdaBatchTests {
    private let workspace: Workspace
    private let stage: LambdaStage

    init() throws {
        workspace = try Workspace()
        stage = LambdaStage(workspace: workspace)
    }

    private typealias Invocation = FakeRuntimeAPI.Invocation

    private static func record(
        _ id: String, receives: Int = 1, group: String? = nil, isOrdered: Bool = true, body: String? = nil
    ) -> JSON {
        let body = body ?? event(id).json.canonical
        return [
            "messageId": .string("m-\(id)"), "receiptHandle": "r", "body": .string(body), "eventSource": "aws:sqs",
            "attributes": .present([
                "ApproximateReceiveCount": .string("\(receives)"), "SentTimestamp": "1790000000000",
                "MessageGroupId": .optional(group),
                "SequenceNumber": .optional(isOrdered ? group.map { _ in "18849496460467696128" } : nil),
            ]),
            "eventSourceARN": "arn:aws:sqs:eu-west-1:123456789012:queue", "awsRegion": "eu-west-1",
        ]
    }

    struct Batch: NamedCase {
        let name: String
        let records: [JSON]
        var time: Double = 300
        let failures: [String]
    }

    @Test(
        "Of a batch the messages come again whose work is not done",
        arguments: [
            Batch(name: "all done", records: [record("a"), record("skip")], failures: []),
            Batch(
                name: "some not", records: [record("a"), record("refuse"), record("b"), record("wait"), record("emit")],
                failures: ["m-refuse", "m-wait", "m-emit"]),
            Batch(
                name: "one that is no event", records: [record("x", body: "hello"), record("y", body: "{}"), record("a")],
                failures: ["m-x", "m-y"]),
            Batch(
                name: "a queue that keeps an order: nothing after the first that failed",
                records: [record("a", group: "g"), record("wait", group: "g"), record("b", group: "g")],
                failures: ["m-wait", "m-b"]),
            Batch(
                name: "groups in a queue without an order",
                records: ["a", "wait", "b"].map { record($0, group: "g", isOrdered: false) }, failures: ["m-wait"]),
            Batch(name: "no time left", records: [record("a"), record("b")], time: 1, failures: ["m-a", "m-b"]),
        ])
    func batch(_ row: Batch) async throws {
        let body = JSON.object(["Records": .array(row.records)]).canonicalBytes
        let api = try await stage.run([Invocation("r-1", body, time: row.time)])
        let said = try #require(api.said.first)
        #expect(said.path == "invocation/r-1/response")
        #expect(
            said.body == ["batchItemFailures": .array(row.failures.map { ["itemIdentifier": .string($0)] })])
        if row.failures == ["m-wait", "m-b"] { #expect(!workspace.text(of: "starts.lines").contains(#""id":"b""#)) }
    }

    @Test("The function is told how often its message came, and of the last time")
    func receives() async throws {
        let records = [Self.record("a"), Self.record("b", receives: 3), Self.record("c", receives: 5)]
        _ = try await stage.run([Invocation("r-1", JSON.object(["Records": .array(records)]).canonicalBytes)])
        let lines = workspace.text(of: "starts.lines").split(separator: "\n").compactMap { try? JSON.parse(String($0))["event"] }
        #expect(lines.map { $0["attempt"]?.int } == [nil, 2, 4])
        #expect(lines.map { $0["lastattempt"]?.bool } == [nil, nil, true])
    }
}
