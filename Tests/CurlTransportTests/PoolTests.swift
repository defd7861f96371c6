import CurlTransport
import RelayCore
import TestSupport
import Testing

@Suite("The pool of connections", .timeLimit(.minutes(10)))
struct PoolTests {
    @Test("Connections of writes do not pile up")
    func kept() async throws {
        let server = try LoopbackServer { _ in .answer() }
        defer { server.stop() }
        let transport = CurlTransport(limits: .init(keptConnections: 3))
        for _ in 0..<30 {
            _ = try await transport.send(HTTPCall(method: "POST", url: server.url, body: [1], isWrite: true))
        }
        #expect(server.connections == 30)
        try await eventually { server.liveConnections <= 3 }
        _ = try await transport.send(HTTPCall(method: "GET", url: server.url, isWrite: false))
        #expect(server.connections == 30, "a read takes one of those that are kept")
    }

    @Test("No host gets more connections than the limit, and what is over waits its turn", arguments: [false, true])
    func perHost(_ isWrite: Bool) async throws {
        let server = try LoopbackServer { request in .answer("200 OK", String(decoding: request.body, as: UTF8.self)) }
        defer { server.stop() }
        let transport = CurlTransport(limits: .init(connectionsPerHost: 3))
        let url = server.url
        let answers = try await withThrowingTaskGroup(of: String.self) { group in
            for index in 0..<40 {
                group.addTask {
                    let call = HTTPCall(method: "POST", url: url, body: Array("\(index)".utf8), timeout: 60, isWrite: isWrite)
                    return String(decoding: try await transport.send(call).body, as: UTF8.self)
                }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(answers.count == 40)
        #expect(server.requests.count == 40)
        // A write takes the place of a kept connection, whose end the server may hear of a little later.
        if !isWrite { #expect(server.mostConnections <= 3) }
        try await eventually { server.liveConnections <= 3 }
    }

    @Test("A call that waits for a connection longer than its time was not sent")
    func waiting() async throws {
        let server = try LoopbackServer { request in request.target == "/slow" ? .bytesAndSilence([]) : .answer() }
        defer { server.stop() }
        let transport = CurlTransport(limits: .init(connectionsPerHost: 1))
        let url = server.url
        let slow = Task {
            try await failure(of: transport, HTTPCall(method: "GET", url: "\(url)/slow", timeout: 600, isWrite: false))
        }
        try await eventually { server.requests.count == 1 }
        let late = try await failure(of: transport, HTTPCall(method: "POST", url: url, body: [1], timeout: 0.3, isWrite: true))
        #expect(late.kind == .notSent)
        #expect(server.requests.count == 1)
        slow.cancel()
        #expect(try await slow.value.kind == .cancelled)
        #expect(try await transport.send(HTTPCall(method: "GET", url: url, isWrite: false)).status == 200)
    }
}
