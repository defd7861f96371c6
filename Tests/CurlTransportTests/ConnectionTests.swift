import CurlTransport
import Foundation
import RelayCore
import Synchronization
import TestSupport
import Testing

@Suite("Connections of libcurl", .timeLimit(.minutes(2)))
struct ConnectionTests {
    struct Reuse: NamedCase {
        let name: String
        let isWrite: Bool
        /// How often the call arrives at the server.
        let arrivals: Int
        let kind: TransportError.Kind?
    }

    /// The server keeps the connection of the first call open, and ends it without an answer when a second call comes on
    /// it. libcurl answers that by sending the call again, unasked: the row of the read shows that it does, and that the row
    /// of the write would notice.
    @Test(
        "A kept connection that dies when it is used again",
        arguments: [
            Reuse(name: "a read is sent again by libcurl, which is no harm", isWrite: false, arrivals: 2, kind: nil),
            Reuse(name: "a write arrives once", isWrite: true, arrivals: 1, kind: .interrupted),
        ])
    func reuse(_ row: Reuse) async throws {
        let server = try LoopbackServer { request in
            if request.target == "/first" { return .answer() }
            // What is sent again by a client comes on a connection of its own; only that is answered, and only to a read.
            return request.number > 1 || row.isWrite ? .bytesAndEnd([]) : .answer()
        }
        defer { server.stop() }
        let transport = CurlTransport()
        _ = try await transport.send(HTTPCall(method: "GET", url: "\(server.url)/first", isWrite: false))
        let call = HTTPCall(method: "POST", url: "\(server.url)/second", body: Array("once".utf8), isWrite: row.isWrite)
        var kind: TransportError.Kind?
        do throws(TransportError) { _ = try await transport.send(call) } catch { kind = error.kind }
        #expect(kind == row.kind)
        #expect(server.requests.count { $0.target == "/second" } == row.arrivals)
        #expect(server.connections == 2)
    }

    @Test("Reads share a connection; each write has a fresh one, which later reads may use")
    func pooling() async throws {
        let server = try LoopbackServer { _ in .answer() }
        defer { server.stop() }
        let transport = CurlTransport()
        for isWrite in [false, false, true, true] {
            _ = try await transport.send(HTTPCall(method: "GET", url: server.url, isWrite: isWrite))
        }
        #expect(server.requests.map(\.connection) == [1, 1, 2, 3])
        _ = try await transport.send(HTTPCall(method: "GET", url: server.url, isWrite: false))
        #expect(server.connections == 3)
    }

    @Test("Fifty calls at once, each with its own answer")
    func concurrent() async throws {
        let server = try LoopbackServer { request in .answer("200 OK", String(decoding: request.body, as: UTF8.self)) }
        defer { server.stop() }
        let transport = CurlTransport()
        let url = server.url
        let answers = try await withThrowingTaskGroup(of: (Int, String).self) { group in
            for index in 0..<50 {
                group.addTask {
                    let call = HTTPCall(
                        method: "POST", url: url, body: Array("call \(index)".utf8), timeout: 60, isWrite: index.isMultiple(of: 2)
                    )
                    return (index, String(decoding: try await transport.send(call).body, as: UTF8.self))
                }
            }
            return try await group.reduce(into: [Int: String]()) { $0[$1.0] = $1.1 }
        }
        #expect(answers == Dictionary(uniqueKeysWithValues: (0..<50).map { ($0, "call \($0)") }))
        #expect(server.requests.count == 50)
    }

    @Test("A cancelled task ends its call and its connection, and no other call")
    func cancelled() async throws {
        let server = try LoopbackServer { request in request.target == "/slow" ? .bytesAndSilence([]) : .answer() }
        defer { server.stop() }
        let transport = CurlTransport()
        let url = server.url
        let task = Task {
            try await failure(of: transport, HTTPCall(method: "GET", url: "\(url)/slow", timeout: 600, isWrite: false))
        }
        try await eventually { server.requests.count == 1 }
        task.cancel()
        #expect(try await task.value.kind == .cancelled)
        try await eventually { server.liveConnections == 0 }
        #expect(try await transport.send(HTTPCall(method: "GET", url: server.url, isWrite: false)).status == 200)
    }

    @Test("A task that is cancelled already sends nothing")
    func cancelledBefore() async throws {
        let server = try LoopbackServer { _ in .answer() }
        defer { server.stop() }
        let url = server.url
        let task = Task {
            try await eventually { Task.isCancelled }
            return try await failure(of: CurlTransport(), HTTPCall(method: "GET", url: url, isWrite: false))
        }
        task.cancel()
        #expect(try await task.value.kind == .cancelled)
        #expect(server.requests.isEmpty)
    }

    @Test("A transport that nobody holds any more ends its connections and its thread")
    func shutdown() async throws {
        let server = try LoopbackServer { _ in .answer() }
        defer { server.stop() }
        var transport: CurlTransport? = CurlTransport()
        _ = try await transport?.send(HTTPCall(method: "GET", url: server.url, isWrite: false))
        #expect(server.liveConnections == 1)
        transport = nil
        try await eventually { server.liveConnections == 0 }
    }
}
