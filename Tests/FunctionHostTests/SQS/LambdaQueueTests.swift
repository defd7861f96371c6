import Foundation
import HostCore
import RelayCore
import TestSupport
import Testing

@testable import ContainerHost

@Suite("A Lambda function with queues of SQS", .timeLimit(.minutes(10)))
struct LambdaQueueTests {
    private let workspace: Workspace
    private let stage: LambdaStage

    init() throws {
        workspace = try Workspace()
        stage = LambdaStage(workspace: workspace)
    }

    private static func record(_ id: String, receives: Int = 1, body: String? = nil) -> JSON {
        [
            "messageId": .string("m-\(id)"), "receiptHandle": .string("r-\(id)"),
            "body": .string(body ?? event(id).json.canonical), "eventSource": "aws:sqs",
            "attributes": ["ApproximateReceiveCount": .string("\(receives)")], "messageAttributes": [:],
            "eventSourceARN": "arn:aws:sqs:eu-west-1:123456789012:relay-emitter", "awsRegion": "eu-west-1",
        ]
    }

    private static let erasure = RelayEvent(
        id: "queue.erase:1", source: "/test", type: QueueErasure.type,
        data: ["erased": [["threadId": "7", "until": "2026-11-01T12:00:00Z", "wordsUntil": "2026-11-01T12:00:00Z"]]]
    ).json.canonical

    struct Row: NamedCase {
        let name: String
        let records: [JSON]
        var time: Double = 300
        /// SQS refuses these operations.
        var refuses: [String] = []
        let failures: [String]
        /// Operation, queue, and the ids of the events in it.
        var calls: [String] = []
    }

    @Test(
        "Nothing counts as done before the queues have what it led to",
        arguments: [
            Row(name: "done", records: [record("a"), record("skip")], failures: []),
            Row(
                name: "what is emitted goes to who takes it", records: [record("emit")], failures: [],
                calls: ["SendMessageBatch relay-emitter e-1,e-2"]),
            Row(
                name: "what is too large to send: the rest is sent, and the cause is a dead letter", records: [record("large")],
                failures: [], calls: ["SendMessage relay-emitter-dead large", "SendMessageBatch relay-emitter e-2"]),
            Row(
                name: "what it erased comes to itself, before it counts as done", records: [record("erase")], failures: [],
                calls: ["SendMessageBatch relay-emitter queue.erase:\(ShortHash.of("erase"))"]),
            Row(
                name: "what it erased cannot be told: it comes again", records: [record("erase")],
                refuses: ["SendMessageBatch"], failures: [],
                calls: [
                    "SendMessage relay-emitter erase", "SendMessageBatch relay-emitter queue.erase:\(ShortHash.of("erase"))",
                ]),
            Row(
                name: "then the dead letters are looked through, and the function is not asked",
                records: [record("e", body: erasure)], failures: [],
                calls: ["GetQueueAttributes relay-emitter-dead", "ReceiveMessage relay-emitter-dead"]),
            Row(
                name: "dead letters that cannot be read are looked through later", records: [record("e", body: erasure)],
                refuses: ["ReceiveMessage"], failures: [],
                calls: ["ReceiveMessage relay-emitter-dead", "SendMessage relay-emitter queue.erase:1"]),
            Row(
                name: "a wait comes again, and is no failure", records: [record("wait")], failures: [],
                calls: ["SendMessage relay-emitter wait"]),
            Row(
                name: "what can never be done goes to the dead letters", records: [record("refuse")], failures: [],
                calls: ["SendMessage relay-emitter-dead refuse"]),
            Row(
                name: "what is no event, too", records: [record("x", body: "hello")], failures: [],
                calls: ["SendMessage relay-emitter-dead hello"]),
            Row(
                name: "a fault is hidden, and fails", records: [record("fault"), record("a")], failures: ["m-fault"],
                calls: ["ChangeMessageVisibility relay-emitter"]),
            Row(
                name: "the last fault", records: [record("fault", receives: 5)], failures: [],
                calls: ["SendMessage relay-emitter-dead fault"]),
            Row(
                name: "no time left: nothing is begun, and nothing counted", records: [record("a")], time: 1, failures: [],
                calls: ["SendMessage relay-emitter a"]),
            Row(
                name: "the queues are closed", records: [record("emit"), record("wait"), record("a")],
                refuses: ["SendMessageBatch", "SendMessage", "ChangeMessageVisibility"], failures: ["m-emit", "m-wait"],
                calls: [
                    "ChangeMessageVisibility relay-emitter", "ChangeMessageVisibility relay-emitter",
                    "SendMessage relay-emitter emit", "SendMessage relay-emitter wait",
                    "SendMessageBatch relay-emitter e-1,e-2",
                ]),
            Row(
                name: "the queues take no emitted event: the cause waits", records: [record("emit")],
                refuses: ["SendMessageBatch"], failures: [],
                calls: ["SendMessage relay-emitter emit", "SendMessageBatch relay-emitter e-1,e-2"]),
        ])
    func batch(_ row: Row) async throws {
        let sqs = try LoopbackServer { request in
            let operation = Self.operation(request)
            if row.refuses.contains(operation) {
                return .answer("400 Bad Request", #"{"__type":"com.amazon.coral.service#AccessDeniedException"}"#)
            }
            let body = (try? JSON.parse(request.body)) ?? .null
            let ids = (body["Entries"]?.array ?? []).map { JSON.object(["Id": $0["Id"] ?? .null]) }
            return .answer("200 OK", JSON.object(["MessageId": "m-9", "Successful": .array(ids)]).canonical)
        }
        let api = try await stage.run(
            [.init("r-1", JSON.object(["Records": .array(row.records)]).canonicalBytes, time: row.time)],
            environment: [
                "K_SINK": "", "QUEUE_URL": "https://sqs.example.com/123456789012/relay-{function}",
                "AWS_ENDPOINT_URL_SQS": sqs.url, "AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
                "AWS_SECRET_ACCESS_KEY": "example",
            ])
        let said = try #require(api.said.first)
        #expect(said.body == ["batchItemFailures": .array(row.failures.map { ["itemIdentifier": .string($0)] })])
        let calls = sqs.requests.map { "\(Self.operation($0)) \(Self.contents($0))".trimmed }
        #expect(calls.sorted() == row.calls)
        if row.time == 1 { #expect(workspace.text(of: "starts.lines").isEmpty) }
    }

    private static func operation(_ request: LoopbackServer.Request) -> String {
        request.headers["x-amz-target"]?.split(separator: ".").last.map(String.init) ?? ""
    }

    private static func contents(_ request: LoopbackServer.Request) -> String {
        let input = (try? JSON.parse(request.body)) ?? .null
        let queue = input["QueueUrl"]?.string?.split(separator: "/").last ?? ""
        let bodies = (input["Entries"]?.array ?? [input]).compactMap { $0["MessageBody"]?.string }
        let ids = bodies.map { body in (try? JSON.parse(body))?["id"]?.string ?? body }
        return "\(queue) \(ids.joined(separator: ","))"
    }
}
