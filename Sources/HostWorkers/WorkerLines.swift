import Foundation
import NIOCore

/// A worker's pipes: lines out, and for each a line in, in order. Lives on the event loop of its channel.
final class WorkerLines: ChannelInboundHandler {
    enum Answer: Sendable {
        case line([UInt8])
        /// The worker did not begin it: it has ended, or wrote something that nobody asked for. That would be taken for the
        /// answer.
        case unusable
        /// The worker closed its output, or wrote more than any answer.
        case closed
    }

    typealias InboundIn = ByteBuffer
    typealias Waiting = CheckedContinuation<Answer, Never>

    /// More than any result needs: emitted events included.
    private static let lineLimit = 64 * 1024 * 1024

    private let output: Int32
    private var unread = ByteBuffer()
    /// So many unread bytes hold no end of a line.
    private var searched = 0
    /// Who waits for an answer; the worker works for the first.
    private var waiting: [Waiting] = []
    private var mustFlush = false
    private var isOpen = true
    private var isFresh = true

    /// - Parameter output: The descriptor that the channel reads.
    init(output: Int32) { self.output = output }

    /// Sends a line, newline included, and gives the answer to who waits.
    func send(_ line: ByteBuffer, over channel: any Channel, _ waiting: Waiting) {
        let isUsable = isOpen && (!self.waiting.isEmpty || !hasOutput)
        // What a process says when it starts is an answer: it refuses its configuration.
        guard isUsable || isFresh else { return waiting.resume(returning: .unusable) }
        isFresh = false
        self.waiting.append(waiting)
        if isUsable { write(line, to: channel) }
        answerWaiting()
    }

    /// Lines that come together go out together.
    private func write(_ line: ByteBuffer, to channel: any Channel) {
        channel.write(line, promise: nil)
        if mustFlush { return }
        mustFlush = true
        channel.eventLoop.assumeIsolated().execute {
            self.mustFlush = false
            channel.flush()
        }
    }

    /// Ends the worker's input, and gives the line that it writes last to who waits.
    func finish(over channel: any Channel, _ waiting: Waiting) {
        self.waiting.append(waiting)
        channel.close(mode: .output, promise: nil)
        answerWaiting()
    }

    private var hasOutput: Bool {
        if unread.readableBytes > 0 { return true }
        var descriptor = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, 0) > 0
    }

    private func answerWaiting() {
        while !waiting.isEmpty, let end = unread.offset(of: 0x0A, from: searched) {
            let line = unread.readBytes(length: end) ?? []
            unread.moveReaderIndex(forwardBy: 1)
            searched = 0
            waiting.removeFirst().resume(returning: .line(line))
        }
        if unread.readableBytes == 0 {
            // Given back, so that the channel can read into it again.
            unread = ByteBuffer()
        } else if !waiting.isEmpty {
            searched = unread.readableBytes
        }
        guard !isOpen else { return }
        for (index, waiting) in waiting.enumerated() { waiting.resume(returning: index == 0 ? .closed : .unusable) }
        waiting = []
    }

    // MARK: ChannelInboundHandler

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var chunk = unwrapInboundIn(data)
        if unread.readableBytes == 0 { unread = chunk } else { unread.writeBuffer(&chunk) }
        answerWaiting()
        if unread.readableBytes > Self.lineLimit { context.close(promise: nil) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        isOpen = false
        answerWaiting()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

extension ByteBuffer {
    /// Where a byte is first, counted from the first readable one.
    fileprivate func offset(of byte: UInt8, from start: Int) -> Int? {
        withUnsafeReadableBytes { bytes in
            guard let base = bytes.baseAddress, let found = memchr(base + start, Int32(byte), bytes.count - start) else {
                return nil
            }
            return UnsafeRawPointer(found) - base
        }
    }
}
