#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Standard input, output and error, by file descriptor.
package enum StandardStreams {
    /// Keeps a private copy of stdout for results and points descriptor 1 at stderr, so that nothing else that prints
    /// (a library, a stray `print`) can reach the host.
    /// - Returns: The private descriptor.
    package static func takeOutput() -> Int32 {
        let copy = dup(STDOUT_FILENO)
        guard copy >= 0 else { return STDOUT_FILENO }
        _ = fcntl(copy, F_SETFD, FD_CLOEXEC)
        dup2(STDERR_FILENO, STDOUT_FILENO)
        return copy
    }

    /// Writes everything; false when the reader is gone.
    package static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        bytes.withUnsafeBytes { write($0, to: descriptor) }
    }

    static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let next = UnsafeRawBufferPointer(rebasing: rest)
            #if canImport(Glibc)
            let written = Glibc.write(descriptor, next.baseAddress, next.count)
            #elseif canImport(Musl)
            let written = Musl.write(descriptor, next.baseAddress, next.count)
            #else
            let written = Darwin.write(descriptor, next.baseAddress, next.count)
            #endif
            if written >= 0 {
                rest = rest.dropFirst(written)
            } else if errno != EINTR, errno != EAGAIN {
                return false
            }
        }
        return true
    }

    @Sendable package static func writeError(_ text: String) {
        _ = write(Array(text.utf8), to: STDERR_FILENO)
    }
}

/// Reads a descriptor line by line, or whole, within a byte limit.
package struct InputReader {
    package enum Line: Equatable {
        case line([UInt8])
        /// Longer than the limit; it was read to its end and thrown away.
        case tooLarge
    }

    private let descriptor: Int32
    private let byteLimit: Int
    private var buffer: [UInt8] = []
    private var start = 0
    private var isAtEnd = false

    package init(descriptor: Int32, byteLimit: Int) {
        self.descriptor = descriptor
        self.byteLimit = byteLimit
    }

    /// The next line without its newline; nil at the end of input. A last line without a newline counts.
    package mutating func nextLine() -> Line? {
        var scanned = start
        var discarding = false
        while true {
            if let newline = newline(from: scanned) {
                let line = Array(buffer[start..<newline])
                start = newline + 1
                return discarding || line.count > byteLimit ? .tooLarge : .line(line)
            }
            scanned = buffer.count
            if scanned - start > byteLimit {
                discarding = true
                buffer.removeAll(keepingCapacity: true)
                start = 0
                scanned = 0
            }
            if isAtEnd {
                let rest = Array(buffer[start...])
                buffer = []
                start = 0
                if discarding { return .tooLarge }
                return rest.isEmpty ? nil : .line(rest)
            }
            let removed = compact()
            scanned -= removed
            fill()
        }
    }

    /// Everything up to the end of input.
    package mutating func readAll() -> Line {
        while !isAtEnd, buffer.count <= byteLimit { fill() }
        return buffer.count > byteLimit ? .tooLarge : .line(buffer)
    }

    private func newline(from position: Int) -> Int? {
        buffer.withUnsafeBytes { bytes in
            guard position < bytes.count, let base = bytes.baseAddress else { return nil }
            return memchr(base + position, 0x0A, bytes.count - position).map { UnsafeRawPointer($0) - base }
        }
    }

    private mutating func compact() -> Int {
        guard start > 0 else { return 0 }
        let removed = start
        buffer.removeSubrange(0..<start)
        start = 0
        return removed
    }

    private mutating func fill() {
        let count = withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { chunk -> Int in
            let count = read(descriptor, chunk.baseAddress, chunk.count)
            if count > 0 { buffer.append(contentsOf: chunk[0..<count]) }
            return count < 0 && (errno == EINTR || errno == EAGAIN) ? -1 : max(count, 0)
        }
        if count == 0 { isAtEnd = true }
    }
}
