import FoundationEssentials
import RelayCore
import Testing

extension StateStoreContract {
    private static func set(
        _ store: any StateStore, _ value: String?, _ seconds: Double, label: String? = nil, property: String = "priority",
        origin: CustomDataEntry.Origin = .ticket, session: String = "ses_1"
    ) async throws -> PropertyOutcome {
        try await store.setProperty(
            sessionID: session,
            entry: CustomDataEntry(
                property: property, value: value, label: label, origin: origin, occurredAt: time(seconds)))
    }

    private static func entry(_ store: any StateStore) async throws -> CustomDataEntry? {
        try await store.customData(sessionID: "ses_1").first
    }

    private static func values(
        _ store: any StateStore, session: String = "ses_1"
    ) async throws -> [String: String?] {
        let entries = try await store.customData(sessionID: session)
        return Dictionary(uniqueKeysWithValues: entries.map { ($0.property, $0.value) })
    }

    static let customData: [StateStoreCheck] = [
        StateStoreCheck("property: none before one is set") { store, _ async throws in
            #expect(try await store.customData(sessionID: "ses_1").isEmpty)
        },
        StateStoreCheck("property: set, with its label and time") { store, _ async throws in
            #expect(try await set(store, "2", 1.5, label: "Waiting") == .applied)
            let entry = CustomDataEntry(property: "priority", value: "2", label: "Waiting", occurredAt: time(1.5))
            #expect(try await store.customData(sessionID: "ses_1") == [entry])
        },
        StateStoreCheck("property: the newest wins, whatever came first") { store, _ async throws in
            #expect(try await set(store, "HIGH", 2) == .applied)
            #expect(try await set(store, "LOW", 1) == .stale)
            #expect(try await set(store, "HIGH", 1.999) == .stale)
            #expect(try await values(store) == ["priority": "HIGH"])
            #expect(try await set(store, "LOW", 2.001) == .applied)
            #expect(try await values(store) == ["priority": "LOW"])
        },
        StateStoreCheck("property: a newer change to the same value moves the time") { store, _ async throws in
            _ = try await set(store, "HIGH", 1)
            #expect(try await set(store, "HIGH", 3) == .confirmed)
            #expect(try await set(store, "LOW", 2) == .stale)
        },
        StateStoreCheck("property: at equal times an equal value is unchanged and another one applied") { store, _ async throws in
            _ = try await set(store, "HIGH", 1)
            #expect(try await set(store, "HIGH", 1) == .unchanged)
            #expect(try await set(store, "LOW", 1) == .applied)
            #expect(try await values(store) == ["priority": "LOW"])
        },
        StateStoreCheck("property: a change clears, a late one does not bring back, a newer one does") { store, _ async throws in
            _ = try await set(store, "HIGH", 1, label: "High")
            #expect(try await set(store, nil, 2) == .applied)
            #expect(try await values(store) == ["priority": nil])
            #expect(try await store.customData(sessionID: "ses_1").first?.label == nil)
            #expect(try await set(store, nil, 2) == .unchanged)
            #expect(try await set(store, "LOW", 1.5) == .stale)
            #expect(try await set(store, "LOW", 3) == .applied)
            #expect(try await values(store) == ["priority": "LOW"])
        },
        StateStoreCheck("property: cleared before it was ever set, older values stay away") { store, _ async throws in
            #expect(try await set(store, nil, 2) == .applied)
            #expect(try await set(store, "LOW", 1) == .stale)
        },
        StateStoreCheck("property: an empty value is a value") { store, _ async throws in
            _ = try await set(store, "", 1)
            #expect(try await values(store) == ["priority": ""])
            #expect(try await set(store, nil, 1) == .applied)
        },
        StateStoreCheck("property: of twenty at once the newest stands") { store, _ async throws in
            _ = try await contend { task in try await set(store, "value \(task)", Double(task)) }
            #expect(try await values(store) == ["priority": "value 19"])
        },
        StateStoreCheck("property: listed by name") { store, _ async throws in
            for name in ["subject", "hs_pipeline_stage", "priority"] { _ = try await set(store, "x", 1, property: name) }
            let listed = try await store.customData(sessionID: "ses_1").map(\.property)
            #expect(listed == ["hs_pipeline_stage", "priority", "subject"])
        },
        StateStoreCheck("property: organization and session each have their own") { store, other async throws in
            _ = try await set(store, "HIGH", 5)
            #expect(try await set(other, "LOW", 1) == .applied)
            #expect(try await set(store, "LOW", 1, session: "ses_2") == .applied)
            #expect(try await values(store) == ["priority": "HIGH"])
            #expect(try await values(other) == ["priority": "LOW"])
            #expect(try await values(store, session: "ses_2") == ["priority": "LOW"])
        },
        StateStoreCheck("property: a value that HubSpot withholds is neither a value nor cleared") { store, _ async throws in
            _ = try await set(store, "HIGH", 1, label: "High")
            let hidden = CustomDataEntry(property: "priority", value: "REDACTED", isRedacted: true, occurredAt: time(2))
            #expect(try await store.setProperty(sessionID: "ses_1", entry: hidden) == .applied)
            #expect(try await entry(store) == hidden)
            #expect(hidden.value == nil && hidden.isRedacted)
            #expect(try await store.setProperty(sessionID: "ses_1", entry: hidden) == .unchanged)
            var another = hidden
            another.occurredAt = time(2.5)
            #expect(try await store.setProperty(sessionID: "ses_1", entry: another) == .applied)
            #expect(try await set(store, nil, 3) == .applied)
            #expect(try await entry(store)?.isRedacted == false)
        },
        StateStoreCheck("property: what our side wrote is known again when HubSpot tells it back") { store, _ async throws in
            #expect(try await set(store, "gold", 10, origin: .session) == .applied)
            #expect(try await set(store, "gold", 10, origin: .session) == .unchanged)
            #expect(try await set(store, "gold", 10, origin: .pushed) == .confirmed)
            #expect(try await set(store, "gold", 10, origin: .session) == .unchanged)
            #expect(try await entry(store)?.origin == .pushed)
            #expect(try await set(store, "gold", 11, label: "Gold") == .ownWrite)
            #expect(try await set(store, "gold", 11, label: "Gold") == .unchanged)
            let told = CustomDataEntry(property: "priority", value: "gold", label: "Gold", occurredAt: time(11))
            #expect(try await entry(store) == told)
        },
        StateStoreCheck("property: our write takes HubSpot's time, so that an edit right after it counts") {
            store, _ async throws in
            _ = try await set(store, "gold", 100, origin: .pushed)
            #expect(try await set(store, "gold", 39.999) == .stale)
            #expect(try await set(store, "silver", 99) == .stale)
            #expect(try await set(store, "gold", 98) == .ownWrite)
            #expect(try await set(store, "silver", 99) == .applied)
        },
        StateStoreCheck("property: a person's value over ours, and ours over a person's") { store, _ async throws in
            _ = try await set(store, "gold", 1, origin: .pushed)
            #expect(try await set(store, "silver", 2) == .applied)
            #expect(try await entry(store)?.origin == .ticket)
            #expect(try await set(store, "gold", 3, label: nil, origin: .session) == .applied)
            #expect(try await entry(store)?.origin == .session)
        },
        StateStoreCheck("property: a label that is not told again stands as long as the value") { store, _ async throws in
            _ = try await set(store, "2", 1, label: "Waiting")
            #expect(try await set(store, "2", 2) == .confirmed)
            #expect(try await entry(store)?.label == "Waiting")
            #expect(try await set(store, "3", 3) == .applied)
            #expect(try await entry(store)?.label == nil)
        },
    ]
}
