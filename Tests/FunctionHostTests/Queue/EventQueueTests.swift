import Foundation
import HostCore
import HostDelivery
import RelayCore
import SQLiteQueue
import TestSupport
import Testing

/// What every engine of the queue keeps.
@Suite("The queue")
struct EventQueueTests {
    private let workspace: Workspace
    private let queue: any EventQueue & DeadLetterQueue
    private let now = Date(timeIntervalSince1970: 1_790_000_000)

    init() throws {
        workspace = try Workspace()
        queue = try SQLiteEventQueue(path: workspace.path("queue.sqlite"))
    }

    private func leased(after seconds: Double = 0, owner: String = "host") async throws -> LeasedDelivery {
        try #require(try await queue.lease(owner: owner, now: now + seconds))
    }

    @Test("A fact stands once for each function and organization")
    func sameFact() async throws {
        let first = event("a")
        #expect(try await queue.add([.to("f", first), .to("g", first)], now: now) == 2)
        #expect(try await queue.add([.to("f", first), .to("f", event("a", organization: "default"))], now: now) == 0)
        #expect(try await queue.add([.to("f", event("a", organization: "acme")), .to("f", event("b"))], now: now) == 2)
    }

    @Test("An event comes out as it was added")
    func whole() async throws {
        let added = RelayEvent(
            id: "a", source: "/s", type: "test.one", data: ["n": 1, "text": "hällo\n"], organization: "acme", causationID: "c")
        _ = try await queue.add([.to("f", added)], now: now)
        let leased = try await leased(after: 1)
        #expect(leased.event == EncodedEvent(added))
        #expect(leased.tries == DeliveryTries())
        #expect(leased.queued == now)
        #expect(leased.due == now)
    }

    @Test("The longest waiting come first, and no more than were asked for")
    func order() async throws {
        for id in ["a", "b", "c"] { _ = try await queue.add([.to("f", event(id))], now: now) }
        _ = try await queue.add([.to("f", event("early", notBefore: now - 5)), .to("g", event("other"))], now: now)
        let first = try await queue.lease(3, for: "f", owner: "host", until: now + 30, now: now)
        #expect(first.deliveries.map(\.event.id) == ["early", "a", "b"])
        let rest = try await queue.lease(3, for: "f", owner: "host", until: now + 30, now: now)
        #expect(rest.deliveries.map(\.event.id) == ["c"])
        #expect(rest.nextDue == nil)
    }

    @Test("An event waits for its time")
    func notBefore() async throws {
        _ = try await queue.add(
            [.to("f", event("late", notBefore: now + 60)), .to("f", event("later", notBefore: now + 90))], now: now)
        let none = try await queue.lease(1, for: "f", owner: "host", until: now + 99, now: now + 59)
        #expect(none.deliveries.isEmpty)
        #expect(none.nextDue == now + 60)
        #expect(try await leased(after: 60).event.id == "late")
    }

    @Test(
        "What came of an event's deliveries is kept",
        arguments: [
            DeliveryTries(), DeliveryTries(faults: 3),
            DeliveryTries(
                faults: 1,
                wait: DeliveryWait(code: .unavailable, since: Date(timeIntervalSince1970: 1_790_000_000.25), count: 7)),
        ])
    func tries(_ tries: DeliveryTries) async throws {
        _ = try await queue.add([.to("f", event("a"))], now: now)
        try await queue.postpone(try await leased().lease, until: now + 5, tries, message: "why")
        #expect(try await queue.lease(now: now + 4) == nil)
        let again = try await leased(after: 5)
        #expect(again.tries == tries)
        #expect(again.due == now + 5)
    }

    @Test("Completing an event takes it out and adds what it emitted")
    func complete() async throws {
        _ = try await queue.add([.to("f", event("a"))], now: now)
        #expect(try await queue.complete(try await leased().lease, emitting: [.to("g", event("b"))], now: now) == 1)
        #expect(try await queue.lease(now: now + 1000) == nil)
        #expect(try await queue.lease("g", now: now)?.event.id == "b")
        #expect(try await queue.counts() == QueueCounts(waiting: 1, leased: 1))
    }

    // MARK: Leases

    @Test("A leased event is nobody else's until the lease ends")
    func lease() async throws {
        _ = try await queue.add([.to("f", event("a"))], now: now)
        #expect(try await leased().event.id == "a")
        #expect(try await queue.lease(now: now) == nil)
        let early = try await queue.lease(1, for: "f", owner: "other", until: now + 60, now: now + 29)
        #expect(early.deliveries.isEmpty)
        #expect(early.nextDue == now + 30)
        // Its own host has it still, and works on it.
        #expect(try await queue.lease(now: now + 30) == nil)
        #expect(try await leased(after: 30, owner: "other").event.id == "a")
    }

    @Test("A renewed lease goes on")
    func renewal() async throws {
        _ = try await queue.add([.to("f", event("a")), .to("f", event("b"))], now: now)
        let (one, other) = (try await leased().lease, try await leased().lease)
        #expect(try await queue.renew([one], until: now + 60) == [one])
        #expect(try await leased(after: 30, owner: "other").event.id == "b")
        #expect(try await queue.lease(owner: "other", now: now + 59) == nil)
        #expect(try await queue.renew([one, other], until: now + 90) == [one])
    }

    /// Whatever the former owner says of an event that was taken over, it stays the new owner's.
    @Test("A lost lease ends nothing")
    func lostLease() async throws {
        _ = try await queue.add([.to("f", event("a"))], now: now)
        let lost = try await leased().lease
        let held = try await leased(after: 30, owner: "other").lease
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
    @Test("A former lease of the same host ends nothing")
    func formerLease() async throws {
        _ = try await queue.add([.to("f", event("a"))], now: now)
        let first = try await leased().lease
        try await queue.postpone(first, until: now, DeliveryTries(), message: nil)
        let second = try await leased().lease
        await #expect(throws: LeaseLost.self) { try await queue.complete(first, emitting: [], now: now) }
        #expect(try await queue.complete(second, emitting: [], now: now) == 0)
    }

    // MARK: Dead letters

    @Test("A dead letter is kept, listed and revived")
    func deadLetter() async throws {
        _ = try await queue.add([.to("f", event("a"))], now: now)
        try await queue.postpone(try await leased().lease, until: now, DeliveryTries(faults: 1), message: nil)
        try await queue.bury(
            try await leased().lease, code: .notFound, message: "there is no such thread", now: now + 60)
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
        #expect(try await leased().tries == DeliveryTries())
    }

    @Test("Every dead letter is listed, shown and dropped")
    func deadLetters() async throws {
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
    private func buryThree() async throws {
        _ = try await queue.add((1...3).map { .to("f", event("\($0)")) } + [.to("f", event("well"))], now: now)
        for (code, seconds) in [(.unauthorized, 0), (.validation, 60), (.unauthorized, 120)] as [(ReasonCode, Double)] {
            try await queue.bury(try await leased().lease, code: code, message: nil, now: now + seconds)
        }
    }

    struct Choice: NamedCase {
        let name: String
        let filter: DeadLetterFilter
        let ids: [String]
    }

    @Test(
        "Dead letters are chosen by code and by when they died",
        arguments: [
            Choice(name: "all", filter: .all, ids: ["1", "2", "3"]),
            Choice(name: "of a code", filter: DeadLetterFilter(code: .unauthorized), ids: ["1", "3"]),
            Choice(
                name: "since then", filter: DeadLetterFilter(since: Date(timeIntervalSince1970: 1_790_000_060)), ids: ["2", "3"]),
            Choice(
                name: "of a code, since then",
                filter: DeadLetterFilter(code: .unauthorized, since: Date(timeIntervalSince1970: 1_790_000_060)), ids: ["3"]),
            Choice(name: "none", filter: DeadLetterFilter(code: .notFound), ids: []),
        ])
    func chosen(_ choice: Choice) async throws {
        try await buryThree()
        #expect(try await queue.deadLetterCounts(.all) == ["unauthorized": 2, "validation": 1])
        #expect(try await queue.deadLetters(choice.filter).map(\.eventID) == choice.ids)
        #expect(try await queue.deadLetterCounts(choice.filter).values.reduce(0, +) == choice.ids.count)
        #expect(try await queue.revive(choice.filter, now: now) == choice.ids.count)
        #expect(try await queue.deadLetters(choice.filter).isEmpty)
        let left = try await queue.lease(9, for: "f", owner: "host", until: now + 30, now: now).deliveries.map(\.event.id)
        #expect(Set(left) == Set(choice.ids + ["well"]))
    }

    // MARK: Waits

    /// Puts off the next event as one that waits for so long.
    private func wait(_ code: ReasonCode, since seconds: Double) async throws {
        let wait = DeliveryWait(code: code, since: now - seconds, count: 2)
        try await queue.postpone(try await leased().lease, until: now + 300, DeliveryTries(wait: wait), message: nil)
    }

    @Test("What is waited for is told, by organization and code, and since when")
    func waits() async throws {
        #expect(try await queue.waits() == [])
        for (id, organization) in [("a", "acme"), ("b", "acme"), ("c", "acme"), ("d", "shop"), ("e", "shop")] {
            _ = try await queue.add([.to("f", event(id, organization: organization))], now: now)
        }
        let codes: [(ReasonCode, Double)] = [
            (.unauthorized, 5), (.unauthorized, 60), (.leaseBusy, 9), (.unavailable, 7), (.unavailable, 3),
        ]
        for (code, seconds) in codes { try await wait(code, since: seconds) }
        let waits = [
            EventWait(organization: "acme", code: .unauthorized, events: 2, since: now - 60),
            EventWait(organization: "shop", code: .unavailable, events: 2, since: now - 7),
        ]
        #expect(try await queue.waits() == waits)
        // A dead letter waits no more.
        let last = try #require(try await queue.lease(owner: "host", now: now + 300))
        try await queue.bury(last.lease, code: .notFound, message: nil, now: now)
        #expect(try await queue.waits().map(\.events) == [1, 2])
    }

    @Test("The end of a wait is the end of every same one, and of no other")
    func endOfWait() async throws {
        for (id, organization) in [("a", "acme"), ("b", "acme"), ("c", "acme"), ("d", "shop")] {
            _ = try await queue.add([.to("f", event(id, organization: organization))], now: now)
        }
        for code in [ReasonCode.unauthorized, .unauthorized, .unavailable, .unauthorized] { try await wait(code, since: 5) }
        #expect(try await queue.endWait(for: .unauthorized, of: "acme", now: now + 1) == 2)
        let due = try await queue.lease(9, for: "f", owner: "host", until: now + 30, now: now + 1).deliveries
        #expect(due.map(\.event.id).sorted() == ["a", "b"])
        // Should it not be over, the next pause is a longer one.
        #expect(due.allSatisfy { $0.tries.wait?.count == 2 })
    }

    // MARK: Erasure

    @Test("What belongs to an erased conversation goes, waiting, begun or dead, and nothing else does")
    func erasure() async throws {
        func said(_ id: String, _ data: JSON, organization: String? = nil) -> NewDelivery {
            .to("f", RelayEvent(id: id, source: "/s", type: AIReplyEvent.type, data: data, organization: organization))
        }
        let own: JSON = ["threadId": "7", "text": "Zanzibar"]
        _ = try await queue.add([said("dead", own), said("begun", own), said("waiting", own)], now: now)
        _ = try await queue.add([said("other", ["threadId": "8"]), said("elsewhere", own, organization: "acme")], now: now)
        try await queue.bury(try await leased().lease, code: .notFound, message: nil, now: now)
        let begun = try await leased()
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
