import Foundation
import RelayCore

extension WorkerPresence {
    /// How long a worker may have anything after it last took something, in seconds: longer than any claim or lease lasts.
    private static let memory: Double = 3600

    /// Removes the files of workers that ended long ago.
    package static func clear(_ folder: URL, now: Date) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where isName(name) {
            let file = folder.appendingPathComponent(name)
            do {
                guard let taken = try file.resourceValues(forKeys: [.contentModificationDateKey]).contentModificationDate,
                    taken + memory < now, isFree(file.path)
                else { continue }
                try FileManager.default.removeItem(at: file)
            } catch  where !FileManager.default.fileExists(atPath: file.path) {
                // Another host removed it.
            }
        }
    }
}
