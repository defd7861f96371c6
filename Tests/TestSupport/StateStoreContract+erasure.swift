import FoundationEssentials
import RelayCore
import Testing

extension StateStoreContract {
    private static func create(
        _ store: any StateStore, _ id: String, contact: String? = nil, otherContacts: [String] = [], email: String? = nil,
        others: [String] = [], updated: Double = 0
    ) async throws {
        _ = try await store.createSession(
            Session(
                id: id, threadID: nil, channel: .email, contactID: contact, otherContactIDs: otherContacts,
                contactEmail: email, otherEmails: others, createdAt: time(0), updatedAt: time(updated)))
    }

    static let findings: [StateStoreCheck] = [
        StateStoreCheck("find: the sessions of a contact, of its organization alone") { store, other async throws in
            try await create(store, "ses_1", contact: "101")
            try await create(store, "ses_2", contact: "102")
            try await create(store, "ses_3", contact: "101")
            try await create(store, "ses_4")
            try await create(other, "ses_5", contact: "101")
            try await create(store, "ses_6", contact: "102", otherContacts: ["104", "101"])
            try await create(store, "ses_7", otherContacts: ["1010"])
            let found = try await store.sessionIDs(matching: .contact(id: "101"), limit: 10)
            #expect(found.sorted() == ["ses_1", "ses_3", "ses_6"])
            #expect(try await store.sessionIDs(matching: .contact(id: "101"), limit: 1).count == 1)
            #expect(try await store.sessionIDs(matching: .contact(id: "103"), limit: 10).isEmpty)
        },
        StateStoreCheck("find: the sessions of an address, whatever its case") { store, other async throws in
            try await create(store, "ses_1", email: "Robin@Example.com")
            try await create(store, "ses_2", email: "robin@example.com")
            try await create(store, "ses_3", email: "robin@example.com.example")
            try await create(other, "ses_4", email: "robin@example.com")
            let found = try await store.sessionIDs(matching: .email("ROBIN@example.COM"), limit: 10)
            #expect(found.sorted() == ["ses_1", "ses_2"])
            #expect(try await store.sessionIDs(matching: .email("%"), limit: 10).isEmpty)
        },
        StateStoreCheck("find: the sessions of an address that is not the newest, each once") { store, other async throws in
            let robin = "Robin@Example.com"
            try await create(store, "ses_1", email: "sam@example.com", others: ["alex@example.com", robin])
            try await create(store, "ses_2", others: [robin])
            try await create(store, "ses_3", email: "robin@example.com", others: [robin])
            try await create(store, "ses_4", email: "sam@example.com", others: ["\"\(robin)\"", "robin@example.com.example"])
            try await create(other, "ses_5", others: [robin])
            let found = { (address: String, limit: Int) async throws in
                try await store.sessionIDs(matching: .email(address), limit: limit).sorted()
            }
            #expect(try await found("robin@EXAMPLE.com", 10) == ["ses_1", "ses_2", "ses_3"])
            #expect(try await found("robin@example.com", 2).count == 2)
            #expect(try await found("sam@example.com", 10) == ["ses_1", "ses_4"])
            #expect(try await found("\"robin@example.com\"", 10) == ["ses_4"])
        },
        StateStoreCheck("find: open sessions of a channel that are idle, those idle longest first") { store, other async throws in
            for (id, channel, state, updated) in [
                ("ses_1", ChannelKind.chat, Session.State.open, 3.0), ("ses_2", .chat, .open, 1), ("ses_3", .chat, .open, 5),
                ("ses_4", .email, .open, 1), ("ses_5", .chat, .closed, 1), ("ses_6", .chat, .handedOff, 1),
            ] {
                _ = try await store.createSession(
                    Session(
                        id: id, threadID: nil, channel: channel, state: state, createdAt: time(0), updatedAt: time(updated)))
            }
            try await create(other, "ses_7", updated: 0)
            #expect(
                try await store.sessionIDs(matching: .openAndIdle(.chat, since: time(5)), limit: 10) == ["ses_2", "ses_1"])
            #expect(try await store.sessionIDs(matching: .openAndIdle(.chat, since: time(5)), limit: 1) == ["ses_2"])
            #expect(try await store.sessionIDs(matching: .openAndIdle(.sms, since: time(5)), limit: 1).isEmpty)
        },
        StateStoreCheck("find: idle sessions, those idle longest first") { store, other async throws in
            for (id, updated) in [("ses_1", 3.0), ("ses_2", 1), ("ses_3", 5), ("ses_4", 2)] {
                try await create(store, id, updated: updated)
            }
            try await create(other, "ses_5", updated: 0)
            #expect(
                try await store.sessionIDs(matching: .idleSince(time(5)), limit: 10)
                    == ["ses_2", "ses_4", "ses_1"])
            #expect(
                try await store.sessionIDs(matching: .idleSince(time(5)), limit: 2) == ["ses_2", "ses_4"])
            try await store.touchSession(id: "ses_2", at: time(9))
            #expect(
                try await store.sessionIDs(matching: .idleSince(time(5)), limit: 1) == ["ses_4"])
        },
    ]

    private static func finish(
        _ store: any StateStore, _ id: String, subject: String?, at seconds: Double
    ) async throws {
        let event = EventIdentity(source: "/hubspot/1", id: id)
        _ = try await store.claim(event, owner: "one", now: time(seconds), until: time(seconds + 60))
        _ = try await store.finish(
            event, owner: "one", resultLine: "line of \(id)", subject: subject, now: time(seconds))
    }

    /// What the event's claim says to the next who asks.
    private static func told(
        _ store: any StateStore, _ id: String
    ) async throws -> ClaimOutcome {
        let event = EventIdentity(source: "/hubspot/1", id: id)
        return try await store.claim(event, owner: "two", now: time(1e6), until: time(2e6))
    }

    static let erasing: [StateStoreCheck] = [
        StateStoreCheck("erase: results of one subject are replaced, in batches, and stay finished") {
            store, other async throws in
            for id in ["a", "b", "c"] { try await finish(store, id, subject: "ses_1", at: 1) }
            try await finish(store, "d", subject: "ses_2", at: 1)
            try await finish(store, "e", subject: nil, at: 1)
            try await finish(other, "a", subject: "ses_1", at: 1)
            let held = EventIdentity(source: "/hubspot/1", id: "f")
            _ = try await store.claim(held, owner: "one", now: time(1), until: time(60))
            let erase = { (limit: Int) async throws in
                try await store.eraseClaims(subject: "ses_1", resultLine: "{}", limit: limit)
            }
            #expect(try await erase(2) == 2)
            #expect(try await erase(2) == 1)
            #expect(try await erase(2) == 0)
            for id in ["a", "b", "c"] { #expect(try await told(store, id) == .finished(resultLine: "{}")) }
            #expect(try await told(store, "d") == .finished(resultLine: "line of d"))
            #expect(try await told(store, "e") == .finished(resultLine: "line of e"))
            #expect(try await told(other, "a") == .finished(resultLine: "line of a"))
            #expect(try await store.finish(held, owner: "one", resultLine: "late", subject: "ses_1", now: time(70)))
            #expect(try await erase(2) == 1)
        },
        StateStoreCheck("erase: of one subject only what was finished before then") { store, _ async throws in
            for (id, at) in [("a", 1.0), ("b", 2), ("c", 3)] { try await finish(store, id, subject: "ses_1", at: at) }
            let erase = { (before: Double, limit: Int) async throws in
                try await store.eraseClaims(
                    subject: "ses_1", resultLine: "{}", finishedBefore: time(before), limit: limit)
            }
            #expect(try await erase(3, 1) == 1)
            #expect(try await erase(3, 9) == 1)
            #expect(try await erase(3, 9) == 0)
            #expect(try await told(store, "b") == .finished(resultLine: "{}"))
            #expect(try await told(store, "c") == .finished(resultLine: "line of c"))
        },
        StateStoreCheck("delete: finished claims by age, in batches, oldest first, and none that is held") {
            store, other async throws in
            for (id, at) in [("c", 3.0), ("a", 1), ("b", 2), ("d", 4)] { try await finish(store, id, subject: nil, at: at) }
            try await finish(other, "a", subject: nil, at: 1)
            let held = EventIdentity(source: "/hubspot/1", id: "h")
            _ = try await store.claim(held, owner: "one", now: time(0), until: time(1))
            let delete = { (before: Double, limit: Int) async throws in
                try await store.deleteClaims(finishedBefore: time(before), limit: limit)
            }
            #expect(try await delete(4, 1) == 1)
            #expect(try await told(store, "a") == .claimed)
            #expect(try await told(store, "b") == .finished(resultLine: "line of b"))
            #expect(try await delete(4, 10) == 2)
            #expect(try await delete(4, 10) == 0)
            #expect(try await told(store, "d") == .finished(resultLine: "line of d"))
            #expect(try await told(other, "a") == .finished(resultLine: "line of a"))
            #expect(try await store.finish(held, owner: "one", resultLine: "late", subject: nil, now: time(5)))
        },
        StateStoreCheck("delete: the turns of a thread, in batches") { store, other async throws in
            for (thread, message) in [("7", "m1"), ("7", "m2"), ("7", "m3"), ("8", "m1")] {
                _ = try await store.recordTurnOutcome(
                    threadID: thread, messageID: message, outcome: "o", now: time(0))
            }
            _ = try await other.recordTurnOutcome(threadID: "7", messageID: "m1", outcome: "o", now: time(0))
            #expect(try await store.deleteTurns(threadID: "7", limit: 2) == 2)
            #expect(try await store.deleteTurns(threadID: "7", limit: 2) == 1)
            #expect(try await store.deleteTurns(threadID: "7", limit: 2) == 0)
            #expect(try await store.turnOutcome(threadID: "7", messageID: "m3") == nil)
            #expect(try await store.turnOutcome(threadID: "8", messageID: "m1") == "o")
            #expect(try await other.turnOutcome(threadID: "7", messageID: "m1") == "o")
        },
        StateStoreCheck("delete: timeline and custom data of a session, in batches, and nobody else's") {
            store, other async throws in
            for (store, session) in [(store, "ses_1"), (store, "ses_2"), (other, "ses_1")] {
                for id in ["a", "b", "c"] {
                    _ = try await store.appendTimeline(
                        sessionID: session,
                        entry: TimelineEntry(id: id, role: .customer, text: "text", createdAt: time(0)))
                    _ = try await store.setProperty(
                        sessionID: session,
                        entry: CustomDataEntry(property: id, value: "v", occurredAt: time(0)))
                }
            }
            #expect(try await store.deleteTimeline(sessionID: "ses_1", limit: 2) == 2)
            #expect(try await store.deleteTimeline(sessionID: "ses_1", limit: 2) == 1)
            #expect(try await store.deleteTimeline(sessionID: "ses_1", limit: 2) == 0)
            #expect(try await store.deleteCustomData(sessionID: "ses_1", limit: 2) == 2)
            #expect(try await store.deleteCustomData(sessionID: "ses_1", limit: 2) == 1)
            #expect(try await store.timeline(sessionID: "ses_1", limit: 9).isEmpty)
            #expect(try await store.customData(sessionID: "ses_1").isEmpty)
            for (store, session) in [(store, "ses_2"), (other, "ses_1")] {
                #expect(try await store.timeline(sessionID: session, limit: 9).count == 3)
                #expect(try await store.customData(sessionID: session).count == 3)
            }
        },
        StateStoreCheck("delete: a session goes alone, and its id is free again") { store, other async throws in
            try await create(store, "ses_1", email: "robin@example.com")
            try await create(other, "ses_1")
            try await store.deleteSession(id: "ses_1")
            try await store.deleteSession(id: "ses_1")
            #expect(try await store.session(id: "ses_1") == nil)
            #expect(try await other.session(id: "ses_1") != nil)
            try await create(store, "ses_1")
            #expect(try await store.session(id: "ses_1")?.contactEmail == nil)
        },
        StateStoreCheck("erasure: noted, moved on, never back, and each organization's own") { store, other async throws in
            #expect(try await store.erasedAt(sessionID: "ses_1") == nil)
            try await store.recordErasure(sessionID: "ses_1", at: time(5.25))
            try await store.recordErasure(sessionID: "ses_1", at: time(4))
            #expect(try await store.erasedAt(sessionID: "ses_1") == time(5.25))
            try await store.recordErasure(sessionID: "ses_1", at: time(6))
            #expect(try await store.erasedAt(sessionID: "ses_1") == time(6))
            #expect(try await other.erasedAt(sessionID: "ses_1") == nil)
            #expect(try await store.erasedAt(sessionID: "ses_2") == nil)
        },
    ]
}
