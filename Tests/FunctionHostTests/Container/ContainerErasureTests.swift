import Foundation
import HostCore
import HostDelivery
import PostgresQueue
import RelayCore
import TestSupport
import Testing

@testable import ContainerHost

@Suite(
    "A container that works on a database's queue", .timeLimit(.minutes(10)),
    .enabled(if: PostgresServer.isWanted, "no PostgreSQL server"))
struct ContainerErasureTests {
    private let workspace: Workspace

    init() throws { workspace = try Workspace() }

    @Test("An erasure that a container works on reaches queue and history, and what a former host has left")
    func erased() async throws {
        let url = try await PostgresServer.schema()
        let queue = try PostgresEventQueue(url: url)
        let history = try PostgresHistory(url: url)
        try await history.add(["6", "7", "8"].map { (Self.entry("e-\($0)", thread: $0), nil) })
        // Thread 6 is owed by a host that ended; 7 is what the event asks for.
        try await queue.note([Erasure(threadID: "6", until: .now, wordsUntil: .now)], of: RelayEvent.defaultOrganization)
        let waiting = RelayEvent(
            id: "waits", source: "/test", type: ConversationTurnEvent.type, data: ["threadId": "7"], notBefore: Date() + 3600)
        _ = try await queue.add([.to("emitter", waiting), .to("emitter", event("erase"))], now: Date())
        try await ContainerStage.with(workspace, environment: ["QUEUE_URL": url]) { _, _ in
            let isDone = try await eventually { try await queue.counts() == QueueCounts() }
            let isErased = try await eventually { try await Self.kept(history) == ["e-8"] }
            #expect(isDone && isErased)
        }
        #expect(try await queue.notedErasures(after: 0, limit: 9).isEmpty)
    }

    private static func kept(_ history: PostgresHistory) async throws -> [String] {
        try await history.entries(HistoryFilter(), before: nil, limit: 9).map(\.eventID).sorted()
    }

    private static func entry(_ id: String, thread: String) -> HistoryEntry {
        let past = Date(timeIntervalSince1970: 1_700_000_000)
        return HistoryEntry(
            number: 0, function: "f", eventID: id, source: "/s", organization: RelayEvent.defaultOrganization, causeID: nil,
            traceParent: nil, subject: EventSubject(type: ConversationTurnEvent.type, threadID: thread), attempt: 0, queued: past,
            due: past, started: past, ended: past, status: .done, code: nil, message: nil, outcome: .completed, size: 1)
    }
}
