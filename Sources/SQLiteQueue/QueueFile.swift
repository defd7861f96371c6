import Foundation
import HostCore

/// The queue's file on disk. It holds what customers wrote: its owner alone may read it.
enum QueueFile {
    private static let ownerOnly: mode_t = 0o600

    /// Makes the folder and an empty file where there is none.
    /// - Throws: ``HostError`` that names what cannot be made or written.
    static func prepare(_ path: String) throws(HostError) {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw HostError("\(folder.path) cannot be created")
        }
        // Exclusively: closing a descriptor of a file that stands would drop the locks that SQLite holds on it in this process.
        let descriptor = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, ownerOnly)
        if descriptor >= 0 {
            close(descriptor)
        } else if errno != EEXIST {
            throw failure(path, "created")
        }
        for place in [folder.path, path] where access(place, W_OK) != 0 { throw failure(place, "written") }
        try restrict(path)
    }

    /// Narrows the rights of a file and its side files that stand already.
    static func restrict(_ path: String) throws(HostError) {
        for suffix in ["", "-wal", "-shm"] where chmod(path + suffix, ownerOnly) != 0 && errno != ENOENT {
            throw failure(path + suffix, "restricted to its owner")
        }
    }

    private static func failure(_ path: String, _ done: String) -> HostError {
        HostError("\(path) cannot be \(done): \(String(cString: strerror(errno)))")
    }
}
