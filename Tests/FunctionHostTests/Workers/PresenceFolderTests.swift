import Foundation
import RelayCore
import TestSupport
import Testing

@testable import HostWorkers

@Suite("The files of workers")
struct PresenceFolderTests {
    @Test("Those of workers that ended long ago go, and no others")
    func clear() throws {
        let folder = try TemporaryFolder()
        let lives = try #require(WorkerPresence(path: folder.path("lives")))
        for name in ["old", "young", "not.ours"] {
            #expect(FileManager.default.createFile(atPath: folder.path(name), contents: nil))
        }
        let now = Date()
        for name in ["lives", "old", "not.ours"] {
            try FileManager.default.setAttributes([.modificationDate: now - 7200], ofItemAtPath: folder.path(name))
        }
        try WorkerPresence.clear(folder.url, now: now)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() == ["lives", "not.ours", "young"])
        // Whoever takes something is at work.
        try FileManager.default.setAttributes([.modificationDate: now - 7200], ofItemAtPath: folder.path("young"))
        _ = lives.owner("x")
        let taken = try FileManager.default.attributesOfItem(atPath: folder.path("lives"))[.modificationDate] as? Date
        #expect(try #require(taken) > now - 60)
    }

    @Test("Hosts that clear one folder at once do not stop each other")
    func together() async throws {
        let folder = try TemporaryFolder()
        let now = Date()
        for number in 0..<300 {
            #expect(FileManager.default.createFile(atPath: folder.path("\(number)"), contents: nil))
            try FileManager.default.setAttributes([.modificationDate: now - 7200], ofItemAtPath: folder.path("\(number)"))
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { try WorkerPresence.clear(folder.url, now: now) } }
            try await group.waitForAll()
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
    }
}
