import AWSClient
import CurlTransport
import Foundation
import RelayCore
import TestSupport
import Testing

/// A stand-in of AWS on this machine (moto), with the queues of the functions.
struct SimulatedAWS: Sendable {
    private let server: AWSServer
    private let sqs: AWSClient
    private let prefix: String

    /// - Parameter functions: Those that have a queue, each with its dead letters.
    static func start(queuesOf functions: [String]) async throws -> SimulatedAWS {
        let server = try await AWSServer.shared.value
        let aws = SimulatedAWS(
            server: server, sqs: try AWSClient(.sqs, environment: server.environment, transport: CurlTransport()),
            prefix: "relay-\(UUID().uuidString.prefix(8))")
        for function in functions { try await aws.makeQueue(of: function) }
        return aws
    }

    /// Region, credentials and the address of the stand-in.
    var environment: [String: String] { server.environment }

    // MARK: Queues

    /// A value of `QUEUE_URL`.
    var queueURL: String { "\(server.url)/123456789012/\(prefix)-{function}" }

    func queue(of function: String) -> String { queueURL.replacing("{function}", with: function) }

    private func makeQueue(of function: String) async throws {
        try await makeQueue("\(prefix)-\(function)-dead", [:])
        let redrive: JSON = [
            "deadLetterTargetArn": .string("arn:aws:sqs:eu-west-1:123456789012:\(prefix)-\(function)-dead"), "maxReceiveCount": 5,
        ]
        try await makeQueue("\(prefix)-\(function)", ["RedrivePolicy": .string(redrive.canonical)])
    }

    private func makeQueue(_ name: String, _ attributes: JSON) async throws {
        let answer = try await call("CreateQueue", ["QueueName": .string(name), "Attributes": attributes])
        #expect(answer["QueueUrl"]?.string?.hasSuffix("/123456789012/\(name)") == true)
    }

    func call(_ operation: String, _ input: JSON) async throws -> JSON {
        try await sqs.call(operation, input, timeout: Hang.seconds, isHarmless: false)
    }

    /// Messages as they are given to whoever asks: with everything that stands on them.
    func receive(_ function: String, most: Int = 10, visibility: Int = 60) async throws -> [JSON] {
        let answer = try await call(
            "ReceiveMessage",
            [
                "QueueUrl": .string(queue(of: function)), "MaxNumberOfMessages": .number(JSONNumber(most)),
                "VisibilityTimeout": .number(JSONNumber(visibility)), "AttributeNames": ["All"],
                "MessageAttributeNames": ["All"],
            ])
        return answer["Messages"]?.array ?? []
    }

    func delete(_ message: JSON, of function: String) async throws {
        _ = try await call(
            "DeleteMessage",
            ["QueueUrl": .string(queue(of: function)), "ReceiptHandle": message["ReceiptHandle"] ?? .null])
    }

    func send(_ event: RelayEvent, to function: String) async throws {
        _ = try await call(
            "SendMessage", ["QueueUrl": .string(queue(of: function)), "MessageBody": .string(event.json.canonical)])
    }

    /// Whether no message of these is left.
    func isEmpty(_ functions: [String]) async throws -> Bool {
        for function in functions where try await count(function) > 0 { return false }
        return true
    }

    /// How many messages there are, hidden ones and those that are held back included.
    func count(_ function: String) async throws -> Int {
        let names = ["", "NotVisible", "Delayed"].map { "ApproximateNumberOfMessages\($0)" }
        let answer = try await call(
            "GetQueueAttributes",
            ["QueueUrl": .string(queue(of: function)), "AttributeNames": .array(names.map(JSON.string))])
        return names.compactMap { answer["Attributes"]?[$0]?.string.flatMap { Int($0) } }.reduce(0, +)
    }
}
