import Foundation
import HostCore
import RelayCore
import TestSupport

/// AWS Lambda as the template asks for it: a container for each function, what SQS holds brought to it, and an HTTP API.
final class LambdaPlatform: Sendable {
    let aws: SimulatedAWS
    let sandboxes: [String: LambdaSandbox]
    /// The containers for what is brought once more at the same time, which is what Lambda has others for.
    private let others: [String: [LambdaSandbox]]
    private let api: LoopbackServer
    private let queued: [String]
    private let deliveries: Int
    private let killed: [String]

    /// For how long a message stays with its function, in seconds; not for long where functions die.
    private var visibility: Int { killed.isEmpty ? 180 : 10 }

    /// - Parameters:
    ///   - functions: By name, whether it has a queue.
    ///   - environment: Of every function, beside what Lambda sets.
    ///   - deliveries: How often each message is brought to its function, at once.
    ///   - killed: Whose container is killed over its first event.
    init(
        _ functions: [String: Bool], aws: SimulatedAWS, environment: [String: String], deliveries: Int = 1,
        killed: [String] = []
    ) async throws {
        self.aws = aws
        self.deliveries = deliveries
        self.killed = killed
        queued = functions.filter(\.value).map(\.key)
        let running = Kept<[String: LambdaSandbox]>()
        let api = try LoopbackServer { request in Self.reply(request, running.value ?? [:]) }
        self.api = api
        // HubSpot signs the address that it calls.
        let own = ["QUEUE_URL": aws.queueURL, "PUBLIC_URL": api.url]
        let whole = aws.environment.merging(own) { $1 }.merging(environment) { $1 }
        var sandboxes: [String: LambdaSandbox] = [:]
        var others: [String: [LambdaSandbox]] = [:]
        for (function, hasQueue) in functions {
            let arguments = try await RunningContainer.prepared(function)
            sandboxes[function] = try LambdaSandbox(function, arguments, environment: whole)
            guard hasQueue else { continue }
            others[function] = try (1..<max(deliveries, 1)).map { _ in
                try LambdaSandbox(function, arguments, environment: whole)
            }
        }
        self.sandboxes = sandboxes
        self.others = others
        running.set(sandboxes)
    }

    /// Brings messages to their functions while the body runs.
    func whileRunning(_ body: @Sendable (_ url: String) async throws -> Void) async throws {
        let bringing = queued.map { function in Task { await bring(function) } }
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await body(api.url)) } catch { outcome = .failure(error) }
        for task in bringing { task.cancel() }
        for sandbox in Array(sandboxes.values) + others.values.joined() { sandbox.stop() }
        for task in bringing { await task.value }
        api.stop()
        try outcome.get()
    }

    // MARK: Queues

    private func bring(_ function: String) async {
        var isToBeKilled = killed.contains(function)
        while !Task.isCancelled {
            let messages = (try? await aws.receive(function, visibility: visibility)) ?? []
            guard !messages.isEmpty else {
                try? await Task.sleep(for: .milliseconds(200))
                continue
            }
            await withDiscardingTaskGroup { group in
                for sandbox in containers(of: function) {
                    group.addTask { await self.bring(messages, of: function, to: sandbox) }
                }
                if isToBeKilled { group.addTask { await self.sandboxes[function]?.killWhileRunning() } }
            }
            isToBeKilled = false
        }
    }

    /// One for each time that a message is brought.
    private func containers(of function: String) -> [LambdaSandbox] {
        [sandboxes[function]].compactMap(\.self) + (others[function] ?? [])
    }

    /// As an event source mapping does it: what is not named as failed is taken out.
    private func bring(_ messages: [JSON], of function: String, to sandbox: LambdaSandbox) async {
        let records = messages.map { Self.record($0, function) }
        guard case .result(let result) = await sandbox.invoke(["Records": .array(records)]) else { return }
        let failed = Set((result["batchItemFailures"]?.array ?? []).compactMap { $0["itemIdentifier"]?.string })
        for message in messages where !failed.contains(message["MessageId"]?.string ?? "") {
            try? await aws.delete(message, of: function)
        }
    }

    /// Source: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
    static func record(_ message: JSON, _ function: String) -> JSON {
        let attributes = (message["MessageAttributes"]?.object ?? [:]).mapValues { value in
            JSON.object([
                "stringValue": value["StringValue"] ?? .null, "dataType": value["DataType"] ?? .null,
                "stringListValues": [], "binaryListValues": [],
            ])
        }
        return [
            "messageId": message["MessageId"] ?? .null, "receiptHandle": message["ReceiptHandle"] ?? .null,
            "body": message["Body"] ?? .null, "attributes": message["Attributes"] ?? [:],
            "messageAttributes": .object(JSONObject(attributes)), "md5OfBody": message["MD5OfBody"] ?? .null,
            "eventSource": "aws:sqs", "eventSourceARN": .string("arn:aws:sqs:eu-west-1:123456789012:relay-\(function)"),
            "awsRegion": "eu-west-1",
        ]
    }

    // MARK: The HTTP API

    private static func reply(
        _ request: LoopbackServer.Request, _ sandboxes: [String: LambdaSandbox]
    ) -> LoopbackServer.Reply {
        let function = request.target.hasPrefix("/ai/") ? "api-receive" : "webhook-receive"
        let done = DispatchSemaphore(value: 0)
        let answer = Kept<LambdaSandbox.Answer>()
        Task {
            await answer.set(sandboxes[function]?.invoke(event(request)) ?? .died)
            done.signal()
        }
        done.wait()
        guard case .result(let result)? = answer.value, let status = result["statusCode"]?.int else {
            return .answer("502 Bad Gateway")
        }
        return .answer("\(status) Answered", result["body"]?.string ?? "")
    }

    /// Payload format 2.0.
    private static func event(_ request: LoopbackServer.Request) -> JSON {
        let parts = request.target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        return [
            "version": "2.0", "routeKey": "ANY", "rawPath": .string(parts[0]),
            "rawQueryString": .string(parts.count > 1 ? parts[1] : ""),
            "headers": .object(JSONObject(request.headers.mapValues(JSON.string))),
            "requestContext": [
                "http": ["method": .string(request.method), "path": .string(parts[0])], "stage": "$default",
                "domainName": .string(request.headers["host"] ?? ""),
            ],
            "body": .string(Data(request.body).base64EncodedString()), "isBase64Encoded": true,
        ]
    }
}
