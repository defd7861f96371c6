import CPipe
import Foundation

/// A pipe that no other child process inherits.
struct PipeEnds {
    let read: Int32
    let write: Int32

    /// - Returns: As many pipes, or none.
    static func make(_ count: Int) -> [PipeEnds]? {
        var pipes: [PipeEnds] = []
        while pipes.count < count {
            guard let pipe = PipeEnds() else {
                pipes.forEach { $0.closeBoth() }
                return nil
            }
            pipes.append(pipe)
        }
        return pipes
    }

    private init?() {
        var ends: [Int32] = [-1, -1]
        // In one step: a process that another thread starts just then would keep an end open, and the death of the worker
        // would be noticed only when that process ends, too.
        guard relay_pipe(&ends) == 0 else { return nil }
        (read, write) = (ends[0], ends[1])
    }

    func closeBoth() {
        close(read)
        close(write)
    }
}

/// Reads text lines from a descriptor; a very long one comes in pieces.
final class LineReader {
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private static let lineLimit = 64 * 1024

    private init(descriptor: Int32) { self.descriptor = descriptor }

    /// Gives each line to somebody, in a thread of its own, and closes the descriptor at its end.
    static func drain(_ descriptor: Int32, _ label: String, _ onLine: @escaping @Sendable (String) -> Void) {
        DispatchQueue(label: label).async {
            let reader = LineReader(descriptor: descriptor)
            while let line = reader.next() { onLine(line) }
            close(descriptor)
        }
    }

    private func next() -> String? {
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            if let end = buffer.firstIndex(of: 0x0A) {
                defer { buffer.removeSubrange(...end) }
                return String(decoding: buffer[..<end], as: UTF8.self)
            }
            if buffer.count >= Self.lineLimit { return rest() }
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return buffer.isEmpty ? nil : rest() }
            buffer += chunk[..<count]
        }
    }

    private func rest() -> String {
        defer { buffer = [] }
        return String(decoding: buffer, as: UTF8.self)
    }
}
