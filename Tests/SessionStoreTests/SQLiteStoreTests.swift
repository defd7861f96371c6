import Foundation
import RelayCore
import SessionStore
import TestSupport
import Testing

@Suite("The state rules, in SQLite")
struct SQLiteStoreTests {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString)/relay.sqlite").path
    let start = Date(timeIntervalSince1970: 1_790_000_000)
    let key = EventKey(organization: "shop", source: "/s", id: "1")

    @Test("A claim is one worker's until its lease ends, and a finished one gives its line")
    func claim() async throws {
        let store = try SQLiteStore(path: path)
        #expect(try await store.claim(key, owner: "a", now: start, until: start + 10) == .claimed)
        #expect(try await store.claim(key, owner: "a", now: start, until: start + 10) == .claimed)
        #expect(try await store.claim(key, owner: "b", now: start + 9, until: start + 20) == .busy(until: start + 10))
        #expect(try await store.claim(key, owner: "b", now: start + 10, until: start + 20) == .claimed)
        #expect(try await !store.finish(key, owner: "a", resultLine: "late", now: start + 11))
        #expect(try await store.finish(key, owner: "b", resultLine: "line", now: start + 11))
        #expect(try await store.claim(key, owner: "c", now: start + 99, until: start + 100) == .finished(resultLine: "line"))
        let other = EventKey(organization: "other", source: "/s", id: "1")
        #expect(try await store.claim(other, owner: "c", now: start, until: start + 1) == .claimed)
    }

    @Test("A claim that is given back is free at once")
    func release() async throws {
        let store = try SQLiteStore(path: path)
        _ = try await store.claim(key, owner: "a", now: start, until: start + 10)
        try await store.release(key, owner: "b")
        #expect(try await store.claim(key, owner: "b", now: start, until: start + 10) == .busy(until: start + 10))
        try await store.release(key, owner: "a")
        #expect(try await store.claim(key, owner: "b", now: start, until: start + 10) == .claimed)
    }

    @Test("Of twenty outcomes of one turn, from two stores on one file, one wins")
    func firstOutcome() async throws {
        let stores = [try SQLiteStore(path: path), try SQLiteStore(path: path)]
        let standing = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<20 {
                group.addTask {
                    try await stores[number % 2].recordTurnOutcome(
                        organization: "shop", threadID: "t", messageID: "m", outcome: "\(number)", now: start)
                }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(standing.count == 1)
    }

    @Test("The effect ledger")
    func effects() async throws {
        let store = try SQLiteStore(path: path)
        #expect(try await store.startEffect(organization: "shop", key: "k", now: start) == .started)
        #expect(
            try await store.startEffect(organization: "shop", key: "k", now: start + 5)
                == .exists(EffectRecord(key: "k", startedAt: start)))
        try await store.noteEffectLook(organization: "shop", key: "k", now: start + 6)
        #expect(try await store.effect(organization: "shop", key: "k")?.looks == 1)
        #expect(try await store.restartEffect(organization: "shop", key: "k", seen: start, now: start + 7))
        #expect(try await !store.restartEffect(organization: "shop", key: "k", seen: start, now: start + 8))
        try await store.finishEffect(organization: "shop", key: "k", hubSpotID: "h1")
        try await store.abandonEffect(organization: "shop", key: "k", seen: start + 7)
        #expect(try await store.effectKey(organization: "shop", hubSpotID: "h1") == "k")
        #expect(try await store.effectKey(organization: "other", hubSpotID: "h1") == nil)
        #expect(try await store.startEffect(organization: "shop", key: "gone", now: start) == .started)
        try await store.abandonEffect(organization: "shop", key: "gone", seen: start)
        #expect(try await store.startEffect(organization: "shop", key: "gone", now: start) == .started)
    }

    @Test("A lease is one owner's")
    func lease() async throws {
        let store = try SQLiteStore(path: path)
        #expect(
            try await store.acquireLease(organization: "shop", name: "n", owner: "a", now: start, until: start + 5) == .acquired)
        #expect(
            try await store.acquireLease(organization: "shop", name: "n", owner: "b", now: start, until: start + 5)
                == .busy(until: start + 5))
        try await store.releaseLease(organization: "shop", name: "n", owner: "a")
        #expect(
            try await store.acquireLease(organization: "shop", name: "n", owner: "b", now: start, until: start + 5) == .acquired)
    }

    @Test("The newest change of a property wins, and a cleared value is a value")
    func properties() async throws {
        let store = try SQLiteStore(path: path)
        func set(_ value: String?, _ seconds: Double) async throws -> PropertyOutcome {
            try await store.setProperty(
                organization: "shop", sessionID: "s",
                entry: CustomDataEntry(property: "p", value: value, occurredAt: start + seconds))
        }
        #expect(try await set("a", 2) == .applied)
        #expect(try await set("old", 1) == .stale)
        #expect(try await set("a", 2) == .unchanged)
        #expect(try await set("b", 2) == .applied)
        #expect(try await set(nil, 3) == .applied)
        #expect(try await store.customData(organization: "shop", sessionID: "s").map(\.value) == [nil])
    }

    @Test("Sessions change over the version that was read; the timeline holds each message once")
    func sessions() async throws {
        let store = try SQLiteStore(path: path)
        let session = Session(id: "s", organization: "shop", threadID: "t", channel: .chat, createdAt: start, updatedAt: start)
        #expect(try await store.createSession(session) == session)
        var changed = session
        changed.state = .handedOff
        #expect(try await store.updateSession(changed))
        #expect(try await !store.updateSession(changed))
        #expect(try await store.createSession(session).state == .handedOff)
        let entry = TimelineEntry(id: "m", role: .customer, text: "Hi", attachmentNames: ["a.png"], createdAt: start)
        #expect(try await store.appendTimeline(organization: "shop", sessionID: "s", entry: entry))
        #expect(try await !store.appendTimeline(organization: "shop", sessionID: "s", entry: entry))
        #expect(try await store.timeline(organization: "shop", sessionID: "s", limit: 5) == [entry])
    }

    @Test("The files are their owner's alone")
    func rights() async throws {
        let store = try SQLiteStore(path: path)
        _ = try await store.claim(key, owner: "a", now: start, until: start)
        for suffix in ["", "-wal", "-shm"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: path + suffix)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        }
    }

    @Test("A file that is no database, and a folder that cannot be, are clear errors")
    func broken() throws {
        try FileManager.default.createDirectory(
            at: URL(fileURLWithPath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(repeating: 0x41, count: 8192).write(to: URL(fileURLWithPath: path))
        #expect(throws: StoreError.self) { try SQLiteStore(path: path) }
        #expect(throws: StoreError.self) { try SQLiteStore(path: "\(path)/below/relay.sqlite") }
    }
}
