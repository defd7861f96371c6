import CurlTransport
import RelayCore
import TestSupport
import Testing

@Suite("Cancellation", .timeLimit(.minutes(10)))
struct CancellationTests {
    static let unsent = "by the caller, before it was sent"
    static let begun = "by the caller, after it had begun to be sent"

    struct Moment: NamedCase {
        let name: String
        var scheme = "http"
        var reply = LoopbackServer.Reply.bytesAndSilence([])
        /// Whether another call has the only connection that there may be.
        var isQueued = false
        let detail: String
        /// Whether the moment has come.
        let hasCome: @Sendable (LoopbackServer) -> Bool
    }

    @Test(
        "A cancelled task ends its call and its connection, and no other call",
        arguments: [
            // The server takes the connection and never speaks TLS.
            Moment(name: "while connecting", scheme: "https", detail: unsent) { $0.connections == 1 },
            Moment(name: "while waiting for a connection", isQueued: true, detail: unsent) { _ in true },
            Moment(name: "while waiting for the answer", detail: begun) { $0.requests.count == 1 },
            Moment(
                name: "in mid-answer", reply: .bytesAndSilence(Array("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf".utf8)),
                detail: begun
            ) { $0.requests.count == 1 },
        ], [false, true])
    func moment(_ row: Moment, _ isWrite: Bool) async throws {
        let server = try LoopbackServer { request in request.target == "/slow" ? row.reply : .answer() }
        let other = try LoopbackServer { request in request.target == "/hold" ? .bytesAndSilence([]) : .answer() }
        defer { [server, other].forEach { $0.stop() } }
        let transport = CurlTransport(limits: .init(connectTimeout: 600, connectionsPerHost: 1))
        let holder = Task {
            try await failure(of: transport, HTTPCall(method: "GET", url: "\(other.url)/hold", timeout: 600, isWrite: false))
        }
        try await eventually { other.requests.count == 1 }
        let port = row.isQueued ? other.port : server.port
        let task = Task {
            let url = "\(row.scheme)://127.0.0.1:\(port)/slow"
            return try await failure(of: transport, HTTPCall(method: "POST", url: url, body: [1], timeout: 600, isWrite: isWrite))
        }
        try await eventually { row.hasCome(server) }
        task.cancel()
        let error = try await task.value
        #expect(error.kind == .cancelled)
        #expect(row.isQueued ? error.detail.hasSuffix("before it was sent") : error.detail == row.detail)
        try await eventually { server.liveConnections == 0 }
        #expect(other.requests.count == 1)
        // The call that nobody cancelled stands, until somebody does.
        #expect(other.liveConnections == 1)
        #expect(try await transport.send(HTTPCall(method: "GET", url: server.url, isWrite: false)).status == 200)
        holder.cancel()
        #expect(try await holder.value == TransportError(.cancelled, Self.begun))
    }

    @Test("A task that is cancelled already sends nothing")
    func before() async throws {
        let server = try LoopbackServer { _ in .answer() }
        defer { server.stop() }
        let url = server.url
        let task = Task {
            try await eventually { Task.isCancelled }
            return try await failure(of: CurlTransport(), HTTPCall(method: "GET", url: url, isWrite: false))
        }
        task.cancel()
        #expect(try await task.value == TransportError(.cancelled, "before it was sent"))
        #expect(server.connections == 0)
    }

    @Test("A call that is cancelled at any moment ends once, and the transport goes on")
    func anyMoment() async throws {
        let server = try LoopbackServer { _ in .answer() }
        defer { server.stop() }
        let transport = CurlTransport()
        let url = server.url
        await withTaskGroup(of: Void.self) { group in
            for index in 0..<400 {
                let call = Task {
                    do throws(TransportError) {
                        #expect(
                            try await transport.send(HTTPCall(method: "GET", url: url, isWrite: index.isMultiple(of: 4))).status
                                == 200)
                    } catch {
                        #expect(error.kind == .cancelled)
                    }
                }
                group.addTask {
                    for _ in 0..<(index % 20) { await Task.yield() }
                    call.cancel()
                    await call.value
                }
            }
        }
        #expect(try await transport.send(HTTPCall(method: "GET", url: url, isWrite: false)).status == 200)
    }
}
