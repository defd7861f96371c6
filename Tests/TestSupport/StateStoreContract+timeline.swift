import FoundationEssentials
import RelayCore
import Testing

extension StateStoreContract {
    private static func entry(_ id: String, _ seconds: Double = 0, text: String = "text") -> TimelineEntry {
        TimelineEntry(id: id, role: .customer, text: text, createdAt: time(seconds))
    }

    private static func ids(
        _ store: any StateStore, limit: Int = 100, session: String = "ses_1"
    ) async throws -> [String] {
        try await store.timeline(sessionID: session, limit: limit).map(\.id)
    }

    static let timelines: [StateStoreCheck] = [
        StateStoreCheck("timeline: empty before the first entry") { store, _ async throws in
            #expect(try await ids(store).isEmpty)
        },
        StateStoreCheck("timeline: an entry comes back as it was, whatever its role") { store, _ async throws in
            let entries = TimelineEntry.Role.allCases.enumerated().map { index, role in
                TimelineEntry(
                    id: "m\(index)", role: role, text: "Grüße 👋\n\"quoted\" 'single' \\ \t",
                    attachmentNames: ["a, b.pdf", "größe \"1\".png"], createdAt: time(Double(index) + 0.25),
                    envelope: index == 0 ? nil : ["senders": [["name": "Grüße \"1\""]], "type": "MESSAGE"])
            }
            for entry in entries {
                #expect(try await store.appendTimeline(sessionID: "ses_1", entry: entry))
            }
            #expect(try await store.timeline(sessionID: "ses_1", limit: 10) == entries)
        },
        StateStoreCheck("timeline: an entry told twice stands once, as it was first") { store, _ async throws in
            #expect(try await store.appendTimeline(sessionID: "ses_1", entry: entry("m1", text: "first")))
            #expect(
                try await !store.appendTimeline(sessionID: "ses_1", entry: entry("m1", 5, text: "again")))
            let timeline = try await store.timeline(sessionID: "ses_1", limit: 10)
            #expect(timeline == [entry("m1", text: "first")])
        },
        StateStoreCheck("timeline: one of twenty appends of one entry counts") { store, _ async throws in
            let appended = try await contend { _ in
                try await store.appendTimeline(sessionID: "ses_1", entry: entry("m1"))
            }
            #expect(appended.count { $0 } == 1)
        },
        StateStoreCheck("timeline: oldest first by time, then by id, in whatever order they came") { store, _ async throws in
            for one in [entry("c", 2), entry("b", 1), entry("d", 0.001), entry("a", 2), entry("B", 2)] {
                _ = try await store.appendTimeline(sessionID: "ses_1", entry: one)
            }
            #expect(try await ids(store) == ["d", "b", "B", "a", "c"])
        },
        StateStoreCheck("timeline: the limit keeps the newest") { store, _ async throws in
            for one in [entry("a", 2), entry("b", 3), entry("c", 1)] {
                _ = try await store.appendTimeline(sessionID: "ses_1", entry: one)
            }
            #expect(try await ids(store, limit: 2) == ["a", "b"])
            #expect(try await ids(store, limit: 3) == ["c", "a", "b"])
        },
        StateStoreCheck("timeline: times before 1970 and far ahead keep their order") { store, _ async throws in
            for (id, seconds) in [("late", 1e10), ("early", -3e9), ("now", 0)] {
                _ = try await store.appendTimeline(sessionID: "ses_1", entry: entry(id, seconds))
            }
            #expect(try await ids(store) == ["early", "now", "late"])
        },
        StateStoreCheck("timeline: organization and session each have their own") { store, other async throws in
            _ = try await store.appendTimeline(sessionID: "ses_1", entry: entry("m1"))
            #expect(try await other.appendTimeline(sessionID: "ses_1", entry: entry("m1")))
            #expect(try await store.appendTimeline(sessionID: "ses_2", entry: entry("m1")))
            _ = try await other.appendTimeline(sessionID: "ses_1", entry: entry("m2"))
            #expect(try await ids(store) == ["m1"])
            #expect(try await ids(store, session: "ses_2") == ["m1"])
            #expect(try await ids(other) == ["m1", "m2"])
        },
    ]
}
