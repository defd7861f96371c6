import CurlTransport
import RelayCore
import TestSupport
import Testing

@Suite("Limits of time and size", .timeLimit(.minutes(10)))
struct LimitTests {
    struct Waiting: NamedCase {
        let name: String
        var scheme = "http"
        var limits = CurlTransport.Limits()
        var timeout = 600.0
        var idleTimeout: Double?
        var reply = LoopbackServer.Reply.bytesAndSilence([])
        let kind: TransportError.Kind
        /// Part of what is said.
        let says: String
    }

    @Test(
        "Each limit of time ends a call by itself, and says which it was",
        arguments: [
            Waiting(
                name: "connecting, TLS included", scheme: "https", limits: .init(connectTimeout: 0.3), kind: .notSent,
                says: "connection timeout"),
            Waiting(name: "the whole call", timeout: 0.3, kind: .timedOut, says: "timed out after"),
            Waiting(name: "the whole call, while connecting", scheme: "https", timeout: 0.3, kind: .notSent, says: "time"),
            Waiting(
                name: "no byte of an answer", limits: .init(idleTimeout: 1), kind: .timedOut, says: "too slow"),
            Waiting(name: "no byte, the call's own limit", idleTimeout: 1, kind: .timedOut, says: "too slow"),
            Waiting(
                name: "an answer that stops", limits: .init(idleTimeout: 1),
                reply: .bytesAndSilence(Array("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf".utf8)), kind: .timedOut,
                says: "too slow"),
        ])
    func time(_ row: Waiting) async throws {
        let server = try LoopbackServer { _ in row.reply }
        defer { server.stop() }
        let call = HTTPCall(
            method: "POST", url: "\(row.scheme)://127.0.0.1:\(server.port)/sesame?q=sesame", headers: [("X-A", "sesame")],
            body: Array("sesame".utf8), timeout: row.timeout, idleTimeout: row.idleTimeout, isWrite: true)
        let error = try await failure(of: CurlTransport(limits: row.limits), call)
        #expect(error.kind == row.kind)
        #expect(error.detail.lowercased().contains(row.says), "\(error)")
        #expect(!"\(error)".contains("sesame"))
        #expect(server.requests.count == (row.kind == .notSent ? 0 : 1))
    }

    @Test("A request's body over the limit is not begun; one of exactly the limit arrives")
    func requestBody() async throws {
        let server = try LoopbackServer { _ in .answer() }
        defer { server.stop() }
        let transport = CurlTransport(limits: .init(requestBytes: 1024))
        func call(_ count: Int, isWrite: Bool) -> HTTPCall {
            HTTPCall(method: "POST", url: server.url, body: Array(repeating: 0x41, count: count), isWrite: isWrite)
        }
        for isWrite in [false, true] {
            let error = try await failure(of: transport, call(1025, isWrite: isWrite))
            #expect(error == TransportError(.notSent, "the request's body has 1025 bytes, and 1024 are allowed"))
        }
        #expect(server.connections == 0)
        #expect(try await transport.send(call(1024, isWrite: true)).status == 200)
        #expect(server.requests.map(\.body.count) == [1024])
    }

    struct Large: NamedCase {
        let name: String
        let reply: LoopbackServer.Reply
        var says = "more than 1024 bytes"
    }

    @Test(
        "An answer over the limit is not waited for",
        arguments: [
            Large(
                name: "a length over the limit, and nothing else",
                reply: .bytesAndSilence(Array("HTTP/1.1 200 OK\r\nContent-Length: 1025\r\n\r\n".utf8))),
            Large(
                name: "without a length, and no end",
                reply: .bytesAndSilence(Array("HTTP/1.1 200 OK\r\n\r\n\(String(repeating: "x", count: 1025))".utf8))),
            Large(
                name: "headers without end",
                reply: .bytesAndSilence(
                    Array(
                        "HTTP/1.1 200 OK\r\n\(String(repeating: "X-A: \(String(repeating: "x", count: 995))\r\n", count: 300))"
                            .utf8)),
                says: "more than 262144 bytes of headers"),
            Large(
                name: "interim answers without end",
                reply: .bytesAndSilence(
                    Array(
                        String(
                            repeating: "HTTP/1.1 103 Early Hints\r\nX-A: \(String(repeating: "x", count: 995))\r\n\r\n",
                            count: 300
                        ).utf8)),
                says: "more than 262144 bytes of headers"),
        ])
    func answer(_ row: Large) async throws {
        let server = try LoopbackServer { _ in row.reply }
        defer { server.stop() }
        let transport = CurlTransport(limits: .init(idleTimeout: 600, answerBytes: 1024))
        let error = try await failure(of: transport, HTTPCall(method: "GET", url: server.url, timeout: 600, isWrite: false))
        #expect(error == TransportError(.answerTooLarge, row.says))
    }

    @Test("A server that goes while the body is still being sent raises no signal")
    func goneInMidRequest() async throws {
        let server = try LoopbackServer(readsBodies: false) { _ in .bytesAndReset([]) }
        defer { server.stop() }
        let transport = CurlTransport()
        for isWrite in [false, true, true, true] {
            let call = HTTPCall(
                method: "POST", url: server.url, body: Array(repeating: 0x41, count: 8_000_000), timeout: 60, isWrite: isWrite)
            #expect(try await failure(of: transport, call).kind == .interrupted)
        }
        #expect(server.requests.count == 4)
    }
}
