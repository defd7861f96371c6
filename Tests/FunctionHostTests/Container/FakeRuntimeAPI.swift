import Foundation
import RelayCore
import Synchronization
import TestSupport
import Testing

/// AWS Lambda's Runtime API on a port of its own: gives invocations in order, then lets the runtime wait.
final class FakeRuntimeAPI: Sendable {
    struct Invocation: Sendable {
        var id: String
        var body: [UInt8]
        /// From now, in seconds.
        var time: Double = 300
        var traceID: String?

        init(_ id: String, _ body: [UInt8], time: Double = 300, traceID: String? = nil) {
            self.id = id
            self.body = body
            self.time = time
            self.traceID = traceID
        }

        var answer: LoopbackServer.Reply {
            let deadline = Timestamp.milliseconds(Date() + time)
            var headers = "Lambda-Runtime-Aws-Request-Id: \(id)\r\nLambda-Runtime-Deadline-Ms: \(deadline)\r\n"
            if let traceID { headers += "Lambda-Runtime-Trace-Id: \(traceID)\r\n" }
            return .answer(headers: headers, String(decoding: body, as: UTF8.self))
        }
    }

    private let server: LoopbackServer

    /// - Parameters:
    ///   - status: The answer to a result; nil: 202.
    init(_ invocations: [Invocation], status: @escaping @Sendable (_ path: String) -> String? = { _ in nil }) throws {
        let queue = Script(invocations)
        server = try LoopbackServer { request in
            let path = request.target.replacing("/2018-06-01/runtime/", with: "")
            if path == "invocation/next" { return queue.next()?.answer ?? .bytesAndSilence([]) }
            return .answer(status(path) ?? "202 Accepted", #"{"status":"OK"}"#)
        }
    }

    var address: String { "127.0.0.1:\(server.port)" }

    /// What was said of invocations and of the start, in order: `invocation/1/response`, `init/error`, …
    var said: [(path: String, type: String?, body: JSON)] {
        server.requests.filter { $0.method == "POST" }.map { request in
            (
                request.target.replacing("/2018-06-01/runtime/", with: ""),
                request.headers["lambda-runtime-function-error-type"], (try? JSON.parse(request.body)) ?? .null
            )
        }
    }

    var polls: Int { server.requests.filter { $0.method == "GET" }.count }

    func stop() { server.stop() }

    /// Invocations that are given once each, to whoever asks.
    private final class Script: Sendable {
        private let left: Mutex<[Invocation]>

        init(_ invocations: [Invocation]) { left = Mutex(invocations) }

        func next() -> Invocation? { left.withLock { $0.isEmpty ? nil : $0.removeFirst() } }
    }
}
