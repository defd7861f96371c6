import AWSClient
import Foundation
import RelayCore
import TestSupport
import Testing

@Suite("A call to AWS")
struct CallTests {
    @Test("It is a POST of JSON, signed for the service and the region, and its answer is JSON")
    func form() async throws {
        let transport = StubTransport([.json(["Item": ["pk": ["S": "a"]]])])
        let client = try AWSClient(
            .sqs, environment: keyed.merging(["AWS_SESSION_TOKEN": "token"]) { $1 }, transport: transport)
        let answer = try await client.call("SendMessage", ["QueueUrl": "q"], isHarmless: true)
        #expect(answer == ["Item": ["pk": ["S": "a"]]])
        let call = try #require(transport.calls.first)
        #expect(call.method == "POST")
        #expect(call.url == "https://sqs.eu-west-1.amazonaws.com")
        #expect(call.header("content-type") == "application/x-amz-json-1.0")
        #expect(call.header("x-amz-target") == "AmazonSQS.SendMessage")
        #expect(call.json == ["QueueUrl": "q"])
        #expect(!call.isWrite)
        #expect(call.signing?.region == "eu-west-1")
        #expect(call.signing?.service == "sqs")
        #expect(call.signing?.accessKeyID.reveal() == "AKIDEXAMPLE")
        #expect(call.signing?.sessionToken?.reveal() == "token")
    }

    struct Address: NamedCase {
        let name: String
        var environment: [String: String] = [:]
        var service = AWSService.dynamoDB
        /// nil: it is refused, with this.
        var url: String?
        var says = ""
    }

    @Test(
        "Where a service is, by the environment",
        arguments: [
            Address(
                name: "a region", environment: ["AWS_REGION": "eu-west-1"], url: "https://dynamodb.eu-west-1.amazonaws.com"),
            Address(
                name: "the other variable", environment: ["AWS_REGION": "", "AWS_DEFAULT_REGION": "us-east-1"],
                url: "https://dynamodb.us-east-1.amazonaws.com"),
            Address(
                name: "China", environment: ["AWS_REGION": "cn-north-1"], service: .sqs,
                url: "https://sqs.cn-north-1.amazonaws.com.cn"),
            Address(
                name: "an address", environment: ["AWS_REGION": "eu-west-1", "AWS_ENDPOINT_URL": "https://aws.example/"],
                url: "https://aws.example"),
            Address(
                name: "an address of the service",
                environment: [
                    "AWS_REGION": "eu-west-1", "AWS_ENDPOINT_URL": "https://aws.example",
                    "AWS_ENDPOINT_URL_DYNAMODB": "http://127.0.0.1:8000",
                ], url: "http://127.0.0.1:8000"),
            Address(
                name: "an address of the other service",
                environment: ["AWS_REGION": "eu-west-1", "AWS_ENDPOINT_URL_DYNAMODB": "http://[::1]:8000"], service: .sqs,
                url: "https://sqs.eu-west-1.amazonaws.com"),
            Address(name: "no region", says: "AWS_REGION is missing"),
            Address(name: "what is no region", environment: ["AWS_REGION": "Ireland"], says: "AWS_REGION must be a region"),
            Address(
                name: "an address with a path",
                environment: ["AWS_REGION": "eu-west-1", "AWS_ENDPOINT_URL": "https://a.example/b"],
                says: "AWS_ENDPOINT_URL must be http(s)://host, without a path"),
            Address(
                name: "an address without a scheme", environment: ["AWS_REGION": "eu-west-1", "AWS_ENDPOINT_URL": "localhost:1"],
                says: "AWS_ENDPOINT_URL must be"),
            Address(
                name: "plain http to another machine",
                environment: ["AWS_REGION": "eu-west-1", "AWS_ENDPOINT_URL": "http://127.0.0.1.aws.example"],
                says: "AWS_ENDPOINT_URL must begin with https"),
        ])
    func address(_ row: Address) throws {
        do throws(AWSError) {
            let url = try AWSSettings(environment: row.environment).endpoint(of: row.service)
            #expect(url == row.url)
        } catch {
            #expect(row.url == nil && error.description.hasPrefix(row.says), "\(error)")
            #expect(!error.isForNow)
        }
    }
}
