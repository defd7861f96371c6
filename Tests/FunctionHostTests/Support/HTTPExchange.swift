import Foundation
import NIOCore
import NIOPosix

/// One HTTP/1.1 request over loopback, written and read as text, so that a test decides every byte of it.
enum HTTPExchange {
    struct Answer {
        let status: Int
        let head: String
        let body: String
    }

    /// - Parameter length: What the head says of the body's, where that is not so.
    static func send(
        _ method: String, _ target: String, port: Int, host: String = "relay.example.com", headers: [String] = [],
        body: [UInt8] = [],
        length: Int? = nil
    ) async throws -> Answer {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        let lines = ["\(method) \(target) HTTP/1.1", "Host: \(host)", "Connection: close"] + headers
        let isChunked = headers.contains { $0.hasPrefix("Transfer-Encoding") }
        // As browsers and curl have it: what sends nothing does not say how much.
        let isBare = method == "GET" && body.isEmpty && length == nil
        let lengths = isChunked || isBare ? [] : ["Content-Length: \(length ?? body.count)"]
        let head = (lines + lengths + ["", ""]).joined(separator: "\r\n")
        let text = try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: head))
            // The server may answer and close before it has read a body that is too large.
            try? await outbound.write(ByteBuffer(bytes: body))
            var answer = ByteBuffer()
            do {
                for try await part in inbound { answer.writeImmutableBuffer(part) }
            } catch is IOError {}
            return String(buffer: answer)
        }
        let parts = text.components(separatedBy: "\r\n\r\n")
        let status = text.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        return Answer(status: status ?? 0, head: parts[0].lowercased(), body: parts.dropFirst().joined(separator: "\r\n\r\n"))
    }
}
