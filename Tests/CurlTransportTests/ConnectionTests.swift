import CurlTransport
import Foundation
import RelayCore
import Synchronization
import TestSupport
import Testing

@Suite("Connections of libcurl", .timeLimit(.minutes(10)))
struct ConnectionTests {
    struct Reuse: NamedCase {
        let name: String
        let isWrite: Bool
        /// What the server does instead of answering.
        let end: LoopbackServer.Reply
        /// How often the call arrives at the server.
        let arrivals: Int
        let kind: TransportError.Kind?
    }

    /// The server keeps a connection open, and ends it without an answer once a later call has come in on it. libcurl
    /// answers that by sending the call again, unasked: the rows of reads show that it does, on the same server, and so that
    /// the rows of writes would notice.
    @Test(
        "A kept connection that dies on its next use repeats a read, and never a write",
        arguments: [
            Reuse(
                name: "a read is sent again by libcurl, which is no harm", isWrite: false, end: .bytesAndEnd([]), arrivals: 2,
                kind: nil),
            Reuse(name: "a read, the end a reset", isWrite: false, end: .bytesAndReset([]), arrivals: 2, kind: nil),
            Reuse(
                name: "a write arrives once", isWrite: true, end: .bytesAndEnd([]), arrivals: 1, kind: .interrupted),
            Reuse(
                name: "a write, the end a reset", isWrite: true, end: .bytesAndReset([]), arrivals: 1, kind: .interrupted),
            Reuse(
                name: "a write, the end in mid-answer", isWrite: true, end: .bytesAndEnd(Array("HTTP/1.1 2".utf8)), arrivals: 1,
                kind: .interrupted),
        ])
    func reuse(_ row: Reuse) async throws {
        let server = try LoopbackServer { request in
            if request.target == "/first" { return .answer() }
            // What is sent again by a client comes on a connection of its own; only that is answered, and only to a read.
            return request.number > 1 || row.isWrite ? row.end : .answer()
        }
        defer { server.stop() }
        let transport = CurlTransport()
        for _ in 1...2 {
            _ = try await transport.send(HTTPCall(method: "GET", url: "\(server.url)/first", isWrite: false))
        }
        #expect(server.requests.map(\.connection) == [1, 1], "the connection is kept and used again")
        let call = HTTPCall(method: "POST", url: "\(server.url)/second", body: Array("once".utf8), isWrite: row.isWrite)
        var kind: TransportError.Kind?
        do throws(TransportError) { _ = try await transport.send(call) } catch { kind = error.kind }
        #expect(kind == row.kind)
        let arrived = server.requests.filter { $0.target == "/second" }
        #expect(arrived.count == row.arrivals)
        #expect(arrived.map(\.connection) == (row.isWrite ? [2] : [1, 2]))
        #expect(server.connections == 2)
        // Whatever libcurl would still do, it would do before the next call is through.
        _ = try await transport.send(HTTPCall(method: "GET", url: "\(server.url)/first", isWrite: false))
        #expect(server.requests.count { $0.target == "/second" } == row.arrivals)
    }

    @Test("A kept connection that the server ended while it was idle harms no call", arguments: [false, true])
    func endedWhileIdle(_ isWrite: Bool) async throws {
        let server = try LoopbackServer { _ in .answer() }
        defer { server.stop() }
        let transport = CurlTransport()
        _ = try await transport.send(HTTPCall(method: "GET", url: "\(server.url)/first", isWrite: false))
        server.endConnections()
        try await eventually { server.liveConnections == 0 }
        let call = HTTPCall(method: "POST", url: "\(server.url)/second", body: [1], isWrite: isWrite)
        #expect(try await transport.send(call).status == 200)
        #expect(server.requests.map(\.target) == ["/first", "/second"])
    }

    @Test("Writes that are each answered by the end of their connection arrive once each")
    func manyWrites() async throws {
        let server = try LoopbackServer { request in request.method == "GET" ? .answer() : .bytesAndEnd([]) }
        defer { server.stop() }
        let transport = CurlTransport()
        for index in 0..<20 {
            _ = try await transport.send(HTTPCall(method: "GET", url: server.url, isWrite: false))
            let call = HTTPCall(method: "POST", url: "\(server.url)/\(index)", body: [1], isWrite: true)
            #expect(try await failure(of: transport, call).kind == .interrupted)
        }
        #expect(server.requests.filter { $0.method == "POST" }.map(\.target) == (0..<20).map { "/\($0)" })
        #expect(server.requests.filter { $0.method == "GET" }.map(\.connection) == Array(repeating: 1, count: 20))
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

    @Test("Fifty calls at once get each its own answer")
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

    @Test("Two slow answers overlap", arguments: [false, true])
    func overlap(_ isWrite: Bool) async throws {
        let arrived = NSCondition()
        let count = Mutex(0)
        // Neither is answered before both have come; a client that sent one after the other would wait for ever.
        let server = try LoopbackServer { request in
            arrived.lock()
            defer { arrived.unlock() }
            count.withLock { $0 += 1 }
            arrived.broadcast()
            let deadline = Date(timeIntervalSinceNow: 30)
            while count.withLock({ $0 }) < 2 { guard arrived.wait(until: deadline) else { return .answer("504 Alone") } }
            return .answer("200 OK", request.target)
        }
        defer { server.stop() }
        let transport = CurlTransport()
        async let thread = transport.send(HTTPCall(method: "GET", url: "\(server.url)/thread", timeout: 60, isWrite: isWrite))
        async let messages = transport.send(HTTPCall(method: "GET", url: "\(server.url)/messages", timeout: 60, isWrite: isWrite))
        let answers = try await [thread, messages]
        #expect(answers.map(\.status) == [200, 200])
        #expect(answers.map { String(decoding: $0.body, as: UTF8.self) } == ["/thread", "/messages"])
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
