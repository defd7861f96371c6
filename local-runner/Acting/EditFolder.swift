import Foundation
import Setup

/// Where one edit is, with whatever its editor puts beside it; for its owner alone. It is locked as long as the edit lasts.
struct EditFolder {
    let path: String
    private let lock: Int32

    private static func root(_ state: String) -> String { state + "/edits" }

    /// - Parameter state: The runner's folder.
    init(_ state: String) throws {
        path = "\(Self.root(state))/\(UUID().uuidString)"
        try PrivateFile.makeFolder(path)
        lock = Self.lock(path)
    }

    func remove() {
        try? FileManager.default.removeItem(atPath: path)
        if lock >= 0 { close(lock) }
    }

    /// Removes what edits left that were killed.
    static func clear(_ state: String) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: root(state))) ?? [] {
            let path = "\(root(state))/\(name)"
            let descriptor = lock(path)
            guard descriptor >= 0 else { continue }
            try? FileManager.default.removeItem(atPath: path)
            close(descriptor)
        }
    }

    /// - Returns: The descriptor that holds the lock, which ends with it; negative where somebody else has it.
    private static func lock(_ path: String) -> Int32 {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) != 0 else { return descriptor }
        close(descriptor)
        return -1
    }
}
