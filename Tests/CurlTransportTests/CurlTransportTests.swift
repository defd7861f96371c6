import CurlTransport
import Foundation
import RelayCore
import TestSupport
import Testing

@Suite("HTTP over libcurl", .timeLimit(.minutes(10)))
struct CurlTransportTests {
    struct Sending: NamedCase {
        let name: String
        let method: String
        let body: [UInt8]?
    }

    @Test(
        "Method, path, headers and body arrive as they were given",
        arguments: [
            Sending(name: "GET", method: "GET", body: nil),
            Sending(name: "HEAD", method: "HEAD", body: nil),
            Sending(name: "DELETE", method: "DELETE", body: nil),
            Sending(name: "POST", method: "POST", body: Array(#"{"a":1}"#.utf8)),
            Sending(name: "PATCH", method: "PATCH", body: Array("x".utf8)),
            Sending(name: "PUT, nothing in it", method: "PUT", body: []),
            Sending(
                name: "POST, large and any bytes", method: "POST", body: (0..<1_500_000).map { UInt8(truncatingIfNeeded: $0) }),
        ])
    func sending(_ row: Sending) async throws {
        let server = try LoopbackServer { _ in .answer() }
        defer { server.stop() }
        let call = HTTPCall(
            method: row.method, url: "\(server.url)/a%2Fb?after=MTA%3D",
            headers: [("Authorization", "Bearer sesame"), ("X-Word", "déjà"), ("X-None", "")], body: row.body, isWrite: true)
        #expect(try await CurlTransport().send(call).status == 200)
        let request = try #require(server.requests.first)
        #expect(server.requests.count == 1)
        #expect(request.method == row.method)
        #expect(request.target == "/a%2Fb?after=MTA%3D")
        #expect(request.headers["authorization"] == "Bearer sesame")
        #expect(request.headers["x-word"] == "déjà")
        #expect(request.headers["x-none"] == "")
        #expect(request.headers["expect"] == nil)
        #expect(request.headers["content-length"] == row.body.map { String($0.count) })
        #expect(request.body == row.body ?? [])
    }

    struct Answering: NamedCase {
        let name: String
        let wire: String
        let status: Int
        var headers: [String: String] = [:]
        var body = ""
    }

    @Test(
        "Every answer is a value, whatever its status",
        arguments: [
            Answering(
                name: "header names in lower case, values trimmed, of equal names the last",
                wire: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-ONE:  a b \r\nx-two: 1\r\nX-Two: 2\r\nX-Empty:\r\n\r\nhi",
                status: 200,
                headers: ["content-length": "2", "x-one": "a b", "x-two": "2", "x-empty": ""], body: "hi"),
            Answering(name: "no content", wire: "HTTP/1.1 204 No Content\r\n\r\n", status: 204),
            Answering(
                name: "chunked", wire: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n4\r\n all\r\n0\r\n\r\n",
                status: 200, headers: ["transfer-encoding": "chunked"], body: "hi all"),
            Answering(
                name: "after an interim answer",
                wire: "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", status: 200,
                headers: ["content-length": "2"], body: "hi"),
            Answering(
                name: "a redirect, which is not followed",
                wire: "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /elsewhere\r\n\r\n", status: 302,
                headers: ["content-length": "0", "location": "/elsewhere"]),
            Answering(
                name: "an error", wire: "HTTP/1.1 500 No\r\nContent-Length: 3\r\n\r\nbad", status: 500,
                headers: ["content-length": "3"], body: "bad"),
        ])
    func answering(_ row: Answering) async throws {
        let server = try LoopbackServer { _ in .bytes(Array(row.wire.utf8)) }
        defer { server.stop() }
        let answer = try await CurlTransport().send(HTTPCall(method: "GET", url: server.url, isWrite: false))
        #expect(answer.status == row.status)
        #expect(answer.headers == row.headers)
        #expect(String(decoding: answer.body, as: UTF8.self) == row.body)
        #expect(server.requests.count == 1)
    }

    struct Failing: NamedCase {
        let name: String
        let kind: TransportError.Kind
        let reply: LoopbackServer.Reply
    }

    @Test(
        "An answer that does not come whole is an error",
        arguments: [
            Failing(name: "the end instead of an answer", kind: .interrupted, reply: .bytesAndEnd([])),
            Failing(name: "a reset instead of an answer", kind: .interrupted, reply: .bytesAndReset([])),
            Failing(
                name: "the end in mid-answer", kind: .interrupted,
                reply: .bytesAndEnd(Array("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf".utf8))),
            Failing(
                name: "a reset in mid-answer", kind: .interrupted,
                reply: .bytesAndReset(Array("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf".utf8))),
            Failing(name: "something that is not HTTP", kind: .interrupted, reply: .bytesAndEnd(Array("SSH-2.0-x\r\n".utf8))),
            Failing(name: "silence", kind: .timedOut, reply: .bytesAndSilence([])),
            Failing(
                name: "silence in mid-answer", kind: .timedOut,
                reply: .bytesAndSilence(Array("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf".utf8))),
            Failing(
                name: "a length over the limit", kind: .answerTooLarge,
                reply: .answer("200 OK", String(repeating: "x", count: 1025))),
            Failing(
                name: "chunks over the limit", kind: .answerTooLarge,
                reply: .bytes(
                    Array(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n\(String(repeating: "x", count: 1024))\r\n1\r\nx\r\n0\r\n\r\n"
                            .utf8))),
        ])
    func failing(_ row: Failing) async throws {
        let server = try LoopbackServer { _ in row.reply }
        defer { server.stop() }
        let transport = CurlTransport(limits: .init(answerBytes: 1024))
        let error = try await failure(
            of: transport,
            HTTPCall(
                method: "POST", url: "\(server.url)/?q=sesame", headers: [("Authorization", "sesame")],
                body: Array("sesame".utf8),
                timeout: row.kind == .timedOut ? 0.4 : 60, isWrite: true))
        #expect(error.kind == row.kind)
        #expect(!"\(error)".contains("sesame"))
        // Whoever still looks for the server that had this port before is not counted.
        #expect(server.requests.count { $0.target == "/?q=sesame" } == 1)
    }

    @Test("An answer of exactly the limit is taken")
    func atTheLimit() async throws {
        let server = try LoopbackServer { _ in .answer("200 OK", String(repeating: "x", count: 1024)) }
        defer { server.stop() }
        let transport = CurlTransport(limits: .init(answerBytes: 1024))
        #expect(try await transport.send(HTTPCall(method: "GET", url: server.url, isWrite: false)).body.count == 1024)
    }

    struct NotSent: NamedCase {
        let name: String
        let url: @Sendable (LoopbackServer) -> String
        var headers: [(name: String, value: String)] = []
        var method = "POST"
    }

    @Test(
        "What never went out is known not to have been sent",
        arguments: [
            NotSent(name: "TLS against a server that speaks none", url: { "https://127.0.0.1:\($0.port)/?q=sesame" }),
            NotSent(name: "a scheme that is not HTTP", url: { "ftp://127.0.0.1:\($0.port)/sesame" }),
            NotSent(name: "a file", url: { _ in "file:///etc/hostname?sesame" }),
            NotSent(name: "no address", url: { _ in "http://[::sesame" }),
            NotSent(name: "a header with a line break", url: { $0.url }, headers: [("X-A", "1\r\nX-B: sesame")]),
            NotSent(name: "a header name with a line break", url: { $0.url }, headers: [("X-A: 1\nX-B", "sesame")]),
            NotSent(name: "a header without a name", url: { $0.url }, headers: [("", "sesame")]),
            NotSent(name: "a method with a line break", url: { $0.url }, method: "GET / HTTP/1.1\r\nX-A: sesame\r\n\r\nGET"),
            NotSent(name: "no method", url: { $0.url }, method: ""),
        ])
    func notSent(_ row: NotSent) async throws {
        let server = try LoopbackServer { _ in .answer() }
        defer { server.stop() }
        let error = try await failure(
            of: CurlTransport(limits: .init(connectTimeout: 0.5)),
            HTTPCall(method: row.method, url: row.url(server), headers: row.headers, body: [], isWrite: true))
        #expect(error.kind == .notSent)
        #expect(!"\(error)".contains("sesame"))
        #expect(server.requests.isEmpty)
    }

    @Test("A refused connection is known not to have been sent")
    func refused() async throws {
        let server = try LoopbackServer { _ in .answer() }
        server.stop()
        let call = HTTPCall(method: "POST", url: server.url, body: [], isWrite: true)
        let transport = CurlTransport()
        // The listener may take a moment to close.
        try await eventually {
            do throws(TransportError) {
                _ = try await transport.send(call)
                return false
            } catch {
                return error.kind == .notSent
            }
        }
        #expect(server.requests.isEmpty)
    }
}

/// The error that a call ends with; a call that is answered fails the test.
func failure(of transport: CurlTransport, _ call: HTTPCall) async throws -> TransportError {
    do throws(TransportError) {
        _ = try await transport.send(call)
    } catch {
        return error
    }
    Issue.record("the call was answered")
    throw CancellationError()
}

/// Asks until the answer is yes; a minute without one fails the test.
func eventually(_ condition: () async throws -> Bool, sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while try await !condition() {
        guard ContinuousClock.now < deadline else {
            Issue.record("it did not come about", sourceLocation: sourceLocation)
            return
        }
        try await Task.sleep(for: .milliseconds(2))
    }
}
