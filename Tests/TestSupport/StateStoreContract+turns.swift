import FoundationEssentials
import RelayCore
import Testing

extension StateStoreContract {
    static let turns: [StateStoreCheck] = [
        StateStoreCheck("turn: none before one is recorded") { store, _ async throws in
            #expect(try await store.turnOutcome(threadID: "7", messageID: "m1") == nil)
        },
        StateStoreCheck("turn: the first outcome wins") { store, _ async throws in
            #expect(try await record("first", in: store) == "first")
            #expect(try await record("second", in: store) == "first")
            #expect(try await store.turnOutcome(threadID: "7", messageID: "m1") == "first")
        },
        StateStoreCheck("turn: of twenty at once all are told the same one") { store, _ async throws in
            let told = try await contend { task in try await record("outcome \(task)", in: store) }
            #expect(Set(told).count == 1)
            #expect(try await store.turnOutcome(threadID: "7", messageID: "m1") == told.first)
        },
        StateStoreCheck("turn: organization, thread and message each make another turn") { store, other async throws in
            _ = try await record("first", in: store)
            for (store, thread, message) in [
                (other, "7", "m1"), (store, "8", "m1"), (store, "7", "m2"), (store, "m1", "7"),
            ] {
                #expect(try await store.turnOutcome(threadID: thread, messageID: message) == nil)
                let told = try await store.recordTurnOutcome(
                    threadID: thread, messageID: message, outcome: "other", now: time(1))
                #expect(told == "other")
            }
            #expect(try await store.turnOutcome(threadID: "7", messageID: "m1") == "first")
        },
    ]

    private static func record(_ outcome: String, in store: any StateStore) async throws -> String {
        try await store.recordTurnOutcome(threadID: "7", messageID: "m1", outcome: outcome, now: time(0))
    }

    static let leases: [StateStoreCheck] = [
        StateStoreCheck("lease: free, then busy for others until it ends") { store, _ async throws in
            #expect(try await take(store, "one", now: 0, until: 30) == .acquired)
            #expect(try await take(store, "two", now: 29.999, until: 60) == .busy(until: time(30), owner: "one"))
            #expect(try await take(store, "two", now: 30, until: 60) == .acquired)
        },
        StateStoreCheck("lease: the owner extends it, and may shorten it") { store, _ async throws in
            _ = try await take(store, "one", now: 0, until: 30)
            #expect(try await take(store, "one", now: 10, until: 90) == .acquired)
            #expect(try await take(store, "two", now: 40, until: 99) == .busy(until: time(90), owner: "one"))
            #expect(try await take(store, "one", now: 41, until: 50) == .acquired)
            #expect(try await take(store, "two", now: 50, until: 99) == .acquired)
        },
        StateStoreCheck("lease: a released one is free") { store, _ async throws in
            _ = try await take(store, "one", now: 0, until: 30)
            try await store.releaseLease(name: "thread:7", owner: "one")
            #expect(try await take(store, "two", now: 1, until: 30) == .acquired)
        },
        StateStoreCheck("lease: only its owner releases it") { store, _ async throws in
            _ = try await take(store, "one", now: 0, until: 30)
            try await store.releaseLease(name: "thread:7", owner: "two")
            #expect(try await take(store, "two", now: 1, until: 60) == .busy(until: time(30), owner: "one"))
        },
        StateStoreCheck("lease: releasing none is no error") { store, _ async throws in
            try await store.releaseLease(name: "thread:7", owner: "one")
            #expect(try await take(store, "one", now: 0, until: 30) == .acquired)
        },
        StateStoreCheck("lease: organization and name each make another lease") { store, other async throws in
            _ = try await take(store, "one", now: 0, until: 30)
            #expect(try await take(other, "two", now: 1, until: 30) == .acquired)
            #expect(try await take(store, "two", now: 1, until: 30, name: "thread:8") == .acquired)
            try await other.releaseLease(name: "thread:7", owner: "one")
            #expect(try await take(store, "three", now: 2, until: 60) == .busy(until: time(30), owner: "one"))
        },
        StateStoreCheck("lease: one of twenty gets it") { store, _ async throws in
            let outcomes = try await contend { task in try await take(store, "owner \(task)", now: 0, until: 30) }
            #expect(outcomes.count { $0 == .acquired } == 1)
        },
    ]

    private static func take(
        _ store: any StateStore, _ owner: String, now: Double, until: Double,
        name: String = "thread:7"
    ) async throws -> LeaseOutcome {
        try await store.acquireLease(
            name: name, owner: owner, now: time(now), until: time(until))
    }
}
