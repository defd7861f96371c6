import FoundationEssentials
import RelayCore
import Testing

extension StateStoreContract {
    static let turns: [StateStoreCheck] = [
        StateStoreCheck("turn: none before one is recorded") { store async throws in
            #expect(try await store.turnOutcome(organization: here, threadID: "7", messageID: "m1") == nil)
        },
        StateStoreCheck("turn: the first outcome wins") { store async throws in
            #expect(try await record("first", in: store) == "first")
            #expect(try await record("second", in: store) == "first")
            #expect(try await store.turnOutcome(organization: here, threadID: "7", messageID: "m1") == "first")
        },
        StateStoreCheck("turn: of twenty at once all are told the same one") { store async throws in
            let told = try await contend { task in try await record("outcome \(task)", in: store) }
            #expect(Set(told).count == 1)
            #expect(try await store.turnOutcome(organization: here, threadID: "7", messageID: "m1") == told.first)
        },
        StateStoreCheck("turn: organization, thread and message each make another turn") { store async throws in
            _ = try await record("first", in: store)
            for (organization, thread, message) in [
                (there, "7", "m1"), (here, "8", "m1"), (here, "7", "m2"), (here, "m1", "7"),
            ] {
                #expect(try await store.turnOutcome(organization: organization, threadID: thread, messageID: message) == nil)
                let told = try await store.recordTurnOutcome(
                    organization: organization, threadID: thread, messageID: message, outcome: "other", now: time(1))
                #expect(told == "other")
            }
            #expect(try await store.turnOutcome(organization: here, threadID: "7", messageID: "m1") == "first")
        },
    ]

    private static func record(_ outcome: String, in store: any StateStore) async throws -> String {
        try await store.recordTurnOutcome(organization: here, threadID: "7", messageID: "m1", outcome: outcome, now: time(0))
    }

    static let leases: [StateStoreCheck] = [
        StateStoreCheck("lease: free, then busy for others until it ends") { store async throws in
            #expect(try await take(store, "one", now: 0, until: 30) == .acquired)
            #expect(try await take(store, "two", now: 29.999, until: 60) == .busy(until: time(30)))
            #expect(try await take(store, "two", now: 30, until: 60) == .acquired)
        },
        StateStoreCheck("lease: the owner extends it, and may shorten it") { store async throws in
            _ = try await take(store, "one", now: 0, until: 30)
            #expect(try await take(store, "one", now: 10, until: 90) == .acquired)
            #expect(try await take(store, "two", now: 40, until: 99) == .busy(until: time(90)))
            #expect(try await take(store, "one", now: 41, until: 50) == .acquired)
            #expect(try await take(store, "two", now: 50, until: 99) == .acquired)
        },
        StateStoreCheck("lease: a released one is free") { store async throws in
            _ = try await take(store, "one", now: 0, until: 30)
            try await store.releaseLease(organization: here, name: "thread:7", owner: "one")
            #expect(try await take(store, "two", now: 1, until: 30) == .acquired)
        },
        StateStoreCheck("lease: only its owner releases it") { store async throws in
            _ = try await take(store, "one", now: 0, until: 30)
            try await store.releaseLease(organization: here, name: "thread:7", owner: "two")
            #expect(try await take(store, "two", now: 1, until: 60) == .busy(until: time(30)))
        },
        StateStoreCheck("lease: releasing none is no error") { store async throws in
            try await store.releaseLease(organization: here, name: "thread:7", owner: "one")
            #expect(try await take(store, "one", now: 0, until: 30) == .acquired)
        },
        StateStoreCheck("lease: organization and name each make another lease") { store async throws in
            _ = try await take(store, "one", now: 0, until: 30)
            #expect(try await take(store, "two", now: 1, until: 30, organization: there) == .acquired)
            #expect(try await take(store, "two", now: 1, until: 30, name: "thread:8") == .acquired)
            try await store.releaseLease(organization: there, name: "thread:7", owner: "one")
            #expect(try await take(store, "three", now: 2, until: 60) == .busy(until: time(30)))
        },
        StateStoreCheck("lease: one of twenty gets it") { store async throws in
            let outcomes = try await contend { task in try await take(store, "owner \(task)", now: 0, until: 30) }
            #expect(outcomes.count { $0 == .acquired } == 1)
        },
    ]

    private static func take(
        _ store: any StateStore, _ owner: String, now: Double, until: Double, organization: String = here,
        name: String = "thread:7"
    ) async throws -> LeaseOutcome {
        try await store.acquireLease(
            organization: organization, name: name, owner: owner, now: time(now), until: time(until))
    }
}
