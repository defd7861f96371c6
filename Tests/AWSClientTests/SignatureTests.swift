import AWSClient
import CurlTransport
import Foundation
import RelayCore
import TestSupport
import Testing

@Suite("botocore checks the signatures", .enabled(if: AWSServer.isWanted, "TEST_PYTHON is not set"))
struct SignatureTests {
    struct Row: NamedCase {
        let name: String
        var service = AWSService.dynamoDB
        var operation = "ListTables"
        var input: JSON = [:]
        var isTemporary = false
        var changed: [String: String] = [:]
        /// AWS's name for what it does not like; nil: the call is done.
        var refusal: String?
    }

    @Test(
        "AWS's own library computes the signature that the call bears, and no other is taken",
        arguments: [
            Row(name: "DynamoDB"),
            Row(name: "SQS", service: .sqs, operation: "ListQueues"),
            Row(name: "a temporary key", isTemporary: true),
            Row(name: "any text", service: .sqs, operation: "ListQueues", input: ["QueueNamePrefix": "déjà vu 🙂\n"]),
            Row(
                name: "a large body", input: ["x": .string(String(repeating: "y", count: 1_500_000))]),
            Row(name: "another region", changed: ["AWS_REGION": "us-east-1"]),
            Row(
                name: "a wrong secret", changed: ["AWS_SECRET_ACCESS_KEY": "sesame"], refusal: "InvalidSignatureException"),
            Row(name: "an unknown key", changed: ["AWS_ACCESS_KEY_ID": "AKIDUNKNOWN"], refusal: "UnrecognizedClientException"),
            Row(
                name: "a wrong session token", isTemporary: true, changed: ["AWS_SESSION_TOKEN": "sesame"],
                refusal: "UnrecognizedClientException"),
        ], [true, false])
    func signature(_ row: Row, _ isHarmless: Bool) async throws {
        let server = try await AWSServer.shared.value
        let environment = (row.isTemporary ? server.temporaryEnvironment : server.environment).merging(row.changed) { $1 }
        let client = try AWSClient(row.service, environment: environment, transport: CurlTransport())
        do throws(AWSError) {
            _ = try await client.call(row.operation, row.input, timeout: 60, isHarmless: isHarmless)
            #expect(row.refusal == nil)
        } catch {
            #expect(error.name == row.refusal, "\(error)")
        }
    }
}
