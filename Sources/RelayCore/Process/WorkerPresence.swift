import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Shows the other workers on this machine that this process lives: a lock on a file of its own, which ends with the process,
/// however that ends. Claims and leases name the file, so that nobody waits for who will not come back.
package struct WorkerPresence: Sendable {
    private let folder: String
    /// The file's, and the beginning of every owner's.
    private let name: String
    /// Never closed.
    private let descriptor: Int32

    /// Takes the lock as long as this process lives.
    /// - Parameter path: A file that nobody else uses; made where there is none.
    /// - Returns: nil where the file cannot be made and locked: then claims and leases of this process end by their time.
    package init?(path: String) {
        guard path.hasPrefix("/"), let slash = path.lastIndex(of: "/") else { return nil }
        (folder, name) = (String(path[..<slash]), String(path[path.index(after: slash)...]))
        guard Self.isName(name) else { return nil }
        let descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { return nil }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
        self.descriptor = descriptor
    }

    /// A new name for who takes a claim or a lease.
    package func owner(_ unique: String) -> String {
        // Says when the process took something last, for whoever clears up.
        futimens(descriptor, nil)
        return "\(name)/\(unique)"
    }

    /// Whether the worker that took this name has ended. False where its file is not there: it may be on another machine.
    package func hasEnded(owner: String) -> Bool {
        guard let slash = owner.firstIndex(of: "/") else { return false }
        let other = String(owner[..<slash])
        return other != name && Self.isName(other) && Self.isFree("\(folder)/\(other)")
    }

    /// Nobody holds the lock on the file.
    package static func isFree(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        // Shared: two who ask do not take each other for the worker.
        return flock(descriptor, LOCK_SH | LOCK_NB) == 0
    }

    /// Names come out of a store: none leads out of the folder.
    package static func isName(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D
            }
    }
}
