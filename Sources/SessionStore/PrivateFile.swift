import Foundation
import RelayCore

/// Files that hold customers' words are readable by their owner alone.
enum PrivateFile {
    private static let ownerOnly: mode_t = 0o600

    /// Makes the folder and an empty file where there is none, so that SQLite never makes it with wider rights.
    ///
    /// Exclusively: a file that stands is neither emptied nor so much as opened. Closing any descriptor of it would drop the
    /// locks that SQLite holds on it in this process (https://www.sqlite.org/howtocorrupt.html, section 2.2).
    static func prepare(_ path: String) throws(StoreError) {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw StoreError("could not create the folder of the store, \(folder.path)")
        }
        let descriptor = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, ownerOnly)
        if descriptor >= 0 {
            close(descriptor)
        } else if errno != EEXIST {
            throw failure("create the file of the store", path)
        }
        guard access(path, W_OK) == 0 else { throw failure("write the file of the store", path) }
        try restrict(path)
    }

    /// SQLite gives its side files the rights of the main file; an older main file is narrowed here.
    static func restrict(_ path: String) throws(StoreError) {
        for suffix in ["", "-wal", "-shm"] where chmod(path + suffix, ownerOnly) != 0 && errno != ENOENT {
            throw failure("restrict the permissions of the store's file", path + suffix)
        }
    }

    /// Runs the body while no other store opens the same file, in this process or another. The lock is a file beside it,
    /// and ends with the process at the latest.
    static func whileAlone<Value>(at path: String, _ body: () throws -> Value) throws -> Value {
        let descriptor = open(path + ".lock", O_CREAT | O_RDWR | O_CLOEXEC, ownerOnly)
        guard descriptor >= 0 else { throw failure("open the lock of the store", path + ".lock") }
        defer { close(descriptor) }
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw failure("lock the store", path + ".lock") }
        }
        return try body()
    }

    private static func failure(_ doing: String, _ path: String) -> StoreError {
        StoreError("could not \(doing), \(path): \(String(cString: strerror(errno)))")
    }
}
