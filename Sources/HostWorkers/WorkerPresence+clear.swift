import Foundation
import RelayCore

extension WorkerPresence {
    /// How long a worker may have anything after it last took something, in seconds: longer than any claim or lease lasts.
    private static let memory: Double = 3600

    /// Removes the files of workers that ended long ago.
    package static func clear(_ folder: URL, now: Date) throws {
        let files = try FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: [.contentModificationDateKey])
        for file in files where isName(file.lastPathComponent) {
            guard let taken = try file.resourceValues(forKeys: [.contentModificationDateKey]).contentModificationDate,
                taken + memory < now, isFree(file.path)
            else { continue }
            try FileManager.default.removeItem(at: file)
        }
    }
}
