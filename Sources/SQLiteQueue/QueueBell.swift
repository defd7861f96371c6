@preconcurrency import Dispatch
import Foundation
import HostCore

/// Tells a running host that somebody else has put events into its queue: a FIFO beside the queue's file.
enum QueueBell {
    static func path(of queuePath: String) -> String { queuePath + ".wake" }

    /// Wakes the host that listens; does nothing where none does.
    static func ring(queuePath: String) {
        // Open for both: it neither waits for a host nor ends this process when the host ends meanwhile.
        let descriptor = open(path(of: queuePath), O_RDWR | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        // Where the FIFO is full the host is awake.
        if isFIFO(descriptor) { _ = write(descriptor, [1], 1) }
    }

    fileprivate static func isFIFO(_ descriptor: Int32) -> Bool {
        var status = stat()
        return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO
    }
}

/// Hears the ``QueueBell`` as long as this object lives.
final class QueueBellListener: Sendable {
    private let source: any DispatchSourceRead

    /// Makes the FIFO where there is none, for its owner alone.
    /// - Throws: ``HostError`` that names the file, when it cannot be made or is something else.
    init(queuePath: String, onRing: @escaping @Sendable () -> Void) throws(HostError) {
        let path = QueueBell.path(of: queuePath)
        if mkfifo(path, 0o600) != 0, errno != EEXIST {
            throw HostError("\(path) cannot be created: \(String(cString: strerror(errno)))")
        }
        // Open for both: a ringer that goes away is no end of the input.
        let descriptor = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw HostError("\(path) cannot be opened: \(String(cString: strerror(errno)))") }
        guard QueueBell.isFIFO(descriptor) else {
            close(descriptor)
            throw HostError("\(path) is not a FIFO")
        }
        source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: .global())
        source.setEventHandler {
            var bytes = [UInt8](repeating: 0, count: 512)
            while read(descriptor, &bytes, bytes.count) > 0 {}
            onRing()
        }
        source.setCancelHandler { close(descriptor) }
        source.activate()
    }

    deinit { source.cancel() }
}
