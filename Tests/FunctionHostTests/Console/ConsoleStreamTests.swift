import Console
import Foundation
import HostCore
import HostDelivery
import HostSurface
import RelayCore
import SQLiteQueue
import TestSupport
import Testing

@Suite("What the console tells live", .timeLimit(.minutes(10)))
struct ConsoleStreamTests {
    private let stage: ConsoleStage

    init() throws { stage = try ConsoleStage() }

    /// What is told, part by part.
    private final class Told {
        private var parts: AsyncStream<[UInt8]>.AsyncIterator

        init(_ answer: ConsoleAnswer) throws {
            guard case .stream(let parts) = answer.body else { throw WatchedHistory.Failure() }
            self.parts = parts.makeAsyncIterator()
        }

        /// nil at the end.
        func next() async -> String? { await parts.next().map { String(decoding: $0, as: UTF8.self) } }
    }

    private func entry(_ id: String, _ code: ReasonCode? = nil) -> HistoryEntry { HistoryTests.entry(id, code: code) }

    struct Beginning: NamedCase {
        let name: String
        let lastEventID: String?
        let from: Int
        /// What is told of the three that stand, before anything ends.
        let told: Int
    }

    @Test(
        "The first part says from where on it is told",
        arguments: [
            Beginning(name: "from now on", lastEventID: nil, from: 3, told: 0),
            Beginning(name: "from where the caller was", lastEventID: "1", from: 1, told: 2),
            Beginning(name: "from the beginning", lastEventID: "0", from: 0, told: 3),
            Beginning(name: "of a history that was begun anew", lastEventID: "99", from: 3, told: 0),
            Beginning(name: "no number", lastEventID: "x", from: 3, told: 0),
        ])
    func beginning(_ row: Beginning) async throws {
        try await stage.add(["a", "b", "c"].map { entry($0) })
        let answer = await stage.api(ambient: TestClock().ambient).get(
            "stream", headers: row.lastEventID.map { ["last-event-id": $0] } ?? [:])
        let told = try Told(answer)
        #expect(await told.next() == "retry: 500\nid: \(row.from)\nevent: live\ndata: {}\n\n")
        if row.told > 0 {
            let standing = try #require(await told.next())
            #expect(standing.components(separatedBy: "event: invocation\n").count - 1 == row.told)
            #expect(standing.hasSuffix("\n\n") && standing.contains("id: 3\n"))
        }
        try await stage.add([entry("d")])
        let new = try #require(await told.next())
        #expect(new.hasPrefix("id: 4\nevent: invocation\ndata: {") && new.contains(#""eventId":"d""#))
    }

    @Test("What ends between two answers is told by the second one, also before anything was told")
    func gap() async throws {
        try await stage.add([entry("before")])
        let console = stage.api(ambient: TestClock().ambient)
        let first = try Told(await console.get("stream"))
        let id = try #require(await first.next()?.firstMatch(of: /id: (\d+)/)?.output.1)
        try await stage.add([entry("between")])
        let second = try Told(await console.get("stream", headers: ["last-event-id": String(id)]))
        _ = await second.next()
        #expect(await second.next()?.contains(#""eventId":"between""#) == true)
    }

    @Test("What a filter leaves out is looked at once, and the caller is told how far it is")
    func filtered() async throws {
        try await stage.add([entry("first")])
        let history = WatchedHistory(stage.history)
        let answer = await stage.api(history: history, ambient: TestClock().ambient).get(
            "stream", query: ["code": "owner-is-human"], headers: ["last-event-id": "0"])
        try await stage.add((0..<20).map { entry("other-\($0)") })
        let told = try Told(answer)
        _ = await told.next()
        let before = history.readCount
        #expect(await told.next() == "id: 21\n\n")
        // Ten looks for the newest number, and one at the entries.
        #expect(history.readCount - before == 11)
        try await stage.add([entry("wanted", .ownerIsHuman)])
        #expect(await told.next()?.contains(#""eventId":"wanted""#) == true)
    }

    @Test("It is read as it is taken: a caller who takes little costs little")
    func slow() async throws {
        try await stage.add((0..<1200).map { entry("e\($0)") })
        let history = WatchedHistory(stage.history)
        let answer = await stage.api(history: history, ambient: TestClock().ambient).get(
            "stream", headers: ["last-event-id": "0"])
        let told = try Told(answer)
        _ = await told.next()
        let before = history.readCount
        var counts: [Int] = []
        for _ in 0..<3 {
            let part = try #require(await told.next())
            counts.append(part.components(separatedBy: "event: invocation\n").count - 1)
            #expect(history.readCount - before == counts.count * 2)
        }
        #expect(counts == [500, 500, 200])
    }

    @Test("It ends after a while, and where the history cannot be read, which it says, and the log")
    func ends() async throws {
        let clock = TestClock()
        let history = WatchedHistory(stage.history)
        let console = stage.api(history: history, ambient: clock.ambient)
        func rest() async throws -> String {
            let told = try Told(await console.get("stream"))
            var text = ""
            while let part = await told.next() { text += part }
            return text
        }
        let start = clock.now
        #expect(try await rest().contains("id: 0\n\n"))
        #expect(clock.now.timeIntervalSince(start) >= 25)
        let broken = try Told(await console.get("stream"))
        _ = await broken.next()
        history.isBroken.set()
        let fault =
            "retry: 5000\nevent: fault\ndata: {\"code\":\"store-unavailable\",\"error\":\"the history could not be read\"}\n\n"
        // Also from the start: a browser does not ask again where the answer itself is an error.
        for told in [broken, try Told(await console.get("stream"))] {
            #expect(await told.next() == fault)
            #expect(await told.next() == nil)
        }
        #expect(stage.lines.all.count == 2)
        #expect(stage.lines.all.allSatisfy { $0.contains(#""path":"api/stream""#) })
    }

    @Test("It ends with the host")
    func stops() async throws {
        let stopping = Flag()
        let told = try Told(await stage.api(ambient: TestClock().ambient, stopping: stopping).get("stream"))
        _ = await told.next()
        stopping.set()
        #expect(await told.next() == nil)
    }
}
