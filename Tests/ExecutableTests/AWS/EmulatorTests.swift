import CurlTransport
import Foundation
import RelayCore
import TestSupport
import Testing

/// AWS's own Runtime Interface Emulator, whose program is in the package aws-sam-cli, runs each function in its container's host.
@Suite(
    "Each function under AWS's emulator", .timeLimit(.minutes(10)),
    .enabled(if: AWSServer.isWanted, "TEST_PYTHON is not set"))
struct EmulatorTests {
    struct Row: NamedCase {
        let function: String
        /// A sample of the function.
        let sample: String
        /// Of that sample, where the function's result is no failure.
        var status = 200
        var name: String { function }
    }

    private static let environment = [
        "HUBSPOT_ACCESS_TOKEN": "pat-na1-example", "HUBSPOT_USER_ID": "52530071", "HUBSPOT_API_BASE": "http://127.0.0.1:9",
        "AI_ENGINE": "articles", "ARTICLES_PATH": Executable.root.appendingPathComponent("functions/ai-turn/articles").path,
        "WEBHOOK_URL_KEY": "example-url-key-0001", "WEBHOOK_UNSIGNED": "true", "RELAY_API_KEY": "example-api-key-1",
        "LOG_LEVEL": "off",
    ]

    private static func sample(_ row: Row) throws -> JSON {
        let path = "functions/\(row.function)/events/\(row.sample).json"
        return try JSON.parse(Array(try Data(contentsOf: Executable.root.appendingPathComponent(path))))
    }

    /// What a function says when it is run by itself decides what its message must come to.
    @Test(
        "Of a batch of SQS, what the function ends well is done",
        arguments: [
            Row(function: "message-route", sample: "bad-no-message"), Row(function: "message-route", sample: "note"),
            Row(function: "ai-turn", sample: "turn"), Row(function: "session-control", sample: "pause"),
            Row(function: "session-control", sample: "bad-no-such-session"), Row(function: "ai-reply-post", sample: "reply"),
            Row(function: "handoff-comment", sample: "handoff"), Row(function: "ticket-property-mirror", sample: "other-object"),
            Row(function: "ticket-property-mirror", sample: "update"),
        ])
    func batch(_ row: Row) async throws {
        let sample = try Self.sample(row)
        let alone = try await Executable.run(row.function, input: sample.canonicalBytes, environment: Self.environment)
        let isDone = [.done, .skipped].contains(try #require(alone.results.first ?? nil, "\(alone.errors)").status)
        let bodies = ["m-1": sample.canonical, "m-2": "no event"]
        let records = bodies.sorted { $0.key < $1.key }.map { id, body in
            JSON.object(["messageId": .string(id), "eventSource": "aws:sqs", "body": .string(body)])
        }
        let answer = try await Self.invoke(row.function, ["Records": .array(records)])
        let failures = (isDone ? ["m-2"] : ["m-1", "m-2"]).map { JSON.object(["itemIdentifier": .string($0)]) }
        #expect(answer == ["batchItemFailures": .array(failures)])
    }

    @Test(
        "A request of an HTTP API is answered",
        arguments: [
            Row(function: "webhook-receive", sample: "empty-batch"),
            Row(function: "webhook-receive", sample: "bad-token", status: 401),
            Row(function: "api-receive", sample: "bad-key", status: 401),
            Row(function: "api-receive", sample: "bad-no-text", status: 400),
            // It leads to an event, and the sink is away.
            Row(function: "api-receive", sample: "reply", status: 503),
        ])
    func request(_ row: Row) async throws {
        let data = try #require(try Self.sample(row)["data"])
        let path = data["path"]?.string ?? "/"
        let answer = try await Self.invoke(
            row.function,
            [
                "version": "2.0", "rawPath": .string(path), "rawQueryString": "", "headers": data["headers"] ?? [:],
                "requestContext": ["http": ["method": data["method"] ?? "POST", "path": .string(path)]],
                "body": data["body"] ?? "", "isBase64Encoded": false,
            ])
        #expect(answer["statusCode"]?.int == row.status, "\(answer.canonical)")
    }

    @Test(
        "An event by itself is answered with its result",
        arguments: [Row(function: "signature-render", sample: "exact"), Row(function: "thread-sweep", sample: "tick")])
    func event(_ row: Row) async throws {
        let sample = try Self.sample(row)
        let alone = try await Executable.run(row.function, input: sample.canonicalBytes, environment: Self.environment)
        let result = try #require(alone.results.first ?? nil, "\(alone.errors)")
        let answer = try await Self.invoke(row.function, sample)
        if result.status == .done || result.status == .skipped {
            #expect(answer["status"]?.string == result.status.rawValue, "\(answer.canonical)")
            #expect(answer["data"] == result.data)
        } else {
            #expect(answer["errorType"]?.string?.hasPrefix("Function.") == true, "\(answer.canonical)")
        }
    }

    // MARK: The emulator

    /// One invocation in a container of its own.
    private static func invoke(_ function: String, _ event: JSON) async throws -> JSON {
        try await FewAtOnce.run {
            let folder = try TemporaryFolder()
            defer { withExtendedLifetime(folder) {} }
            let (own, api) = (try freeAddress(), try freeAddress())
            let arguments =
                [
                    "-c", #"exec "$0" "$@" >/dev/null 2>&1"#, try await program.value, "--log-level", "error",
                    "--runtime-api-address", api, "--runtime-interface-emulator-address", own,
                    Executable.url("function-host").path,
                ] + (try await RunningContainer.prepared(function))
            let emulator = try LineProcess(
                URL(fileURLWithPath: "/bin/sh"), arguments,
                environment: environment.merging([
                    "PATH": "/usr/bin:/bin", "STORE_URL": "sqlite:\(folder.path("relay.sqlite"))", "K_SINK": "http://127.0.0.1:9",
                    "AWS_LAMBDA_FUNCTION_TIMEOUT": "300",
                ]) { $1 })
            let answer: Result<JSON, any Error>
            do { answer = .success(try await ask(own, event)) } catch { answer = .failure(error) }
            emulator.signal(SIGTERM)
            await emulator.end()
            return try answer.get()
        }
    }

    private static func ask(_ address: String, _ event: JSON) async throws -> JSON {
        let call = HTTPCall(
            method: "POST", url: "http://\(address)/2015-03-31/functions/function/invocations", body: event.canonicalBytes,
            timeout: Hang.seconds, isWrite: true)
        let end = Date() + Hang.seconds
        while true {
            do {
                let answer = try await CurlTransport().send(call)
                return try JSON.parse(answer.body)
            } catch let error as TransportError where error.kind == .notSent && Date() < end {
                // It does not listen yet.
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }

    /// Where the package has it.
    private static let program = Task {
        let script =
            "import os, platform, samcli; print(os.path.join(os.path.dirname(samcli.__file__), 'local/rapid/aws-lambda-rie-' "
            + "+ {'aarch64': 'arm64'}.get(platform.machine(), platform.machine())))"
        let python = try #require(ProcessInfo.processInfo.environment["TEST_PYTHON"])
        let outcome = try await Command(python, ["-c", script]).run()
        #expect(outcome.exitCode == 0, "\(outcome.errors)")
        return outcome.text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Where nobody listens now: the emulator takes no port that it could choose itself. The port may be another's a moment later, but not
    /// at this address of the machine's own network.
    private static func freeAddress() throws -> String {
        let server = try LoopbackServer { _ in .bytesAndEnd([]) }
        defer { server.stop() }
        let rest = (0..<3).map { _ in "\(Int.random(in: 1...254))" }.joined(separator: ".")
        return "127.\(rest):\(server.port)"
    }
}
