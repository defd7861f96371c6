import FoundationEssentials
import RelayCore
import Testing

extension StateStoreContract {
    private static func entry(_ id: String, _ seconds: Double = 0, text: String = "text") -> TimelineEntry {
        TimelineEntry(id: id, role: .customer, text: text, createdAt: time(seconds))
    }

    private static func ids(
        _ store: any StateStore, limit: Int = 100, organization: String = here, session: String = "ses_1"
    ) async throws -> [String] {
        try await store.timeline(organization: organization, sessionID: session, limit: limit).map(\.id)
    }

    static let timelines: [StateStoreCheck] = [
        StateStoreCheck("timeline: empty before the first entry") { store async throws in
            #expect(try await ids(store).isEmpty)
        },
        StateStoreCheck("timeline: an entry comes back as it was, whatever its role") { store async throws in
            let entries = TimelineEntry.Role.allCases.enumerated().map { index, role in
                TimelineEntry(
                    id: "m\(index)", role: role, text: "Grüße 👋\n\"quoted\" 'single' \\ \t",
                    attachmentNames: ["a, b.pdf", "größe \"1\".png"], createdAt: time(Double(index) + 0.25))
            }
            for entry in entries {
                #expect(try await store.appendTimeline(organization: here, sessionID: "ses_1", entry: entry))
            }
            #expect(try await store.timeline(organization: here, sessionID: "ses_1", limit: 10) == entries)
        },
        StateStoreCheck("timeline: an entry told twice stands once, as it was first") { store async throws in
            #expect(try await store.appendTimeline(organization: here, sessionID: "ses_1", entry: entry("m1", text: "first")))
            #expect(
                try await !store.appendTimeline(organization: here, sessionID: "ses_1", entry: entry("m1", 5, text: "again")))
            let timeline = try await store.timeline(organization: here, sessionID: "ses_1", limit: 10)
            #expect(timeline == [entry("m1", text: "first")])
        },
        StateStoreCheck("timeline: one of twenty appends of one entry counts") { store async throws in
            let appended = try await contend { _ in
                try await store.appendTimeline(organization: here, sessionID: "ses_1", entry: entry("m1"))
            }
            #expect(appended.count { $0 } == 1)
        },
        StateStoreCheck("timeline: oldest first by time, then by id, in whatever order they came") { store async throws in
            for one in [entry("c", 2), entry("b", 1), entry("d", 0.001), entry("a", 2), entry("B", 2)] {
                _ = try await store.appendTimeline(organization: here, sessionID: "ses_1", entry: one)
            }
            #expect(try await ids(store) == ["d", "b", "B", "a", "c"])
        },
        StateStoreCheck("timeline: the limit keeps the newest") { store async throws in
            for one in [entry("a", 2), entry("b", 3), entry("c", 1)] {
                _ = try await store.appendTimeline(organization: here, sessionID: "ses_1", entry: one)
            }
            #expect(try await ids(store, limit: 2) == ["a", "b"])
            #expect(try await ids(store, limit: 3) == ["c", "a", "b"])
        },
        StateStoreCheck("timeline: times before 1970 and far ahead keep their order") { store async throws in
            for (id, seconds) in [("late", 1e10), ("early", -3e9), ("now", 0)] {
                _ = try await store.appendTimeline(organization: here, sessionID: "ses_1", entry: entry(id, seconds))
            }
            #expect(try await ids(store) == ["early", "now", "late"])
        },
        StateStoreCheck("timeline: organization and session each have their own") { store async throws in
            _ = try await store.appendTimeline(organization: here, sessionID: "ses_1", entry: entry("m1"))
            #expect(try await store.appendTimeline(organization: there, sessionID: "ses_1", entry: entry("m1")))
            #expect(try await store.appendTimeline(organization: here, sessionID: "ses_2", entry: entry("m1")))
            _ = try await store.appendTimeline(organization: there, sessionID: "ses_1", entry: entry("m2"))
            #expect(try await ids(store) == ["m1"])
            #expect(try await ids(store, session: "ses_2") == ["m1"])
            #expect(try await ids(store, organization: there) == ["m1", "m2"])
        },
    ]

    private static func set(
        _ store: any StateStore, _ value: String?, _ seconds: Double, label: String? = nil, property: String = "priority",
        organization: String = here, session: String = "ses_1"
    ) async throws -> PropertyOutcome {
        try await store.setProperty(
            organization: organization, sessionID: session,
            entry: CustomDataEntry(property: property, value: value, label: label, occurredAt: time(seconds)))
    }

    private static func values(
        _ store: any StateStore, organization: String = here, session: String = "ses_1"
    ) async throws -> [String: String?] {
        let entries = try await store.customData(organization: organization, sessionID: session)
        return Dictionary(uniqueKeysWithValues: entries.map { ($0.property, $0.value) })
    }

    static let customData: [StateStoreCheck] = [
        StateStoreCheck("property: none before one is set") { store async throws in
            #expect(try await store.customData(organization: here, sessionID: "ses_1").isEmpty)
        },
        StateStoreCheck("property: set, with its label and time") { store async throws in
            #expect(try await set(store, "2", 1.5, label: "Waiting") == .applied)
            let entry = CustomDataEntry(property: "priority", value: "2", label: "Waiting", occurredAt: time(1.5))
            #expect(try await store.customData(organization: here, sessionID: "ses_1") == [entry])
        },
        StateStoreCheck("property: the newest wins, whatever came first") { store async throws in
            #expect(try await set(store, "HIGH", 2) == .applied)
            #expect(try await set(store, "LOW", 1) == .stale)
            #expect(try await set(store, "HIGH", 1.999) == .stale)
            #expect(try await values(store) == ["priority": "HIGH"])
            #expect(try await set(store, "LOW", 2.001) == .applied)
            #expect(try await values(store) == ["priority": "LOW"])
        },
        StateStoreCheck("property: a newer change to the same value moves the time") { store async throws in
            _ = try await set(store, "HIGH", 1)
            #expect(try await set(store, "HIGH", 3) == .applied)
            #expect(try await set(store, "LOW", 2) == .stale)
        },
        StateStoreCheck("property: at equal times an equal value is unchanged and another one applied") { store async throws in
            _ = try await set(store, "HIGH", 1)
            #expect(try await set(store, "HIGH", 1) == .unchanged)
            #expect(try await set(store, "LOW", 1) == .applied)
            #expect(try await values(store) == ["priority": "LOW"])
        },
        StateStoreCheck("property: a change clears, a late one does not bring back, a newer one does") { store async throws in
            _ = try await set(store, "HIGH", 1, label: "High")
            #expect(try await set(store, nil, 2) == .applied)
            #expect(try await values(store) == ["priority": nil])
            #expect(try await store.customData(organization: here, sessionID: "ses_1").first?.label == nil)
            #expect(try await set(store, nil, 2) == .unchanged)
            #expect(try await set(store, "LOW", 1.5) == .stale)
            #expect(try await set(store, "LOW", 3) == .applied)
            #expect(try await values(store) == ["priority": "LOW"])
        },
        StateStoreCheck("property: cleared before it was ever set, older values stay away") { store async throws in
            #expect(try await set(store, nil, 2) == .applied)
            #expect(try await set(store, "LOW", 1) == .stale)
        },
        StateStoreCheck("property: an empty value is a value") { store async throws in
            _ = try await set(store, "", 1)
            #expect(try await values(store) == ["priority": ""])
            #expect(try await set(store, nil, 1) == .applied)
        },
        StateStoreCheck("property: of twenty at once the newest stands") { store async throws in
            _ = try await contend { task in try await set(store, "value \(task)", Double(task)) }
            #expect(try await values(store) == ["priority": "value 19"])
        },
        StateStoreCheck("property: listed by name") { store async throws in
            for name in ["subject", "hs_pipeline_stage", "priority"] { _ = try await set(store, "x", 1, property: name) }
            let listed = try await store.customData(organization: here, sessionID: "ses_1").map(\.property)
            #expect(listed == ["hs_pipeline_stage", "priority", "subject"])
        },
        StateStoreCheck("property: organization and session each have their own") { store async throws in
            _ = try await set(store, "HIGH", 5)
            #expect(try await set(store, "LOW", 1, organization: there) == .applied)
            #expect(try await set(store, "LOW", 1, session: "ses_2") == .applied)
            #expect(try await values(store) == ["priority": "HIGH"])
            #expect(try await values(store, organization: there) == ["priority": "LOW"])
            #expect(try await values(store, session: "ses_2") == ["priority": "LOW"])
        },
    ]
}
