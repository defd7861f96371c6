import Foundation
import RelayCore
import TestSupport
import Testing

@Suite("Which workers have ended")
struct WorkerPresenceTests {
    private let folder: TemporaryFolder
    private let presence: WorkerPresence

    init() throws {
        folder = try TemporaryFolder()
        presence = try #require(WorkerPresence(path: folder.path("one")))
    }

    @Test("A worker that lives is told from one that has ended")
    func ended() throws {
        let other = try #require(WorkerPresence(path: folder.path("two")))
        #expect(presence.owner("x") == "one/x")
        #expect(!presence.hasEnded(owner: presence.owner("x")))
        #expect(!presence.hasEnded(owner: other.owner("x")))
        // Its file is there, and nobody holds it.
        #expect(FileManager.default.createFile(atPath: folder.path("gone"), contents: nil))
        #expect(presence.hasEnded(owner: "gone/x"))
        #expect(presence.hasEnded(owner: "gone/x"))
    }

    @Test(
        "Of what is no worker's name, or one of elsewhere, nothing is known",
        arguments: ["", "x", "/x", "elsewhere/x", "../gone/x", "..", "gone", "a b/x"])
    func unknown(_ owner: String) throws {
        #expect(FileManager.default.createFile(atPath: folder.path("gone"), contents: nil))
        #expect(!presence.hasEnded(owner: owner))
    }

    @Test("A file that another worker has, and one that cannot be made, is nobody's presence")
    func taken() {
        #expect(WorkerPresence(path: folder.path("one")) == nil)
        #expect(WorkerPresence(path: folder.path("missing/one")) == nil)
        #expect(WorkerPresence(path: "one") == nil)
        #expect(WorkerPresence(path: "1") == nil)
    }
}
