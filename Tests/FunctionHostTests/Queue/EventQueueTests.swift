import Foundation
import HostCore
import HostDelivery
import RelayCore
import TestSupport
import Testing

/// What every engine of the queue keeps.
@Suite("The queue")
struct EventQueueTests {
    private let workspace: Workspace
    private let now = Date(timeIntervalSince1970: 1_790_000_000)

    init() throws { workspace = try Workspace() }

    @Test("A fact stands once for each function and organization", arguments: QueueUnderTest.all)
    func sameFact(_ engine: QueueUnderTest) async throws {
        let queue = try await engine.queue(workspace)
        let first = event("a")
        #expect(try await queue.add([.to("f", first), .to("g", first)], now: now) == 2)
        #expect(try await queue.add([.to("f", first), .to("f", event("a", organization: "default"))], now: now) == 0)
        #expect(try await queue.add([.to("f", event("a", organization: "acme")), .to("f", event("b"))], now: now) == 2)
    }

    @Test("An event comes out as it was added", arguments: QueueUnderTest.all)
    func whole(_ engine: QueueUnderTest) async throws {
        let queue = try await engine.queue(workspace)
        let added = RelayEvent(
            id: "a", source: "/s", type: "test.one", data: ["n": 1, "text": "hällo\n"], organization: "acme", causationID: "c")
        _ = try await queue.add([.to("f", added)], now: now)
        let leased = try await queue.leased(now + 1)
        #expect(leased.event == EncodedEvent(added))
        #expect(leased.tries == DeliveryTries())
        #expect(leased.queued == now)
        #expect(leased.due == now)
    }

    @Test("The longest waiting come first, and no more than were asked for", arguments: QueueUnderTest.all)
    func order(_ engine: QueueUnderTest) async throws {
        let queue = try await engine.queue(workspace)
        for id in ["a", "b", "c"] { _ = try await queue.add([.to("f", event(id))], now: now) }
        _ = try await queue.add([.to("f", event("early", notBefore: now - 5)), .to("g", event("other"))], now: now)
        let first = try await queue.lease(3, for: "f", owner: "host", until: now + 30, now: now)
        #expect(first.deliveries.map(\.event.id) == ["early", "a", "b"])
        let rest = try await queue.lease(3, for: "f", owner: "host", until: now + 30, now: now)
        #expect(rest.deliveries.map(\.event.id) == ["c"])
        #expect(rest.nextDue == nil)
    }

    @Test("An event waits for its time", arguments: QueueUnderTest.all)
    func notBefore(_ engine: QueueUnderTest) async throws {
        let queue = try await engine.queue(workspace)
        _ = try await queue.add(
            [.to("f", event("late", notBefore: now + 60)), .to("f", event("later", notBefore: now + 90))], now: now)
        let none = try await queue.lease(1, for: "f", owner: "host", until: now + 99, now: now + 59)
        #expect(none.deliveries.isEmpty)
        #expect(none.nextDue == now + 60)
        #expect(try await queue.leased(now + 60).event.id == "late")
    }

    @Test(
        "What came of an event's deliveries is kept",
        arguments: QueueUnderTest.all,
        [
            DeliveryTries(), DeliveryTries(faults: 3),
            DeliveryTries(
                faults: 1,
                wait: DeliveryWait(code: .unavailable, since: Date(timeIntervalSince1970: 1_790_000_000.25), count: 7)),
        ])
    func tries(_ engine: QueueUnderTest, _ tries: DeliveryTries) async throws {
        let queue = try await engine.queue(workspace)
        _ = try await queue.add([.to("f", event("a"))], now: now)
        try await queue.postpone(try await queue.leased(now).lease, until: now + 5, tries, message: "why")
        #expect(try await queue.lease(now: now + 4) == nil)
        let again = try await queue.leased(now + 5)
        #expect(again.tries == tries)
        #expect(again.due == now + 5)
    }

    @Test("Completing an event takes it out and adds what it emitted", arguments: QueueUnderTest.all)
    func complete(_ engine: QueueUnderTest) async throws {
        let queue = try await engine.queue(workspace)
        _ = try await queue.add([.to("f", event("a"))], now: now)
        #expect(try await queue.complete(try await queue.leased(now).lease, emitting: [.to("g", event("b"))], now: now) == 1)
        #expect(try await queue.lease(now: now + 1000) == nil)
        #expect(try await queue.lease("g", now: now)?.event.id == "b")
        #expect(try await queue.counts() == QueueCounts(waiting: 1, leased: 1))
    }

    @Test("An event of any size comes out as it was added", arguments: QueueUnderTest.all)
    func large(_ engine: QueueUnderTest) async throws {
        let queue = try await engine.queue(workspace)
        let id = String(repeating: "i", count: 20_000)
        let text = String(repeating: "größer \u{0} ", count: 400_000)
        let added = RelayEvent(id: id, source: "/s", type: "test.one", data: ["text": .string(text)])
        #expect(try await queue.add([.to("f", added), .to("f", added)], now: now) == 1)
        #expect(try await queue.leased(now).event == EncodedEvent(added))
    }

    @Test("What is emitted again is not added again; an event may emit itself", arguments: QueueUnderTest.all)
    func emittedAgain(_ engine: QueueUnderTest) async throws {
        let queue = try await engine.queue(workspace)
        _ = try await queue.add([.to("f", event("a")), .to("g", event("b"))], now: now)
        let emitted = [event("a"), event("b"), event("c"), event("c")]
        let deliveries = [NewDelivery.to("f", emitted[0])] + emitted[1...].map { NewDelivery.to("g", $0) }
        #expect(try await queue.complete(try await queue.leased(now).lease, emitting: deliveries, now: now) == 2)
        #expect(try await queue.counts() == QueueCounts(waiting: 3))
    }

    @Test("Of forty who lease at once, each event is one's", arguments: QueueUnderTest.all)
    func contended(_ engine: QueueUnderTest) async throws {
        let queue = try await engine.queue(workspace)
        _ = try await queue.add((1...60).map { .to("f", event("\($0)")) }, now: now)
        let leased = try await withThrowingTaskGroup(of: [String].self) { group in
            for host in 0..<40 {
                group.addTask {
                    try await queue.lease(3, for: "f", owner: "host \(host)", until: now + 30, now: now).deliveries.map(
                        \.event.id)
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(leased.count == Set(leased).count)
        // Who found another at the same rows may have gone away with less; nobody went away with the same.
        let rest = try await queue.lease(60, for: "f", owner: "last", until: now + 30, now: now).deliveries.map(\.event.id)
        #expect(Set(leased + rest).count == 60)
    }

    @Test("People see what waits, the longest first, and no words", arguments: QueueUnderTest.all)
    func visible(_ engine: QueueUnderTest) async throws {
        let queue = try await engine.queue(workspace)
        _ = try await queue.add([.to("f", event("a", organization: "acme", notBefore: now + 60))], now: now)
        _ = try await queue.add([.to("f", event("b")), .to("g", event("c"))], now: now + 1)
        let wait = DeliveryWait(code: .unavailable, since: now, count: 2)
        try await queue.postpone(
            try await queue.leased(now + 1).lease, until: now + 9, DeliveryTries(faults: 1, wait: wait), message: "why")
        let seen = try await queue.waitingEvents(limit: 2)
        #expect(seen.map(\.eventID) == ["a", "b"])
        #expect(seen.map(\.organization) == ["acme", "default"] && seen.map(\.due) == [now + 60, now + 9])
        #expect(seen.last?.tries == DeliveryTries(faults: 1, wait: wait) && seen.last?.message == "why")
        #expect(seen.allSatisfy { !$0.isLeased })
    }

    // MARK: Leases

    @Test("A leased event is nobody else's until the lease ends", arguments: QueueUnderTest.all)
    func lease(_ engine: QueueUnderTest) async throws {
        let queue = try await engine.queue(workspace)
        _ = try await queue.add([.to("f", event("a"))], now: now)
        #expect(try await queue.leased(now).event.id == "a")
        #expect(try await queue.lease(now: now) == nil)
        let early = try await queue.lease(1, for: "f", owner: "other", until: now + 60, now: now + 29)
        #expect(early.deliveries.isEmpty)
        #expect(early.nextDue == now + 30)
        // Its own host has it still, and works on it.
        #expect(try await queue.lease(now: now + 30) == nil)
        #expect(try await queue.leased(now + 30, owner: "other").event.id == "a")
    }

    @Test("A renewed lease goes on", arguments: QueueUnderTest.all)
    func renewal(_ engine: QueueUnderTest) async throws {
        let queue = try await engine.queue(workspace)
        _ = try await queue.add([.to("f", event("a")), .to("f", event("b"))], now: now)
        let (one, other) = (try await queue.leased(now).lease, try await queue.leased(now).lease)
        #expect(try await queue.renew([one], until: now + 60) == [one])
        #expect(try await queue.leased(now + 30, owner: "other").event.id == "b")
        #expect(try await queue.lease(owner: "other", now: now + 59) == nil)
        #expect(try await queue.renew([one, other], until: now + 90) == [one])
    }

    /// Whatever the former owner says of an event that was taken over, it stays the new owner's.
    @Test("A lost lease ends nothing", arguments: QueueUnderTest.all)
    func lostLease(_ engine: QueueUnderTest) async throws {
        let queue = try await engine.queue(workspace)
        _ = try await queue.add([.to("f", event("a"))], now: now)
        let lost = try await queue.leased(now).lease
        let held = try await queue.leased(now + 30, owner: "other").lease
        await #expect(throws: LeaseLost.self) {
            try await queue.complete(lost, emitting: [.to("g", event("b"))], now: now + 31)
        }
        await #expect(throws: LeaseLost.self) {
            try await queue.postpone(lost, until: now + 31, DeliveryTries(faults: 1), message: nil)
        }
        await #expect(throws: LeaseLost.self) { try await queue.bury(lost, code: .notFound, message: nil, now: now) }
        #expect(try await queue.counts() == QueueCounts(waiting: 1, leased: 1))
        #expect(try await queue.lease("g", now: now + 31) == nil)
        #expect(try await queue.complete(held, emitting: [], now: now + 31) == 0)
        await #expect(throws: LeaseLost.self) { try await queue.complete(held, emitting: [], now: now + 31) }
    }

    /// Also when it is the same host that has it again.
    @Test("A former lease of the same host ends nothing", arguments: QueueUnderTest.all)
    func formerLease(_ engine: QueueUnderTest) async throws {
        let queue = try await engine.queue(workspace)
        _ = try await queue.add([.to("f", event("a"))], now: now)
        let first = try await queue.leased(now).lease
        try await queue.postpone(first, until: now, DeliveryTries(), message: nil)
        let second = try await queue.leased(now).lease
        await #expect(throws: LeaseLost.self) { try await queue.complete(first, emitting: [], now: now) }
        #expect(try await queue.complete(second, emitting: [], now: now) == 0)
    }

    // MARK: Dead letters

    @Test("A dead letter is kept, listed and revived", arguments: QueueUnderTest.all)
    func deadLetter(_ engine: QueueUnderTest) async throws {
        let queue = try await engine.queue(workspace)
        _ = try await queue.add([.to("f", event("a"))], now: now)
        try await queue.postpone(try await queue.leased(now).lease, until: now, DeliveryTries(faults: 1), message: nil)
        try await queue.bury(
            try await queue.leased(now).lease, code: .notFound, message: "there is no such thread", now: now + 60)
        #expect(try await queue.lease(now: now + 1000) == nil)
        #expect(try await queue.add([.to("f", event("a"))], now: now) == 0)

        let letter = try #require(try await queue.deadLetters(.all).first)
        #expect(letter.code == "not-found")
        #expect(letter.message == "there is no such thread")
        #expect(letter.eventID == "a" && letter.type == "test.one" && letter.organization == "default")
        #expect(try await queue.deadLetter(letter.id)?.event == EncodedEvent(event("a")))
        #expect(letter.queued == now)
        #expect(letter.buried == now + 60)
        #expect(try await queue.counts() == QueueCounts(dead: 1))

        #expect(try await queue.revive(letter.id, now: now))
        #expect(try await queue.revive(letter.id, now: now) == false)
        #expect(try await queue.leased(now).tries == DeliveryTries())
    }

    @Test("Every dead letter is listed, shown and dropped", arguments: QueueUnderTest.all)
    func deadLetters(_ engine: QueueUnderTest) async throws {
        let queue = try await engine.queue(workspace)
        _ = try await queue.add((1...101).map { .to("f", event("dead-\($0)")) } + [.to("g", event("waiting"))], now: now)
        for delivery in try await queue.lease(200, for: "f", owner: "host", until: now + 30, now: now).deliveries {
            try await queue.bury(delivery.lease, code: .notFound, message: nil, now: now)
        }
        let letters = try await queue.deadLetters(.all)
        #expect(letters.map(\.eventID) == (1...101).map { "dead-\($0)" })
        let page = try await queue.deadLetters(.all, after: letters[1].id, limit: 2)
        #expect(page.map(\.eventID) == ["dead-3", "dead-4"])
        let last = try #require(letters.last)
        #expect(try await queue.deadLetter(last.id)?.event.id == "dead-101")

        #expect(try await queue.drop(last.id))
        #expect(try await queue.drop(last.id) == false)
        #expect(try await queue.deadLetter(last.id) == nil)
        // What is no dead letter cannot be dropped.
        let waiting = try #require(try await queue.lease("g", now: now))
        #expect(try await queue.drop(waiting.lease.id) == false)
        #expect(try await queue.counts() == QueueCounts(waiting: 1, leased: 1, dead: 100))
    }

    /// Three events died: of one code early and late, and of another.
    private func buryThree(in queue: any HostQueue) async throws {
        _ = try await queue.add((1...3).map { .to("f", event("\($0)")) } + [.to("f", event("well"))], now: now)
        for (code, seconds) in [(.unauthorized, 0), (.validation, 60), (.unauthorized, 120)] as [(ReasonCode, Double)] {
            try await queue.bury(try await queue.leased(now).lease, code: code, message: nil, now: now + seconds)
        }
    }

    struct Choice: NamedCase {
        let name: String
        let filter: DeadLetterFilter
        let ids: [String]
    }

    @Test(
        "Dead letters are chosen by code and by when they died",
        arguments: QueueUnderTest.all,
        [
            Choice(name: "all", filter: .all, ids: ["1", "2", "3"]),
            Choice(name: "of a code", filter: DeadLetterFilter(code: .unauthorized), ids: ["1", "3"]),
            Choice(
                name: "since then", filter: DeadLetterFilter(since: Date(timeIntervalSince1970: 1_790_000_060)), ids: ["2", "3"]),
            Choice(
                name: "of a code, since then",
                filter: DeadLetterFilter(code: .unauthorized, since: Date(timeIntervalSince1970: 1_790_000_060)), ids: ["3"]),
            Choice(name: "none", filter: DeadLetterFilter(code: .notFound), ids: []),
        ])
    func chosen(_ engine: QueueUnderTest, _ choice: Choice) async throws {
        let queue = try await engine.queue(workspace)
        try await buryThree(in: queue)
        #expect(try await queue.deadLetterCounts(.all) == ["unauthorized": 2, "validation": 1])
        #expect(try await queue.deadLetters(choice.filter).map(\.eventID) == choice.ids)
        #expect(try await queue.deadLetterCounts(choice.filter).values.reduce(0, +) == choice.ids.count)
        #expect(try await queue.revive(choice.filter, now: now) == choice.ids.count)
        #expect(try await queue.deadLetters(choice.filter).isEmpty)
        let left = try await queue.lease(9, for: "f", owner: "host", until: now + 30, now: now).deliveries.map(\.event.id)
        #expect(Set(left) == Set(choice.ids + ["well"]))
    }

    @Test("Since when the oldest event of a function could have been done", arguments: QueueUnderTest.all)
    func oldest(_ engine: QueueUnderTest) async throws {
        let queue = try await engine.queue(workspace)
        #expect(try await queue.oldest(now: now).isEmpty)
        _ = try await queue.add([.to("f", event("a")), .to("g", event("due", notBefore: now + 20))], now: now)
        _ = try await queue.add([.to("f", event("b")), .to("h", event("later", notBefore: now + 90))], now: now + 10)
        #expect(try await queue.oldest(now: now + 30) == ["f": now, "g": now + 20])
        // One that was tried counts from when it came, also while it waits.
        try await queue.postpone(
            try await queue.leased(now).lease, until: now + 500, DeliveryTries(faults: 1), message: nil)
        #expect(try await queue.oldest(now: now + 5) == ["f": now])
        try await queue.bury(try await queue.leased(now + 10).lease, code: .notFound, message: nil, now: now + 10)
        let dead = try #require(try await queue.lease("g", now: now + 30))
        try await queue.bury(dead.lease, code: .notFound, message: nil, now: now + 30)
        #expect(try await queue.oldest(now: now + 30) == ["f": now])
    }

    @Test("What is still to be erased elsewhere is noted until it is done, the oldest first", arguments: QueueUnderTest.all)
    func notedErasures(_ engine: QueueUnderTest) async throws {
        let queue = try await engine.queue(workspace)
        let asked = ["7", "8", "9"].map { Erasure(threadID: $0, email: "casey@customer.example", until: now, wordsUntil: now) }
        try await queue.note(Array(asked.prefix(2)), of: "acme")
        try await queue.note([asked[2]], of: "shop")
        let noted = try await queue.notedErasures(limit: 2)
        #expect(noted.map(\.organization) == ["acme", "acme"] && noted.map(\.erasure?.json) == asked.prefix(2).map(\.json))
        #expect(
            try await queue.notedErasures(after: try #require(noted.first).number, limit: 1).map(\.number) == [noted[1].number])
        try await queue.removeNote(try #require(noted.first).number)
        #expect(try await queue.notedErasures(limit: 9).map(\.erasure?.threadID) == ["8", "9"])
        for note in try await queue.notedErasures(limit: 9) { try await queue.removeNote(note.number) }
        #expect(try await queue.notedErasures(limit: 9).isEmpty)
    }

    // MARK: Erasure

    @Test(
        "What belongs to an erased conversation goes, waiting, begun or dead, and nothing else does",
        arguments: QueueUnderTest.all)
    func erasure(_ engine: QueueUnderTest) async throws {
        let queue = try await engine.queue(workspace)
        func said(_ id: String, _ data: JSON, organization: String? = nil) -> NewDelivery {
            .to("f", RelayEvent(id: id, source: "/s", type: AIReplyEvent.type, data: data, organization: organization))
        }
        let own: JSON = ["threadId": "7", "text": "Zanzibar"]
        _ = try await queue.add([said("dead", own), said("begun", own), said("waiting", own)], now: now)
        _ = try await queue.add([said("other", ["threadId": "8"]), said("elsewhere", own, organization: "acme")], now: now)
        try await queue.bury(try await queue.leased(now).lease, code: .notFound, message: nil, now: now)
        let begun = try await queue.leased(now)
        let erasure = Erasure(threadID: "7", until: now, wordsUntil: now)
        #expect(try await queue.erase([erasure], of: "default") == 3)
        await #expect(throws: LeaseLost.self) { try await queue.complete(begun.lease, emitting: [said("new", own)], now: now) }
        #expect(try await queue.counts() == QueueCounts(waiting: 2))
        #expect(
            try await queue.lease(9, for: "f", owner: "host", until: now, now: now).deliveries.map(\.event.id) == [
                "other", "elsewhere",
            ])
    }
}

extension HostQueue {
    /// The next event of `f`, which is there.
    func leased(_ now: Date, owner: String = "host") async throws -> LeasedDelivery {
        try #require(try await lease(owner: owner, now: now))
    }
}
