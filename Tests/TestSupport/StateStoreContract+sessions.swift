import FoundationEssentials
import RelayCore
import Testing

extension StateStoreContract {
    private static func session(name: String? = nil) -> Session {
        Session(
            id: "ses_1", threadID: "7", channel: .email, contactID: "101", otherContactIDs: ["10\"2"],
            contactEmail: "robin@example.com", otherEmails: ["Ro\"bin\"@example.com"], contactName: name, isDisclosed: true,
            createdAt: time(0.125), updatedAt: time(1))
    }

    static let sessions: [StateStoreCheck] = [
        StateStoreCheck("session: none before it is created") { store, _ async throws in
            #expect(try await store.session(id: "ses_1") == nil)
        },
        StateStoreCheck("session: stands as it was created, absent fields absent") { store, _ async throws in
            #expect(try await store.createSession(session()) == session())
            #expect(try await store.session(id: "ses_1") == session())
        },
        StateStoreCheck("session: every state and every channel is kept") { store, _ async throws in
            for state in Session.State.allCases {
                for channel in ChannelKind.allCases {
                    var one = session()
                    one.id = "\(state.rawValue) \(channel.rawValue)"
                    one.enter(state, at: time(0.5))
                    one.channel = channel
                    one.threadID = nil
                    _ = try await store.createSession(one)
                    #expect(try await store.session(id: one.id) == one)
                }
            }
        },
        StateStoreCheck("session: what is returned is what stands, to the millisecond") { store, _ async throws in
            var finer = session()
            finer.createdAt = time(0.123_456)
            finer.updatedAt = time(1.000_4)
            let returned = try await store.createSession(finer)
            #expect(try await store.session(id: "ses_1") == returned)
            #expect(returned.createdAt == time(0.123))
        },
        StateStoreCheck("session: the newest are listed first, by pages, and none of another tenant") {
            store, other async throws in
            for (index, id) in ["a", "b", "c"].enumerated() {
                var one = session()
                (one.id, one.updatedAt) = (id, time(Double(index)))
                _ = try await store.createSession(one)
            }
            _ = try await other.createSession(session())
            #expect(try await store.newestSessionIDs(state: nil, before: nil, limit: 2) == ["c", "b"])
            #expect(try await store.newestSessionIDs(state: nil, before: time(1), limit: 2) == ["a"])
        },
        StateStoreCheck("session: those of a state are listed however many of others are newer") { store, other async throws in
            for index in 0..<60 {
                var one = session()
                if index % 30 == 1 { one.enter(.paused, at: time(100)) }
                (one.id, one.updatedAt) = ("s\(index)", time(Double(index)))
                _ = try await store.createSession(one)
            }
            var others = session()
            others.enter(.paused, at: time(100))
            _ = try await other.createSession(others)
            #expect(try await store.newestSessionIDs(state: .paused, before: nil, limit: 1) == ["s31"])
            #expect(try await store.newestSessionIDs(state: .paused, before: time(31), limit: 9) == ["s1"])
            #expect(try await store.newestSessionIDs(state: .closed, before: nil, limit: 9).isEmpty)
        },
        StateStoreCheck("session: a second one of that id changes nothing and is told the first") { store, _ async throws in
            _ = try await store.createSession(session(name: "Robin Example"))
            #expect(try await store.createSession(session(name: "Somebody Else")) == session(name: "Robin Example"))
        },
        StateStoreCheck("session: of twenty created at once all are told the same one") { store, _ async throws in
            let told = try await contend { task in try await store.createSession(session(name: "Name \(task)")) }
            #expect(Set(told).count == 1)
        },
        StateStoreCheck("session: an update counts the version and writes every field") { store, _ async throws in
            var changed = try await store.createSession(session())
            changed.threadID = "8"
            changed.channel = .chat
            changed.enter(.closed, at: time(6))
            changed.enter(.open, at: time(7))
            changed.enter(.handedOff, at: time(8))
            changed.contactID = nil
            changed.otherContactIDs = ["101", "103"]
            changed.contactEmail = "sam@example.com"
            changed.otherEmails = ["robin@example.com", "alex@example.com"]
            changed.contactName = "Sam Example"
            changed.contactPhone = "+1-555-0101"
            changed.ticketID = "55"
            changed.knownUntil = time(7.5)
            changed.language = "pt"
            changed.sentiment = "negative"
            changed.updatedAt = time(9)
            #expect(try await store.updateSession(changed))
            changed.version = 2
            #expect(changed.reopenedAt == time(7))
            #expect(try await store.session(id: "ses_1") == changed)
        },
        StateStoreCheck("session: an update over an older version is refused, and nothing is written") { store, _ async throws in
            let first = try await store.createSession(session())
            #expect(try await store.updateSession(first))
            var late = first
            late.enter(.closed, at: time(8))
            #expect(try await !store.updateSession(late))
            let standing = try await store.session(id: "ses_1")
            #expect(standing?.state == .open)
            #expect(standing?.version == 2)
        },
        StateStoreCheck("session: of twenty updates of one version one wins") { store, _ async throws in
            let first = try await store.createSession(session())
            let won = try await contend { _ in try await store.updateSession(first) }
            #expect(won.count { $0 } == 1)
        },
        StateStoreCheck("session: an update of none is refused and makes none") { store, _ async throws in
            #expect(try await !store.updateSession(session()))
            #expect(try await store.session(id: "ses_1") == nil)
        },
        StateStoreCheck("session: each organization has its own of that id") { store, other async throws in
            _ = try await store.createSession(session())
            #expect(try await other.session(id: "ses_1") == nil)
            var theirs = try await other.createSession(session())
            theirs.enter(.paused, at: time(8))
            #expect(try await other.updateSession(theirs))
            #expect(try await store.session(id: "ses_1") == session())
        },
        StateStoreCheck("session: touching moves its activity on, never back, and leaves the version") { store, _ async throws in
            let first = try await store.createSession(session())
            try await store.touchSession(id: "ses_1", at: time(7))
            try await store.touchSession(id: "ses_1", at: time(6))
            var touched = first
            touched.updatedAt = time(7)
            #expect(try await store.session(id: "ses_1") == touched)
            #expect(try await store.updateSession(first))
            try await store.touchSession(id: "ses_2", at: time(7))
            #expect(try await store.session(id: "ses_2") == nil)
        },
    ]
}
