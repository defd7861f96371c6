import Foundation
import HostCore
import RelayCore
import TestSupport
import Testing

@testable import ContainerHost

@Suite("Requests on AWS Lambda", .timeLimit(.minutes(10)))
struct LambdaRequestTests {
    private let workspace: Workspace
    private let stage: LambdaStage

    init() throws {
        workspace = try Workspace()
        stage = LambdaStage(workspace: workspace)
    }

    private typealias Invocation = FakeRuntimeAPI.Invocation

    struct Request: NamedCase {
        let name: String
        let fixture: String
        var environment: [String: String] = [:]
        var changes: [(String, String)] = []
        let method: String
        let url: String
        var cookie: String?
        let body: String
    }

    @Test(
        "The function gets a request as it came, and its answer goes back",
        arguments: [
            Request(
                name: "HTTP API", fixture: "http-api", method: "POST",
                url: "https://abc123.execute-api.eu-west-1.amazonaws.com/webhooks/hubspot/acme/t-1?a=1&b=%20",
                cookie: "one=1; two=2", body: "hello"),
            Request(
                name: "HTTP API with a stage in its address", fixture: "http-api",
                environment: ["PUBLIC_URL": "https://relay.example.com"],
                changes: [
                    (#""rawPath": "/webhooks"#, #""rawPath": "/live/webhooks"#), (#""stage": "$default""#, #""stage": "live""#),
                ],
                method: "POST", url: "https://relay.example.com/live/webhooks/hubspot/acme/t-1?a=1&b=%20",
                cookie: "one=1; two=2", body: "hello"),
            Request(
                name: "Function URL, body in base64", fixture: "function-url", method: "PUT",
                url: "https://example123.lambda-url.eu-west-1.on.aws/webhooks/hubspot/acme/t-1", body: "hällo"),
        ])
    func request(_ row: Request) async throws {
        let sink = try LoopbackServer { _ in .answer("202 Accepted") }
        var text = String(decoding: try LambdaStage.fixture(row.fixture), as: UTF8.self)
        for (old, new) in row.changes { text = text.replacing(old, with: new) }
        let api = try await stage.run(
            [
                Invocation(
                    "r-1", Array(text.utf8), traceID: "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1"
                )
            ],
            sink: sink, environment: row.environment)
        let said = try #require(api.said.first)
        #expect(said.path == "invocation/r-1/response")
        #expect(said.body["statusCode"]?.int == 203)
        #expect(said.body["headers"] == ["x-answer": "yes"])
        #expect(said.body["cookies"] == ["a=b"])
        #expect(said.body["isBase64Encoded"] == false)
        let shown = try #require(said.body["body"]?.string)
        let line = try JSON.parse(shown)
        let event = try #require(line["event"])
        #expect(event["id"]?.string == "r-1")
        // A part of its own of Lambda's trace.
        let trace = try #require(line["traceparent"]?.string)
        #expect(trace.wholeMatch(of: /00-5bef4de7ad49b0e87f6ef6c87fc2e700-[0-9a-f]{16}-01/) != nil)
        #expect(!trace.contains("9a9197af755a6419"))
        let data = try ObjectReader(event["data"], path: "data")
        #expect(try data.string("method") == row.method)
        #expect(try data.string("url") == row.url)
        #expect(try data.string("path") == "/webhooks/hubspot/acme/t-1")
        #expect(try data.string("route") == "/webhooks/hubspot/{organization}/{token}")
        #expect(data.members["pathParameters"] == ["organization": "acme", "token": "t-1"])
        #expect(try data.object("headers").optionalString("cookie") == row.cookie)
        #expect(try data.string("body") == row.body)
        // Its events are with the sink before the answer is given.
        #expect(sink.requests.map { $0.headers["ce-id"] } == ["e-1"])
    }

    @Test("A request that no route fits, or whose events cannot be sent, has its status")
    func requestStatus() async throws {
        let text = String(decoding: try LambdaStage.fixture("http-api"), as: UTF8.self)
        let api = try await stage.run([
            Invocation("r-1", Array(text.replacing("/webhooks/hubspot", with: "/other").utf8)),
            Invocation("r-2", Array(text.utf8)),
        ])
        #expect(api.said.map { $0.body["statusCode"]?.int } == [404, 503])
        #expect(api.said.map(\.path) == ["invocation/r-1/response", "invocation/r-2/response"])
    }
}
