import Foundation
import RelayCore

/// Files that hold customers' words are readable by their owner alone.
enum PrivateFile {
    private static var ownerOnly: [FileAttributeKey: Any] { [.posixPermissions: 0o600] }

    /// Makes the folder and an empty file where there is none, so that SQLite never makes it with wider rights.
    static func prepare(_ path: String) throws {
        let url = URL(fileURLWithPath: path)
        let manager = FileManager.default
        try manager.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        if !manager.fileExists(atPath: url.path), !manager.createFile(atPath: url.path, contents: nil, attributes: ownerOnly) {
            throw StoreError("could not make the file of the store")
        }
    }

    /// SQLite gives its side files the rights of the main file; an older main file is narrowed here.
    static func restrict(_ path: String) throws {
        for suffix in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path + suffix) {
            try FileManager.default.setAttributes(ownerOnly, ofItemAtPath: path + suffix)
        }
    }
}
