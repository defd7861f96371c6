import Foundation

/// Files that only their owner may read.
package enum PrivateFile {
    /// Writes it whole or not at all: whoever reads meanwhile sees the old one.
    package static func write(_ text: String, to path: String) throws {
        let url = URL(fileURLWithPath: path)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        let draft = url.deletingLastPathComponent().appendingPathComponent(".\(url.lastPathComponent).\(UUID().uuidString)")
        guard
            FileManager.default.createFile(
                atPath: draft.path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
        else { throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: path]) }
        guard rename(draft.path, url.path) == 0 else {
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
