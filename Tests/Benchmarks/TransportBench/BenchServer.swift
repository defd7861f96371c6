import ArgumentParser
import Foundation

/// The other end: an HTTP server of plain sockets that does next to nothing, so that what is measured is the client.
struct Serve: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serves on a free port of 127.0.0.1: prints the URL, and ends with its standard input.")

    func run() throws {
        signal(SIGPIPE, SIG_IGN)
        #if canImport(Glibc)
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
        let listener = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0 && listen(listener, 512) == 0 && getsockname(listener, address, &length) == 0
            }
        }
        guard isBound else { throw POSIXError(.EADDRNOTAVAIL) }
        print("http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))")
        fflush(nil)
        // Threads that stand ready: making one for each connection would be measured as well.
        for _ in 0..<64 {
            Thread.detachNewThread {
                while true {
                    let connection = accept(listener, nil, nil)
                    guard connection >= 0 else { continue }
                    var serving = BenchConnection(connection)
                    serving.serve()
                }
            }
        }
        while readLine() != nil {}
    }
}

/// Answers by the path: `/large` with a megabyte, `/end` and `/reset` not at all, `/silent` when the client goes, everything
/// else with a few bytes of JSON.
private struct BenchConnection {
    private static let end = Array("\r\n\r\n".utf8)
    private static let small = answer(Array(#"{"results":[{"id":"5000000001"}]}"#.utf8))
    private static let large = answer([UInt8](repeating: 0x20, count: 1 << 20))

    let connection: Int32
    private var pending: [UInt8] = []

    init(_ connection: Int32) {
        self.connection = connection
        var on: Int32 = 1
        setsockopt(connection, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout.size(ofValue: on)))
    }

    private static func answer(_ body: [UInt8]) -> [UInt8] {
        Array("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(body.count)\r\n\r\n".utf8) + body
    }

    mutating func serve() {
        defer { close(connection) }
        while let path = next() {
            switch path {
            case "/large": write(Self.large)
            case "/end": return
            case "/reset":
                var linger = linger(l_onoff: 1, l_linger: 0)
                setsockopt(connection, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
                return
            case "/silent":
                _ = next()
                return
            default: write(Self.small)
            }
        }
    }

    /// The path of the next request, once its body is there too; nil when the client has gone.
    private mutating func next() -> Substring? {
        var headEnd = pending.firstRange(of: Self.end)
        while headEnd == nil {
            guard receive() else { return nil }
            headEnd = pending.firstRange(of: Self.end)
        }
        let head = String(decoding: pending[..<(headEnd?.lowerBound ?? 0)], as: UTF8.self)
        pending.removeFirst(headEnd?.upperBound ?? 0)
        if let field = head.range(of: "content-length:", options: .caseInsensitive) {
            let digits = head[field.upperBound...].drop { $0 == " " }.prefix { $0.isNumber }
            let length = Int(digits) ?? 0
            while pending.count < length { guard receive() else { return nil } }
            pending.removeFirst(length)
        }
        return head.split(separator: " ", maxSplits: 2).dropFirst().first?.prefix { $0 != "?" }
    }

    private mutating func receive() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        let count = recv(connection, &buffer, buffer.count, 0)
        guard count > 0 else { return false }
        pending.append(contentsOf: buffer[..<count])
        return true
    }

    private func write(_ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { send(connection, $0.baseAddress.map { $0 + sent }, $0.count - sent, 0) }
            guard count > 0 else { return }
            sent += count
        }
    }
}

/// `serve` as a process of its own, so that what it holds is not counted; it ends with this one.
final class ServerProcess {
    let url: String
    private let process = Process()
    private let input = Pipe()

    init() throws {
        process.executableURL = Bundle.main.executableURL
        process.arguments = ["serve"]
        process.standardInput = input
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        url = line.trimmingCharacters(in: .newlines)
        guard url.hasPrefix("http") else { throw ValidationError("the server did not start") }
    }

    func stop() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
