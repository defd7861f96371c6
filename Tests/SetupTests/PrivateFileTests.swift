import Foundation
import TestSupport
import Testing

@testable import Setup

@Suite("Files for their owner alone")
struct PrivateFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()) ?? [] }

    @Test("Nobody else can open it, not even while it is empty")
    func empty() throws {
        let descriptor = try PrivateFile.make(folder.path("x"))
        defer { close(descriptor) }
        #expect(try folder.mode("x") == 0o600)
        #expect(try folder.read("x").isEmpty)
    }

    @Test("What stands there, a link too, is neither opened nor written over", arguments: ["file", "link"])
    func exclusive(_ kind: String) throws {
        try folder.write("other", Array("former".utf8))
        if kind == "link" {
            try FileManager.default.createSymbolicLink(atPath: folder.path("x"), withDestinationPath: folder.path("other"))
        } else {
            try folder.write("x", [])
        }
        let error = #expect(throws: PrivateFileError.self) { try PrivateFile.make(folder.path("x")) }
        #expect(error?.problem == "cannot be created: File exists")
        #expect(try folder.read("other") == Array("former".utf8))
    }

    @Test("It is written whole, over a wider one too, and leaves no draft")
    func whole() throws {
        try folder.write("x.env", Array("former".utf8))
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: folder.path("x.env"))
        try PrivateFile.write("A=1\n", to: folder.path("x.env"))
        #expect(try folder.read("x.env") == Array("A=1\n".utf8))
        #expect(try folder.mode("x.env") == 0o600)
        #expect(names == ["x.env"])
    }

    @Test("A link stays one, and what it leads to is written")
    func link() throws {
        try FileManager.default.createDirectory(atPath: folder.path("real"), withIntermediateDirectories: true)
        try folder.write("real/x.env", Array("former".utf8))
        try FileManager.default.createSymbolicLink(atPath: folder.path("x.env"), withDestinationPath: "real/x.env")
        try PrivateFile.write("A=1\n", to: folder.path("x.env"))
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.path("x.env")) == "real/x.env")
        #expect(try folder.read("real/x.env") == Array("A=1\n".utf8))
        #expect(try folder.mode("real/x.env") == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("real")) == ["x.env"])
    }

    @Test("Folders that it makes are their owner's alone")
    func folders() throws {
        try PrivateFile.write("A=1\n", to: folder.path("a/b/x.env"))
        #expect(try folder.mode("a") == 0o700 && folder.mode("a/b") == 0o700)
    }

    @Test("What cannot be written is named, and leaves no draft")
    func refused() throws {
        try folder.write("file", [])
        let inFile = #expect(throws: PrivateFileError.self) { try PrivateFile.write("", to: folder.path("file/x.env")) }
        #expect(inFile?.description == "\(folder.path("file")) is a file, and must be a folder")
        try FileManager.default.createDirectory(atPath: folder.path("x.env/full"), withIntermediateDirectories: true)
        let onFolder = #expect(throws: PrivateFileError.self) { try PrivateFile.write("", to: folder.path("x.env")) }
        #expect(onFolder?.description.hasPrefix("\(folder.path("x.env")) cannot be written: ") == true)
        #expect(names == ["file", "x.env"])
    }
}
