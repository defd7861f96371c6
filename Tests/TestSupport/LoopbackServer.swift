import Foundation
import Synchronization

/// An HTTP server of plain sockets on a free port of 127.0.0.1, which does on the wire exactly what a test says,
/// bad manners included. A thread for each connection.
package final class LoopbackServer: Sendable {
    package struct Request: Sendable {
        /// Counts connections from 1.
        package let connection: Int
        /// Counts this connection's requests from 1.
        package let number: Int
        package let method: String
        package let target: String
        /// Names in lower case.
        package let headers: [String: String]
        package let body: [UInt8]
    }

    package enum Reply: Sendable {
        /// These bytes; then the connection waits for its next request.
        case bytes([UInt8])
        /// These bytes (or none), then the end of the connection.
        case bytesAndEnd([UInt8])
        /// These bytes (or none), then a reset of the connection.
        case bytesAndReset([UInt8])
        /// These bytes (or none), then silence until the client goes.
        case bytesAndSilence([UInt8])

        package static func answer(_ status: String = "200 OK", headers: String = "", _ body: String = "") -> Reply {
            .bytes(Array("HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)".utf8))
        }
    }

    private struct State {
        var requests: [Request] = []
        var connections = 0
        var live: Set<Int32> = []
        var most = 0
    }

    private let state = Mutex(State())
    private let listener: Int32
    package let port: UInt16
    private let readsBodies: Bool
    private let respond: @Sendable (Request) -> Reply

    /// - Parameter readsBodies: If false, it replies once the headers are there, and what follows them is left unread.
    package init(readsBodies: Bool = true, _ respond: @escaping @Sendable (Request) -> Reply) throws {
        self.readsBodies = readsBodies
        self.respond = respond
        #if canImport(Glibc)
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
        let listener = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        guard listener >= 0 else { throw POSIXError(.ENOTSOCK) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0 && listen(listener, 128) == 0 && getsockname(listener, address, &length) == 0
            }
        }
        guard isBound else { throw POSIXError(.EADDRNOTAVAIL) }
        self.listener = listener
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [self] in accept() }
    }

    package var url: String { "http://127.0.0.1:\(port)" }

    /// Every request that came in whole, in order.
    package var requests: [Request] { state.withLock { $0.requests } }

    /// How many connections were made in all.
    package var connections: Int { state.withLock { $0.connections } }

    /// How many connections stand now.
    package var liveConnections: Int { state.withLock { $0.live.count } }

    /// How many connections stood at once, at most.
    package var mostConnections: Int { state.withLock { $0.most } }

    /// Ends every connection and takes no more.
    package func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        endConnections()
    }

    /// Ends every connection; the next are welcome.
    package func endConnections() {
        state.withLock { state in
            for connection in state.live { shutdown(connection, Int32(SHUT_RDWR)) }
        }
    }

    // MARK: Threads

    private func accept() {
        while true {
            let connection = Foundation.accept(listener, nil, nil)
            guard connection >= 0 else { break }
            let index = state.withLock { state in
                state.connections += 1
                state.live.insert(connection)
                state.most = max(state.most, state.live.count)
                return state.connections
            }
            Thread.detachNewThread { [self] in serve(connection, index) }
        }
        close(listener)
    }

    private func serve(_ connection: Int32, _ index: Int) {
        var reader = RequestReader(connection: connection, index: index, readsBodies: readsBodies)
        serving: while let request = reader.next() {
            state.withLock { $0.requests.append(request) }
            switch respond(request) {
            case .bytes(let bytes):
                write(bytes, to: connection)
            case .bytesAndEnd(let bytes):
                write(bytes, to: connection)
                break serving
            case .bytesAndReset(let bytes):
                write(bytes, to: connection)
                // A lingering time of 0 makes the close a reset.
                var linger = linger(l_onoff: 1, l_linger: 0)
                setsockopt(connection, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
                break serving
            case .bytesAndSilence(let bytes):
                write(bytes, to: connection)
                _ = reader.next()
                break serving
            }
        }
        state.withLock { state in
            state.live.remove(connection)
            close(connection)
        }
    }

    private func write(_ bytes: [UInt8], to connection: Int32) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                // A client that has gone must not end the test run by a signal.
                send(connection, buffer.baseAddress.map { $0 + sent }, buffer.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            sent += count
        }
    }
}

/// Reads one request after the other from a connection.
private struct RequestReader {
    let connection: Int32
    let index: Int
    let readsBodies: Bool
    private var number = 0
    private var pending: [UInt8] = []

    init(connection: Int32, index: Int, readsBodies: Bool) {
        self.connection = connection
        self.index = index
        self.readsBodies = readsBodies
    }

    /// nil when the client has ended the connection.
    mutating func next() -> LoopbackServer.Request? {
        let end = Array("\r\n\r\n".utf8)
        while pending.firstRange(of: end) == nil { guard receive() else { return nil } }
        guard let range = pending.firstRange(of: end) else { return nil }
        let lines = String(decoding: pending[..<range.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        pending.removeSubrange(..<range.upperBound)
        let start = (lines.first ?? "").split(separator: " ").map(String.init)
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        }
        let length = readsBodies ? headers["content-length"].flatMap { Int($0) } ?? 0 : 0
        while pending.count < length { guard receive() else { return nil } }
        let body = Array(pending.prefix(length))
        pending.removeFirst(length)
        number += 1
        return LoopbackServer.Request(
            connection: index, number: number, method: start.first ?? "", target: start.dropFirst().first ?? "", headers: headers,
            body: body)
    }

    private mutating func receive() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(connection, &buffer, buffer.count, 0)
        guard count > 0 else { return false }
        pending.append(contentsOf: buffer[..<count])
        return true
    }
}
