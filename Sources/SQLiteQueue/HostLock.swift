import Foundation
import HostCore

/// Says that a host has a queue: a lock on a file beside the queue's, held as long as this object lives, and no longer than the
/// process. No other process inherits it.
final class HostLock: Sendable {
    private let descriptor: Int32

    /// - Throws: ``HostError`` that names the file, when another host has the queue or the file cannot be locked.
    init(queuePath: String) throws(HostError) {
        let path = queuePath + ".lock"
        let descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw HostError("\(path) cannot be opened: \(String(cString: strerror(errno)))") }
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let reason = errno
            if reason == EINTR { continue }
            close(descriptor)
            throw HostError(
                reason == EWOULDBLOCK
                    ? "another runner uses this queue: stop it, or give another --state (it holds the lock on \(path))"
                    : "\(path) cannot be locked: \(String(cString: strerror(reason)))")
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }
}
