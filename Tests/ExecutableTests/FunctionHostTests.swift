import CurlTransport
import Foundation
import HostCore
import RelayCore
import TestSupport
import Testing

@Suite("function-host with the functions of the product", .timeLimit(.minutes(10)))
struct FunctionHostExecutableTests {
    private static func arguments(_ function: String) -> [String] { RunningContainer.arguments(function) }

    private static func post(_ url: String, _ headers: [String: String], _ body: [UInt8]) async throws -> HTTPAnswer {
        let headers = headers.map { (name: $0.key, value: $0.value) }
        return try await CurlTransport().send(
            HTTPCall(method: "POST", url: url, headers: headers, body: body, timeout: Hang.seconds, isWrite: true))
    }

    private static func sample(_ path: String) throws -> JSON {
        try JSON.parse(Array(try Data(contentsOf: Executable.root.appendingPathComponent("functions/\(path)"))))
    }

    @Test("An event by HTTP is done, and SIGTERM ends it well")
    func event() async throws {
        let outcome = try await RunningContainer.whileRunning(
            "signature-render", environment: ["EVENTS_KEY": "example-events-key"]
        ) { url in
            let body = try Self.sample("signature-render/events/exact.json").canonicalBytes
            let key = ["authorization": "Bearer example-events-key", "content-type": "application/cloudevents+json"]
            let taken = try await Self.post(url, key, body)
            #expect(taken.status == 202)
            let stranger = try await Self.post(url, ["content-type": "application/cloudevents+json"], body)
            #expect(stranger.status == 401)
            let bad = try Self.sample("signature-render/events/bad-address.json").canonicalBytes
            let refused = try await Self.post("\(url)/events", key, bad)
            #expect(refused.status == 400)
            #expect(String(decoding: refused.body, as: UTF8.self).contains("bad-field"))
        }
        #expect(outcome.exitCode == 0)
        // One line for each invocation, with nothing of what somebody wrote.
        let lines = outcome.text.split(separator: "\n").compactMap { try? JSON.parse(String($0)) }
        #expect(lines.filter { $0["message"]?.string == "invocation ended" }.map { $0["status"]?.string } == ["done", "failed"])
        #expect(!outcome.text.contains("Your parcel"))
    }

    @Test("A request is answered once its event is with the sink")
    func request() async throws {
        let sink = try LoopbackServer { _ in .answer("202 Accepted") }
        let outcome = try await RunningContainer.whileRunning(
            "api-receive", environment: ["RELAY_API_KEY": "example-api-key-1", "K_SINK": sink.url]
        ) { url in
            let request = try Self.sample("api-receive/events/reply.json")["data"]
            let body = Array(try #require(request?["body"]?.string).utf8)
            let headers = ["authorization": "Bearer example-api-key-1", "content-type": "application/json"]
            let answer = try await Self.post("\(url)/ai/default/replies", headers, body)
            #expect(answer.status == 202)
            let sent = try #require(sink.requests.first)
            #expect(sent.headers["ce-type"] == "ai.reply")
            #expect(try JSON.parse(answer.body)["eventId"]?.string == sent.headers["ce-id"])
            #expect(sink.requests.count == 1)
        }
        #expect(outcome.exitCode == 0)
    }

    @Test("The manifest has every function of the template, under the command of its image")
    func manifest() async throws {
        let run = try await Executable.run("function-host", ["--manifest"] + Self.arguments("").dropFirst())
        #expect(run.exitCode == ExitCode.ok.rawValue, "\(run.errors)")
        let functions = try JSON.parse(run.output)["functions"]?.array ?? []
        #expect(functions.compactMap { $0["name"]?.string }.sorted() == Executable.functions.sorted())
        let routed = functions.filter { $0["routes"]?.array?.isEmpty == false }.compactMap { $0["name"]?.string }
        #expect(routed.sorted() == ["api-receive", "webhook-receive"])
    }

    // MARK: AWS Lambda

    @Test("On Lambda a batch is answered with the messages that are to come again")
    func batch() async throws {
        let bodies = [
            "m-1": try Self.sample("signature-render/events/exact.json").canonical,
            "m-2": try Self.sample("signature-render/events/bad-address.json").canonical, "m-3": "no event",
        ]
        let records = bodies.sorted { $0.key < $1.key }.map { id, body in
            JSON.object(["messageId": .string(id), "eventSource": "aws:sqs", "body": .string(body)])
        }
        let batch = JSON.object(["Records": .array(records)]).canonical
        let isGiven = Flag()
        let api = try LoopbackServer { request in
            guard request.method == "GET" else { return .answer("202 Accepted") }
            // Nothing more comes, so that the host ends.
            if isGiven.isSet { return .bytesAndEnd([]) }
            isGiven.set()
            let deadline = Timestamp.milliseconds(Date() + Hang.seconds)
            let head = "Lambda-Runtime-Aws-Request-Id: r-1\r\nLambda-Runtime-Deadline-Ms: \(deadline)\r\n"
            return .answer(headers: head, batch)
        }
        let run = try await Executable.run(
            "function-host", Self.arguments("signature-render"),
            environment: ["AWS_LAMBDA_RUNTIME_API": "127.0.0.1:\(api.port)"])
        #expect(run.exitCode == ExitCode.failed.rawValue)
        #expect(run.errors.contains("the connection to the Runtime API has ended"), "\(run.errors)")
        let said = try #require(api.requests.first { $0.method == "POST" })
        #expect(said.target == "/2018-06-01/runtime/invocation/r-1/response")
        let failures: JSON = [["itemIdentifier": "m-2"], ["itemIdentifier": "m-3"]]
        #expect(try JSON.parse(said.body) == ["batchItemFailures": failures])
    }

    /// With the environment that template.yaml gives it: what is not set is empty.
    @Test("On Lambda, what keeps it from starting is told to the Runtime API")
    func lambdaStart() async throws {
        let api = try LoopbackServer { _ in .answer("202 Accepted") }
        let run = try await Executable.run(
            "function-host", Self.arguments("message-route"),
            environment: [
                "AWS_LAMBDA_RUNTIME_API": "127.0.0.1:\(api.port)", "STORE_URL": "redis://relay",
                "AUTOPILOT": "", "LOG_LEVEL": "", "QUEUE_URL": "https://sqs.example.com/123456789012/relay-{function}",
                "AWS_REGION": "eu-west-1",
                "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "example",
                "HUBSPOT_USER_ID": "52530071",
            ])
        #expect(run.exitCode == ExitCode.badConfiguration.rawValue)
        let said = try #require(api.requests.first)
        #expect(said.target == "/2018-06-01/runtime/init/error")
        #expect(said.headers["lambda-runtime-function-error-type"] == "Runtime.ConfigInvalid")
        let message = try JSON.parse(said.body)["errorMessage"]?.string ?? ""
        for part in ["HUBSPOT_ACCESS_TOKEN is missing", "STORE_URL must"] {
            #expect(message.contains(part), "\(message)")
            #expect(run.errors.contains(part), "\(run.errors)")
        }
        #expect(!message.contains("AUTOPILOT"))
    }

    struct Start: NamedCase {
        let name: String
        let arguments: [String]
        var environment: [String: String] = [:]
        let exitCode: ExitCode
        let says: [String]
        var saysNot: [String] = []
    }

    /// A queue that is shared, and HOME as a place for a store that is not.
    private static let shared = [
        "QUEUE_URL": "postgres://relay@127.0.0.1:1/relay", "STORE_URL": "", "HOME": "/tmp", "AI_ENGINE": "articles",
    ]

    @Test(
        "What keeps it from starting is said, with the exit code of the contract",
        arguments: [
            Start(
                name: "keys that are missing", arguments: arguments("ai-turn"), environment: ["AI_ENGINE": "articles"],
                exitCode: .badConfiguration,
                says: [
                    "HUBSPOT_ACCESS_TOKEN is missing", "K_SINK is missing, and so is QUEUE_URL: ai-turn", "EVENTS_KEY is missing",
                ]),
            Start(
                name: "a queue that is shared, and no store that is", arguments: arguments("ai-turn"), environment: shared,
                exitCode: .badConfiguration, says: ["STORE_URL is missing: with QUEUE_URL"]),
            Start(
                name: "queues of SQS, and no store",
                arguments: arguments("message-route"),
                environment: [
                    "QUEUE_URL": "https://sqs.example.com/123456789012/relay-{function}", "AWS_REGION": "eu-west-1",
                    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "example", "STORE_URL": "",
                    "HOME": "/tmp",
                ], exitCode: .badConfiguration, says: ["STORE_URL is missing: with QUEUE_URL"]),
            Start(
                name: "a queue that is shared, and a file that was chosen", arguments: arguments("ai-turn"),
                environment: shared.merging(["STORE_URL": "sqlite:/tmp/relay-of-test.sqlite"]) { $1 },
                exitCode: .badConfiguration, says: ["HUBSPOT_ACCESS_TOKEN is missing"], saysNot: ["STORE_URL"]),
            Start(
                name: "a function without a store needs none", arguments: arguments("webhook-receive"), environment: shared,
                exitCode: .badConfiguration, says: ["WEBHOOK_URL_KEY is missing"], saysNot: ["STORE_URL"]),
            Start(name: "no function", arguments: [], exitCode: .usage, says: ["the function is missing"]),
            Start(
                name: "another function", arguments: arguments("ai-turns"), exitCode: .failed,
                says: ["there is no function ai-turns; there are", "ai-turn"]),
            Start(
                name: "another option", arguments: ["ai-turn", "--port"], exitCode: .usage, says: ["--port is not known"]),
            Start(
                name: "no template", arguments: ["ai-turn", "--template", "/nowhere.yaml"], exitCode: .failed,
                says: ["/nowhere.yaml cannot be read"]),
        ])
    func start(_ row: Start) async throws {
        let run = try await Executable.run("function-host", row.arguments, environment: row.environment)
        #expect(run.exitCode == row.exitCode.rawValue)
        for part in row.says { #expect(run.errors.contains(part), "\(run.errors)") }
        for part in row.saysNot { #expect(!run.errors.contains(part), "\(run.errors)") }
    }
}
