import Foundation
import HostCore
import RelayCore

/// Files of the history that SQLite could not read, kept beside the new one for whoever wants to know why. No erasure can search
/// them, so the next one deletes them.
struct BrokenHistories {
    private let path: String

    /// - Parameter path: Of the history.
    init(_ path: String) { self.path = path }

    /// - Returns: Where the file is now.
    /// - Throws: ``HostError`` that names it.
    func setAside(now: Date) throws(HostError) -> String {
        let aside = "\(path).broken-\(Timestamp.milliseconds(now))"
        guard rename(path, aside) == 0 else {
            throw HostError("\(path) is broken, and cannot be set aside: \(String(cString: strerror(errno)))")
        }
        // Otherwise they would be taken for the new file's.
        rename(path + "-wal", aside + "-wal")
        unlink(path + "-shm")
        return aside
    }

    /// - Parameter date: Only those that were set aside before then.
    func remove(before date: Date = .distantFuture) {
        let url = URL(fileURLWithPath: path)
        let prefix = url.lastPathComponent + ".broken-"
        let folder = url.deletingLastPathComponent()
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [] where name.hasPrefix(prefix) {
            guard let time = Int(name.dropFirst(prefix.count).prefix { $0.isNumber }), Timestamp.date(milliseconds: time) < date
            else { continue }
            unlink(folder.appendingPathComponent(name).path)
        }
    }
}
