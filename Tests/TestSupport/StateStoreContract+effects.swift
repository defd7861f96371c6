import FoundationEssentials
import RelayCore
import Testing

extension StateStoreContract {
    private static let key = "reply:7:m1"

    static let effects: [StateStoreCheck] = [
        StateStoreCheck("effect: none before it is started") { store, _ async throws in
            #expect(try await store.effect(key: key) == nil)
        },
        StateStoreCheck("effect: started once, then it exists") { store, _ async throws in
            #expect(try await store.startEffect(key: key, now: time(0.25)) == .started)
            let record = EffectRecord(key: key, startedAt: time(0.25))
            #expect(try await store.startEffect(key: key, now: time(9)) == .exists(record))
            #expect(try await store.effect(key: key) == record)
        },
        StateStoreCheck("effect: one of twenty starts it") { store, _ async throws in
            let outcomes = try await contend { task in
                try await store.startEffect(key: key, now: time(Double(task)))
            }
            #expect(outcomes.count { $0 == .started } == 1)
        },
        StateStoreCheck("effect: looks are counted, and the last one is remembered") { store, _ async throws in
            _ = try await store.startEffect(key: key, now: time(0))
            try await store.noteEffectLook(key: key, now: time(10))
            try await store.noteEffectLook(key: key, now: time(20.5))
            let record = EffectRecord(key: key, startedAt: time(0), looks: 2, lookedAt: time(20.5))
            #expect(try await store.effect(key: key) == record)
        },
        StateStoreCheck("effect: no look at the same time is lost") { store, _ async throws in
            _ = try await store.startEffect(key: key, now: time(0))
            _ = try await contend { _ in try await store.noteEffectLook(key: key, now: time(1)) }
            #expect(try await store.effect(key: key)?.looks == 20)
        },
        StateStoreCheck("effect: a look at nothing makes nothing") { store, _ async throws in
            try await store.noteEffectLook(key: key, now: time(1))
            #expect(try await store.effect(key: key) == nil)
        },
        StateStoreCheck("restart: over the start that was seen; looks begin anew") { store, _ async throws in
            _ = try await store.startEffect(key: key, now: time(0))
            try await store.noteEffectLook(key: key, now: time(10))
            #expect(try await store.restartEffect(key: key, seen: time(0), now: time(20)))
            #expect(try await store.effect(key: key) == EffectRecord(key: key, startedAt: time(20)))
        },
        StateStoreCheck("restart: the second of two that saw the same start is refused") { store, _ async throws in
            _ = try await store.startEffect(key: key, now: time(0))
            #expect(try await store.restartEffect(key: key, seen: time(0), now: time(20)))
            #expect(try await !store.restartEffect(key: key, seen: time(0), now: time(21)))
            #expect(try await store.effect(key: key)?.startedAt == time(20))
        },
        StateStoreCheck("restart: of twenty in one millisecond one wins") { store, _ async throws in
            _ = try await store.startEffect(key: key, now: time(0))
            let won = try await contend { _ in
                try await store.restartEffect(key: key, seen: time(0), now: time(20))
            }
            #expect(won.count { $0 } == 1)
        },
        StateStoreCheck("restart: refused in the very millisecond of the start, where two could not be told apart") {
            store, _ async throws in
            _ = try await store.startEffect(key: key, now: time(0))
            #expect(try await !store.restartEffect(key: key, seen: time(0), now: time(0)))
        },
        StateStoreCheck("restart: a start between two milliseconds is found again") { store, _ async throws in
            _ = try await store.startEffect(key: key, now: time(0.000_4))
            #expect(try await store.restartEffect(key: key, seen: time(0.000_4), now: time(20)))
        },
        StateStoreCheck("restart: refused when finished, and when there is none") { store, _ async throws in
            #expect(try await !store.restartEffect(key: key, seen: time(0), now: time(20)))
            #expect(try await store.effect(key: key) == nil)
            _ = try await store.startEffect(key: key, now: time(0))
            try await store.finishEffect(key: key, hubSpotID: "m9")
            #expect(try await !store.restartEffect(key: key, seen: time(0), now: time(20)))
        },
        StateStoreCheck("finish: HubSpot's id stands, the first one") { store, _ async throws in
            _ = try await store.startEffect(key: key, now: time(0))
            try await store.finishEffect(key: key, hubSpotID: "m9")
            try await store.finishEffect(key: key, hubSpotID: "m10")
            try await store.noteEffectLook(key: key, now: time(1))
            let record = EffectRecord(key: key, startedAt: time(0), hubSpotID: "m9")
            #expect(try await store.startEffect(key: key, now: time(2)) == .exists(record))
        },
        StateStoreCheck("abandon: the effect can be started again") { store, _ async throws in
            _ = try await store.startEffect(key: key, now: time(0))
            try await store.abandonEffect(key: key, seen: time(0))
            #expect(try await store.startEffect(key: key, now: time(1)) == .started)
        },
        StateStoreCheck("abandon: not over another start, and not once it is finished") { store, _ async throws in
            _ = try await store.startEffect(key: key, now: time(5))
            try await store.abandonEffect(key: key, seen: time(0))
            #expect(try await store.effect(key: key) != nil)
            try await store.finishEffect(key: key, hubSpotID: "m9")
            try await store.abandonEffect(key: key, seen: time(5))
            #expect(try await store.effect(key: key)?.hubSpotID == "m9")
        },
        StateStoreCheck("effectKey: finds ours by HubSpot's id, and nothing else") { store, _ async throws in
            _ = try await store.startEffect(key: key, now: time(0))
            #expect(try await store.effectKey(hubSpotID: "m9") == nil)
            try await store.finishEffect(key: key, hubSpotID: "m9")
            #expect(try await store.effectKey(hubSpotID: "m9") == key)
            #expect(try await store.effectKey(hubSpotID: "m8") == nil)
        },
        StateStoreCheck("effect: organization and key each make another effect") { store, other async throws in
            _ = try await store.startEffect(key: key, now: time(0))
            for (store, name) in [(other, key), (store, "reply:7:m2")] {
                #expect(try await store.effect(key: name) == nil)
                try await store.abandonEffect(key: name, seen: time(0))
                #expect(try await !store.restartEffect(key: name, seen: time(0), now: time(1)))
                #expect(try await store.startEffect(key: name, now: time(1)) == .started)
                try await store.finishEffect(key: name, hubSpotID: "m9")
            }
            #expect(try await store.effect(key: key) == EffectRecord(key: key, startedAt: time(0)))
            #expect(try await other.effectKey(hubSpotID: "m9") == key)
            #expect(try await store.effectKey(hubSpotID: "m9") == "reply:7:m2")
        },
    ]
}
