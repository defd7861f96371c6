import CurlTransport
import Foundation
import HubSpotSimulator
import RelayCore
import Testing

@Suite("HTTP over libcurl")
struct CurlTransportTests {
    private func withSimulator(_ work: (String) async throws -> Void) async throws {
        let (ports, found) = AsyncStream.makeStream(of: Int.self)
        let server = Task { try await SimulatorServer(SimulatedPortal()).run { found.yield($0) } }
        let port = try #require(await ports.first { _ in true })
        try await work("http://127.0.0.1:\(port)")
        server.cancel()
        _ = await server.result
    }

    @Test("Fifty calls at once, each with its own answer")
    func concurrent() async throws {
        try await withSimulator { base in
            let transport = CurlTransport()
            try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<50 {
                    group.addTask {
                        let call = HTTPCall(
                            method: number % 2 == 0 ? "GET" : "POST", url: "\(base)/crm/v3/owners/\(number)",
                            body: number % 2 == 0 ? nil : Array("{}".utf8), isWrite: number % 2 == 1)
                        let answer = try await transport.send(call)
                        #expect(answer.headers["content-type"] == "application/json")
                        return answer.status
                    }
                }
                for try await status in group { #expect(status == 401) }
            }
        }
    }

    @Test("Too large an answer, and a call that is cancelled before")
    func limits() async throws {
        try await withSimulator { base in
            let call = HTTPCall(method: "GET", url: "\(base)/crm/v3/owners/1", isWrite: false)
            let error = await #expect(throws: TransportError.self) {
                try await CurlTransport(limits: .init(answerBytes: 10)).send(call)
            }
            #expect(error?.kind == .answerTooLarge)
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await CurlTransport().send(call)
            }
            let cancelled = await #expect(throws: TransportError.self) { try await task.value }
            #expect(cancelled?.kind == .cancelled)
        }
    }

    @Test("Nothing was sent", arguments: ["http://127.0.0.1:9/", "ftp://127.0.0.1/", "http://host.invalid/", "no url"])
    func notSent(_ url: String) async throws {
        let error = await #expect(throws: TransportError.self) {
            try await CurlTransport().send(HTTPCall(method: "GET", url: url, isWrite: true))
        }
        #expect(error?.kind == .notSent)
    }

    @Test("A server that takes the request and hangs up: interrupted, and a write came once")
    func interrupted() async throws {
        let listener = try LoopbackListener()
        let counting = Task.detached { listener.acceptAndHangUp(times: 2) }
        let transport = CurlTransport()
        let error = await #expect(throws: TransportError.self) {
            try await transport.send(
                HTTPCall(
                    method: "POST", url: "http://127.0.0.1:\(listener.port)/", body: Array("x".utf8), timeout: 5, isWrite: true))
        }
        #expect(error?.kind == .interrupted)
        listener.close()
        #expect(await counting.value == 1)
    }
}

/// A raw server that reads a request and closes without a word.
final class LoopbackListener: Sendable {
    private let descriptor: Int32
    let port: UInt16

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        port = try withUnsafeMutablePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                try #require(bind(descriptor, generic, length) == 0 && listen(descriptor, 8) == 0)
                try #require(getsockname(descriptor, generic, &length) == 0)
            }
            return UInt16(bigEndian: pointer.pointee.sin_port)
        }
    }

    /// How many requests came before the listener was closed.
    func acceptAndHangUp(times: Int) -> Int {
        var requests = 0
        for _ in 0..<times {
            let connection = accept(descriptor, nil, nil)
            guard connection >= 0 else { break }
            var bytes = [UInt8](repeating: 0, count: 4096)
            if read(connection, &bytes, bytes.count) > 0 { requests += 1 }
            Glibc.close(connection)
        }
        return requests
    }

    func close() {
        shutdown(descriptor, Int32(SHUT_RDWR))
        Glibc.close(descriptor)
    }
}
