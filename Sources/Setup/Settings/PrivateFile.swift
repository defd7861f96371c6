import Foundation
import RelayCore

/// Files that only their owner may read.
package enum PrivateFile {
    /// Writes it whole or not at all: whoever reads meanwhile sees the old one.
    package static func write(_ text: String, to path: String) throws {
        let url = URL(fileURLWithPath: path)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        let draft = url.deletingLastPathComponent().appendingPathComponent(".\(url.lastPathComponent).\(UUID().uuidString)")
        // Nobody else can open it, not even before the first byte is in it.
        let descriptor = open(draft.path, O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: path]) }
        let isWritten = StandardStreams.write(Array(text.utf8), to: descriptor)
        close(descriptor)
        guard isWritten, rename(draft.path, url.path) == 0 else {
            try? FileManager.default.removeItem(at: draft)
            throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: path])
        }
    }

    /// Whether others than the owner may read it; nil where it is not there.
    package static func isOpenToOthers(_ path: String) -> Bool? {
        guard let mode = try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int else { return nil }
        return mode & 0o077 != 0
    }
}
