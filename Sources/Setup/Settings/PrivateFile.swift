import Foundation
import RelayCore

/// Files that only their owner may read.
package enum PrivateFile {
    /// Writes it whole or not at all: whoever reads meanwhile sees the old one. A link stays one, and what it leads to is written.
    /// - Throws: ``PrivateFileError``
    package static func write(_ text: String, to path: String) throws(PrivateFileError) {
        let url = URL(fileURLWithPath: path).resolvingSymlinksInPath()
        let folder = url.deletingLastPathComponent()
        try makeFolder(folder.path)
        let draft = folder.appendingPathComponent(".\(url.lastPathComponent).\(UUID().uuidString)").path
        let descriptor = try make(draft)
        defer { close(descriptor) }
        do throws(PrivateFileError) {
            try fill(descriptor, with: Array(text.utf8), path)
            guard rename(draft, url.path) == 0 else { throw PrivateFileError(path, "written") }
        } catch {
            unlink(draft)
            throw error
        }
    }

    /// Makes a folder where there is none, and those that it stands in, for their owner alone.
    /// - Throws: ``PrivateFileError``
    package static func makeFolder(_ path: String) throws(PrivateFileError) {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
            guard isFolder.boolValue else { throw PrivateFileError(path: path, problem: "is a file, and must be a folder") }
            return
        }
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw PrivateFileError(path: path, problem: "cannot be created")
        }
    }

    /// Makes an empty file. Nobody else can open it, not even before the first byte is in it.
    /// - Returns: Its descriptor, for writing.
    /// - Throws: ``PrivateFileError``, also where there is anything of the name.
    package static func make(_ path: String) throws(PrivateFileError) -> Int32 {
        let descriptor = open(path, O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw PrivateFileError(path, "created") }
        return descriptor
    }

    /// Writes all of it, so that a power cut does not take it back.
    package static func fill(_ descriptor: Int32, with bytes: [UInt8], _ path: String) throws(PrivateFileError) {
        guard StandardStreams.write(bytes, to: descriptor), fsync(descriptor) == 0 else {
            throw PrivateFileError(path, "written")
        }
    }

    /// Whether others than the owner may read it; nil where it is not there.
    package static func isOpenToOthers(_ path: String) -> Bool? {
        guard let mode = try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int else { return nil }
        return mode & 0o077 != 0
    }
}

/// Names the file, and says what is wrong with it.
package struct PrivateFileError: Error, Hashable, CustomStringConvertible {
    package let path: String
    package let problem: String

    package var description: String { "\(path) \(problem)" }

    init(path: String, problem: String) {
        self.path = path
        self.problem = problem
    }

    /// With what the system says.
    fileprivate init(_ path: String, _ done: String) {
        self.init(path: path, problem: "cannot be \(done): \(String(cString: strerror(errno)))")
    }
}
