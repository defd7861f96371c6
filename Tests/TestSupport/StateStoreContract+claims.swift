import FoundationEssentials
import RelayCore
import Testing

extension StateStoreContract {
    private static let event = EventIdentity(source: "/hubspot/1", id: "conversation.newMessage:7:m1")

    static let claims: [StateStoreCheck] = [
        StateStoreCheck("claim: a fresh event is claimed") { store, _ async throws in
            #expect(try await store.claim(event, owner: "one", now: time(0), until: time(60)) == .claimed)
        },
        StateStoreCheck("claim: busy for another owner until the lease ends") { store, _ async throws in
            _ = try await store.claim(event, owner: "one", now: time(0), until: time(60))
            #expect(
                try await store.claim(event, owner: "two", now: time(59.999), until: time(90))
                    == .busy(until: time(60), owner: "one"))
        },
        StateStoreCheck("claim: another owner takes it at the very end of the lease") { store, _ async throws in
            _ = try await store.claim(event, owner: "one", now: time(0), until: time(60))
            #expect(try await store.claim(event, owner: "two", now: time(60), until: time(90)) == .claimed)
            #expect(
                try await store.claim(event, owner: "one", now: time(61), until: time(99))
                    == .busy(until: time(90), owner: "two"))
        },
        StateStoreCheck("claim: the owner extends its own") { store, _ async throws in
            _ = try await store.claim(event, owner: "one", now: time(0), until: time(60))
            #expect(try await store.claim(event, owner: "one", now: time(10), until: time(120)) == .claimed)
            #expect(
                try await store.claim(event, owner: "two", now: time(70), until: time(90))
                    == .busy(until: time(120), owner: "one"))
        },
        StateStoreCheck("claim: a finished event gives its line to everybody, for ever") { store, _ async throws in
            let line = #"{"data":{"n":9007199254740993},"text":"größer 🙂"}"#
            _ = try await store.claim(event, owner: "one", now: time(0), until: time(60))
            #expect(try await store.finish(event, owner: "one", resultLine: line, subject: nil, now: time(5)))
            #expect(try await store.claim(event, owner: "one", now: time(6), until: time(60)) == .finished(resultLine: line))
            #expect(
                try await store.claim(event, owner: "two", now: time(1e8), until: time(2e8)) == .finished(resultLine: line))
        },
        StateStoreCheck("result line: of a finished event alone, and no claim is taken for it") { store, _ async throws in
            #expect(try await store.resultLine(of: event) == nil)
            _ = try await store.claim(event, owner: "one", now: time(0), until: time(60))
            #expect(try await store.resultLine(of: event) == nil)
            _ = try await store.finish(event, owner: "one", resultLine: "{}", subject: nil, now: time(1))
            #expect(try await store.resultLine(of: event) == "{}")
        },
        StateStoreCheck("finish: refused without a claim") { store, _ async throws in
            #expect(try await !store.finish(event, owner: "one", resultLine: "{}", subject: nil, now: time(0)))
            #expect(try await store.claim(event, owner: "two", now: time(1), until: time(60)) == .claimed)
        },
        StateStoreCheck("finish: refused after the claim went to another owner, and nothing is written") {
            store, _ async throws in
            _ = try await store.claim(event, owner: "one", now: time(0), until: time(60))
            _ = try await store.claim(event, owner: "two", now: time(60), until: time(120))
            #expect(try await !store.finish(event, owner: "one", resultLine: "late", subject: nil, now: time(61)))
            #expect(try await store.finish(event, owner: "two", resultLine: "in time", subject: nil, now: time(62)))
            #expect(
                try await store.claim(event, owner: "one", now: time(63), until: time(99)) == .finished(resultLine: "in time")
            )
        },
        StateStoreCheck("finish: an ended lease that nobody took still counts") { store, _ async throws in
            _ = try await store.claim(event, owner: "one", now: time(0), until: time(60))
            #expect(try await store.finish(event, owner: "one", resultLine: "{}", subject: nil, now: time(61)))
        },
        StateStoreCheck("finish: the first line stands") { store, _ async throws in
            _ = try await store.claim(event, owner: "one", now: time(0), until: time(60))
            _ = try await store.finish(event, owner: "one", resultLine: "first", subject: nil, now: time(1))
            #expect(try await !store.finish(event, owner: "one", resultLine: "second", subject: nil, now: time(2)))
            #expect(
                try await store.claim(event, owner: "one", now: time(3), until: time(9)) == .finished(resultLine: "first"))
        },
        StateStoreCheck("release: the next owner starts at once") { store, _ async throws in
            _ = try await store.claim(event, owner: "one", now: time(0), until: time(60))
            try await store.release(event, owner: "one")
            #expect(try await store.claim(event, owner: "two", now: time(1), until: time(60)) == .claimed)
        },
        StateStoreCheck("release: another owner's claim stays") { store, _ async throws in
            _ = try await store.claim(event, owner: "one", now: time(0), until: time(60))
            try await store.release(event, owner: "two")
            #expect(
                try await store.claim(event, owner: "two", now: time(1), until: time(60))
                    == .busy(until: time(60), owner: "one"))
        },
        StateStoreCheck("release: a finished event stays finished") { store, _ async throws in
            _ = try await store.claim(event, owner: "one", now: time(0), until: time(60))
            _ = try await store.finish(event, owner: "one", resultLine: "{}", subject: nil, now: time(1))
            try await store.release(event, owner: "one")
            #expect(try await store.claim(event, owner: "two", now: time(2), until: time(60)) == .finished(resultLine: "{}"))
        },
        StateStoreCheck("release: nothing to release is no error") { store, _ async throws in
            try await store.release(event, owner: "one")
            #expect(try await store.claim(event, owner: "one", now: time(0), until: time(60)) == .claimed)
        },
        StateStoreCheck("claim: organization, source and id each make another event") { store, other async throws in
            _ = try await store.claim(event, owner: "one", now: time(0), until: time(60))
            let others = [
                (other, event),
                (store, EventIdentity(source: "/hubspot/2", id: event.id)),
                (store, EventIdentity(source: event.source, id: "conversation.newMessage:7:m2")),
            ]
            for (store, other) in others {
                try await store.release(other, owner: "one")
                #expect(try await !store.finish(other, owner: "one", resultLine: "{}", subject: nil, now: time(1)))
                #expect(try await store.claim(other, owner: "two", now: time(1), until: time(60)) == .claimed)
            }
            #expect(
                try await store.claim(event, owner: "two", now: time(2), until: time(90))
                    == .busy(until: time(60), owner: "one"))
        },
        StateStoreCheck("claim: one of twenty gets it") { store, _ async throws in
            let outcomes = try await contend { task in
                try await store.claim(event, owner: "owner \(task)", now: time(0), until: time(60))
            }
            #expect(outcomes.count { $0 == .claimed } == 1)
            #expect(outcomes.count { if case .busy(until: time(60), _) = $0 { true } else { false } } == 19)
        },
        StateStoreCheck("claim: one of twenty takes over an ended one") { store, _ async throws in
            _ = try await store.claim(event, owner: "gone", now: time(0), until: time(60))
            let outcomes = try await contend { task in
                try await store.claim(event, owner: "owner \(task)", now: time(60), until: time(120))
            }
            #expect(outcomes.count { $0 == .claimed } == 1)
        },
    ]
}
