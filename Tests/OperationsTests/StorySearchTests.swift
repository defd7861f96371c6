import Foundation
import HostCore
import HostDelivery
import RelayCore
import SQLiteQueue
import TestSupport
import Testing

@testable import Operations

@Suite("Finding a story")
struct StorySearchTests {
    private let folder: TemporaryFolder
    private let history: SQLiteHistory
    private static let now = Date(timeIntervalSince1970: 1_790_000_000)

    init() throws {
        folder = try TemporaryFolder()
        history = try SQLiteHistory(path: folder.path("history.sqlite"))
    }

    private static func entry(
        _ id: String, _ type: String, organization: String, cause: String? = nil, thread: String? = nil, session: String? = nil
    ) -> HistoryEntry {
        HistoryEntry(
            number: 0, function: "f", eventID: id, source: "/s", organization: organization, causeID: cause, traceParent: nil,
            subject: EventSubject(type: type, threadID: thread, sessionID: session, messageID: thread.map { _ in "m" }),
            attempt: 0,
            queued: now, due: now, started: now, ended: now, status: .done, code: nil, message: nil, outcome: .completed, size: 2)
    }

    struct Question: NamedCase {
        let name: String
        let id: String
        /// Organization and id of each step.
        let steps: [String]
    }

    /// Two organizations with the same ids; that of the older one is asked for, where it can be.
    @Test(
        "A story is one organization's, with the request that began it",
        arguments: [
            Question(name: "a thread", id: "7", steps: ["default request", "shop new", "shop turn"]),
            Question(name: "a session", id: "ses_1", steps: ["default request", "shop new", "shop turn"]),
            Question(name: "a request", id: "request", steps: ["default request", "shop new", "shop turn"]),
            Question(name: "a request of another", id: "request-2", steps: ["default request-2", "other new", "other turn"]),
        ])
    func organizations(_ row: Question) async throws {
        var entries: [HistoryEntry] = []
        for (organization, request) in [("other", "request-2"), ("shop", "request")] {
            entries += [
                Self.entry(request, HTTPRequestEvent.type, organization: "default"),
                Self.entry("new", HubSpotEvent.newMessage, organization: organization, cause: request, thread: "7"),
                Self.entry(
                    "turn", ConversationTurnEvent.type, organization: organization, cause: "new", thread: "7", session: "ses_1"),
            ]
        }
        try await history.add(entries.map { ($0, nil) })
        let story = try #require(try await StorySearch(history).story(of: row.id, withTexts: false)).story
        #expect(story.all.map { "\($0.first.organization) \($0.first.eventID)" } == row.steps)
        #expect(story.roots.count == 1)
    }
}
