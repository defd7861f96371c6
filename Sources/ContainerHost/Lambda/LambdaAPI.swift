import HostCore
import NIOCore
import NIOHTTP1
import NIOPosix
import RelayCore

/// A connection to AWS Lambda's Runtime API. Waits for the next invocation as long as it takes: the container may be asleep for hours.
///
/// Source: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
final class LambdaAPI: Sendable {
    private let channel: any Channel
    private let collector: NIOLoopBound<AnswerCollector>
    private let host: String

    private init(_ channel: any Channel, _ collector: NIOLoopBound<AnswerCollector>, host: String) {
        self.channel = channel
        self.collector = collector
        self.host = host
    }

    /// - Parameter address: As `AWS_LAMBDA_RUNTIME_API` has it: an IP address or `localhost`, and a port. No name is looked up.
    static func connect(_ address: String) async throws -> LambdaAPI {
        let parts = address.split(separator: ":")
        let name = parts.first.map(String.init) ?? ""
        guard parts.count == 2, let port = Int(parts[1]), (1...65_535).contains(port),
            let socket = try? SocketAddress(ipAddress: name == "localhost" ? "127.0.0.1" : name, port: port)
        else { throw LambdaAPIError("AWS_LAMBDA_RUNTIME_API must be an IP address and a port") }
        do {
            let (channel, collector) = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .channelOption(.tcpOption(.tcp_nodelay), value: 1)
                .connect(to: socket) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHTTPClientHandlers()
                        let collector = AnswerCollector()
                        try channel.pipeline.syncOperations.addHandler(collector)
                        return (channel, NIOLoopBound(collector, eventLoop: channel.eventLoop))
                    }
                }
            return LambdaAPI(channel, collector, host: address)
        } catch {
            throw LambdaAPIError("the Runtime API cannot be reached")
        }
    }

    deinit { channel.close(promise: nil) }

    /// - Throws: ``LambdaAPIError``; also when the task is cancelled, which ends the connection.
    func next() async throws -> LambdaInvocation {
        let answer = try await withTaskCancellationHandler {
            try await send(.GET, "invocation/next", [])
        } onCancel: {
            channel.close(promise: nil)
        }
        guard answer.status == 200 else { throw LambdaAPIError("the Runtime API answered \(answer.status) to /next") }
        return try LambdaInvocation(answer)
    }

    /// - Returns: Whether the result was taken. One that is too large is not, nor one that comes too late.
    func succeed(_ requestID: String, _ result: JSON) async throws -> Int {
        try await send(.POST, "invocation/\(requestID)/response", result.canonicalBytes).status
    }

    func fail(_ requestID: String, _ failure: LambdaFailure) async throws {
        _ = try await report("invocation/\(requestID)/error", failure)
    }

    func failInit(_ failure: LambdaFailure) async throws { _ = try await report("init/error", failure) }

    private func report(_ path: String, _ failure: LambdaFailure) async throws -> HTTPAnswer {
        try await send(
            .POST, path, failure.json.canonicalBytes, headers: [("Lambda-Runtime-Function-Error-Type", failure.type)])
    }

    private func send(
        _ method: HTTPMethod, _ path: String, _ body: [UInt8], headers: [(String, String)] = []
    ) async throws -> HTTPAnswer {
        var fields = HTTPHeaders([("Host", host), ("User-Agent", "deskrelay/\(RelayVersion.text)")] + headers)
        if method == .POST {
            fields.add(name: "Content-Type", value: "application/json")
            fields.add(name: "Content-Length", value: "\(body.count)")
        }
        let head = HTTPRequestHead(version: .http1_1, method: method, uri: "/2018-06-01/runtime/\(path)", headers: fields)
        let bytes = ByteBuffer(bytes: body)
        return try await withCheckedContinuation { waiting in
            channel.eventLoop.execute { [channel, collector] in
                collector.value.send(head, bytes, over: channel, waiting)
            }
        }.get()
    }
}
