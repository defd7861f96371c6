import Foundation
import HostCore
import HostDelivery
import RelayCore
import TestSupport
import Testing

/// What every engine of the history keeps.
@Suite("The history")
struct HistoryTests {
    private let workspace: Workspace
    static let now = Date(timeIntervalSince1970: 1_790_000_000)

    init() throws { workspace = try Workspace() }

    static func entry(
        _ eventID: String, function: String = "ai-turn", type: String = ConversationTurnEvent.type, organization: String = "acme",
        cause: String? = nil, subject: EventSubject? = nil, status: FunctionResult.Status = .done, code: ReasonCode? = nil,
        effect: String? = nil, outcome: InvocationRecord.Outcome = .completed, at seconds: Double = 0
    ) -> HistoryEntry {
        HistoryEntry(
            number: 0, function: function, eventID: eventID, source: "/s", organization: organization, causeID: cause,
            traceParent: nil, subject: subject ?? EventSubject(type: type), attempt: 0, queued: now + seconds, due: now + seconds,
            started: now + seconds, ended: now + seconds, status: status, code: code, effect: effect,
            message: nil, outcome: outcome, size: 3)
    }

    private static let texts = HistoryTexts(event: Array("{}".utf8), result: Array("{}".utf8), log: ["one", "two"])

    private func add(_ entries: [HistoryEntry], to history: any InvocationHistory) async throws {
        try await history.add(entries.map { ($0, Self.texts) })
    }

    private func ids(
        _ history: any InvocationHistory, _ which: HistoryFilter = .all, before: Int64? = nil, limit: Int = 100
    ) async throws -> [String] {
        try await history.entries(which, before: before, limit: limit).map(\.eventID)
    }

    @Test("An invocation comes out as it was added", arguments: QueueUnderTest.all)
    func whole(_ engine: QueueUnderTest) async throws {
        let history = try await engine.history(workspace)
        let subject = EventSubject(
            type: "ai.reply", threadID: "7", sessionID: "ses_1", messageID: "m", ticketID: "55", contactID: "9",
            contact: "abc")
        var entry = HistoryEntry(
            number: 0, function: "ai-reply-post", eventID: "e", source: "/s", organization: "acme", causeID: "c",
            traceParent: "00-1-2-01", subject: subject, attempt: 3, queued: Self.now, due: Self.now + 1, started: Self.now + 2.25,
            ended: Self.now + 3.5, status: .retry, code: .leaseBusy, effect: "handed-off", message: "why",
            outcome: .postponed(until: Self.now + 9),
            size: 42)
        try await add([entry], to: history)
        let kept = try #require(try await history.entries(.all, before: nil, limit: 1).first)
        entry.number = kept.number
        #expect(kept == entry)
        #expect(try await history.entry(kept.number) == entry)
        #expect(try await history.texts(of: [kept.number])[kept.number] == Self.texts)
        #expect(try await history.entry(kept.number + 1) == nil)
        #expect(try await history.texts(of: [kept.number + 1])[kept.number + 1] == nil)
    }

    @Test(
        "Of each message the last outcomes are told, and all of the conversations that were closed since",
        arguments: QueueUnderTest.all)
    func outcomes(_ engine: QueueUnderTest) async throws {
        let history = try await engine.history(workspace)
        func of(_ message: String?, _ type: String, thread: String? = "7") -> EventSubject {
            EventSubject(type: type, threadID: thread, messageID: message)
        }
        let (turn, reply, status) = ("conversation.turn", "ai.reply", "hubspot.conversation.propertyChange")
        try await add(
            [
                Self.entry("early", subject: of("m0", reply, thread: "8"), effect: "message", at: -200),
                Self.entry("early and open", subject: of("m0", reply, thread: "9"), effect: "message", at: -200),
                Self.entry("tried", subject: of("m1", turn), status: .retry, code: .leaseBusy, at: 1),
                Self.entry("done", subject: of("m1", turn), at: 2),
                Self.entry("arrived", subject: of("m1", "hubspot.conversation.newMessage"), at: 3),
                Self.entry("answered", subject: of("m1", reply), effect: "message", at: 4),
                Self.entry("nobody's", subject: of("m2", turn, thread: nil), at: 5),
                Self.entry("another organization's", organization: "shop", subject: of("m1", turn), at: 6),
                Self.entry("opened", subject: of(nil, status), effect: "open", at: 7),
                Self.entry("closed", subject: of(nil, status, thread: "8"), code: .unchanged, effect: "closed", at: 8),
            ], to: history)
        let outcomes = try await history.outcomes(
            of: [turn, reply], effects: ["closed", "handed-off"], since: Self.now, closedBy: "closed")
        let entries = try await history.entries(.all, before: nil, limit: 100)
        let names = outcomes.map { outcome in entries.first { $0.number == outcome.number }?.eventID }
        #expect(names == ["early", "done", "answered", "another organization's", "closed"])
        let closed = try #require(outcomes.last)
        #expect(closed.threadID == "8" && closed.messageID == nil && closed.code == .unchanged && closed.effect == "closed")
        #expect(closed.queued == Self.now + 8 && closed.ended == Self.now + 8 && closed.status == .done)
    }

    @Test("When HubSpot's events came last is told by organization", arguments: QueueUnderTest.all)
    func arrivals(_ engine: QueueUnderTest) async throws {
        let history = try await engine.history(workspace)
        #expect(try await history.lastArrivals().isEmpty)
        try await add(
            [
                Self.entry("a", type: HubSpotEvent.newMessage, at: 5), Self.entry("b", type: HubSpotEvent.newMessage, at: 3),
                Self.entry("c", type: "hubspot.ticket.propertyChange", organization: "shop", at: 1), Self.entry("d", at: 9),
                Self.entry("e", type: "other.hubspot.newMessage", at: 9),
            ], to: history)
        #expect(try await history.lastArrivals() == ["acme": Self.now + 5, "shop": Self.now + 1])
    }

    @Test("The newest number is known, also of an entry that is gone", arguments: QueueUnderTest.all)
    func newest(_ engine: QueueUnderTest) async throws {
        let history = try await engine.history(workspace)
        #expect(try await history.newestNumber() == 0)
        let subject = EventSubject(type: "conversation.turn", threadID: "7")
        try await add([Self.entry("a"), Self.entry("b", subject: subject)], to: history)
        let number = try #require(try await history.entries(.all, before: nil, limit: 1).first).number
        let erasure = Erasure(threadID: "7", until: Self.now + 1, wordsUntil: Self.now + 1)
        #expect(try await history.erase([erasure], of: "acme") == 1)
        #expect(try await history.newestNumber() == number)
        try await add([Self.entry("c")], to: history)
        #expect(try await history.entries(.all, after: number, limit: 9).map(\.eventID) == ["c"])
    }

    @Test("Results are read alone", arguments: QueueUnderTest.all)
    func results(_ engine: QueueUnderTest) async throws {
        let history = try await engine.history(workspace)
        try await add([Self.entry("a")], to: history)
        let number = try #require(try await history.entries(.all, before: nil, limit: 1).first).number
        #expect(try await history.results(of: [number, number + 1]) == [number: Self.texts.result])
    }

    struct Choice: NamedCase {
        let name: String
        let filter: HistoryFilter
        let ids: [String]
    }

    @Test(
        "The newest come first, and a filter chooses",
        arguments: QueueUnderTest.all,
        [
            Choice(name: "all", filter: .all, ids: ["d", "c", "b", "a"]),
            Choice(name: "a function", filter: HistoryFilter(function: "ai-turn"), ids: ["b", "a"]),
            Choice(name: "a code", filter: HistoryFilter(code: .ownerIsHuman), ids: ["b"]),
            Choice(name: "a status", filter: HistoryFilter(status: .failed), ids: ["d"]),
            Choice(name: "a thread", filter: HistoryFilter(threadID: "7"), ids: ["c", "a"]),
            Choice(name: "a session", filter: HistoryFilter(sessionID: "ses_1"), ids: ["c"]),
            Choice(name: "a message", filter: HistoryFilter(messageID: "m"), ids: ["a"]),
            Choice(name: "what followed", filter: HistoryFilter(causeID: "a"), ids: ["c", "b"]),
            Choice(name: "an event", filter: HistoryFilter(eventID: "b"), ids: ["b"]),
            Choice(name: "an event of a source", filter: HistoryFilter(eventID: "b", source: "/s"), ids: ["b"]),
            Choice(name: "one of that id of another source", filter: HistoryFilter(eventID: "b", source: "/t"), ids: []),
            Choice(name: "a type", filter: HistoryFilter(type: "ai.reply"), ids: ["c"]),
            Choice(name: "the beginning of a type", filter: HistoryFilter(typePrefix: "ai."), ids: ["c"]),
            Choice(name: "the end of a type", filter: HistoryFilter(typePrefix: "reply"), ids: []),
            Choice(name: "an organization", filter: HistoryFilter(organization: "shop"), ids: ["d"]),
            Choice(name: "since", filter: HistoryFilter(since: now + 2), ids: ["d", "c"]),
            Choice(name: "two at once", filter: HistoryFilter(function: "ai-turn", threadID: "7"), ids: ["a"]),
            Choice(name: "nothing", filter: HistoryFilter(threadID: "7'; --"), ids: []),
        ])
    func filters(_ engine: QueueUnderTest, _ choice: Choice) async throws {
        let history = try await engine.history(workspace)
        let entries = [
            Self.entry("a", subject: EventSubject(type: ConversationTurnEvent.type, threadID: "7", messageID: "m")),
            Self.entry("b", cause: "a", status: .skipped, code: .ownerIsHuman, at: 1),
            Self.entry(
                "c", function: "ai-reply-post", cause: "a",
                subject: EventSubject(type: "ai.reply", threadID: "7", sessionID: "ses_1"), at: 2),
            Self.entry("d", function: "message-route", organization: "shop", status: .failed, code: .validation, at: 3),
        ]
        try await add(entries, to: history)
        #expect(try await ids(history, choice.filter) == choice.ids)
    }

    @Test("It is read in pages", arguments: QueueUnderTest.all)
    func pages(_ engine: QueueUnderTest) async throws {
        let history = try await engine.history(workspace)
        try await add((1...5).map { Self.entry("e\($0)") }, to: history)
        let first = try await history.entries(.all, before: nil, limit: 2)
        #expect(first.map(\.eventID) == ["e5", "e4"])
        #expect(try await ids(history, before: first.last?.number, limit: 9) == ["e3", "e2", "e1"])
    }

    // MARK: Room

    @Test("Texts go after their hours, entries when there are too many", arguments: QueueUnderTest.all)
    func trimmed(_ engine: QueueUnderTest) async throws {
        let history = try await engine.history(workspace)
        try await add([Self.entry("old"), Self.entry("older than the texts", at: 10), Self.entry("new", at: 7200)], to: history)
        let all = try await history.entries(.all, before: nil, limit: 9)
        let hour = HistoryLimits(hours: 1, rows: 2)
        #expect(try await history.trim(to: hour, now: Self.now + 7200) == false)
        #expect(try await ids(history) == ["new", "older than the texts"])
        #expect(try await history.texts(of: [all[0].number])[all[0].number] != nil)
        #expect(try await history.texts(of: [all[1].number])[all[1].number] == nil)
        _ = try await history.trim(to: HistoryLimits(hours: 0, rows: 2), now: Self.now + 7200)
        #expect(try await history.texts(of: [all[0].number])[all[0].number] == nil)
        #expect(try await ids(history).count == 2)
    }

    @Test("Texts go when the disk holds too much, and it is trimmed in parts", arguments: QueueUnderTest.all)
    func full(_ engine: QueueUnderTest) async throws {
        let history = try await engine.history(workspace)
        try await add((0..<1500).map { Self.entry("e\($0)") }, to: history)
        let limits = HistoryLimits(hours: 1, rows: 1_000_000, bytes: 1)
        #expect(try await history.trim(to: limits, now: Self.now))
        #expect(try await history.trim(to: limits, now: Self.now) == false)
        let all = try await history.entries(.all, before: nil, limit: 2000)
        #expect(all.count == 1500)
        let newest = try #require(all.first)
        #expect(try await history.texts(of: [newest.number])[newest.number] == nil)
    }

    // MARK: Erasure

    struct Belonging: NamedCase {
        let name: String
        let subject: EventSubject
        var organization = "acme"
        var seconds = 0.0
        var isErased = true
    }

    static let belongings = [
        Belonging(name: "the thread's", subject: EventSubject(type: "conversation.turn", threadID: "7")),
        Belonging(name: "the session's", subject: EventSubject(type: "session.update", sessionID: "ses_1")),
        Belonging(name: "its ticket's", subject: EventSubject(type: "hubspot.ticket.propertyChange", ticketID: "55")),
        Belonging(
            name: "its ticket's, as of any object", subject: EventSubject(type: "hubspot.object.propertyChange", ticketID: "55")),
        Belonging(
            name: "its contact's", subject: EventSubject(type: "hubspot.object.propertyChange", contactID: "9")),
        Belonging(
            name: "another contact's", subject: EventSubject(type: "hubspot.object.propertyChange", contactID: "55"),
            isErased: false),
        Belonging(
            name: "its customer's",
            subject: EventSubject(type: "ai.handoff", contact: EventSubject.digest(ofEmail: "casey@CUSTOMER.example"))),
        Belonging(
            name: "another organization's", subject: EventSubject(type: "conversation.turn", threadID: "7"),
            organization: "shop", isErased: false),
        Belonging(name: "another thread's", subject: EventSubject(type: "conversation.turn", threadID: "8"), isErased: false),
        Belonging(
            name: "of later", subject: EventSubject(type: "conversation.turn", threadID: "7"), seconds: 2, isErased: false),
        Belonging(name: "the erasure itself", subject: EventSubject(type: "session.delete", threadID: "7"), isErased: false),
    ]

    @Test("What is erased of a customer goes, and does not come back", arguments: QueueUnderTest.all, belongings)
    func erased(_ engine: QueueUnderTest, _ row: Belonging) async throws {
        let history = try await engine.history(workspace)
        let entry = Self.entry("e", organization: row.organization, subject: row.subject, at: row.seconds)
        let erasure = Erasure(
            threadID: "7", sessionID: "ses_1", ticketIDs: ["55"], contactIDs: ["9"], email: "Casey@customer.example",
            until: Self.now + 1, wordsUntil: Self.now + 1)
        try await add([entry, Self.entry("other")], to: history)
        #expect(try await history.erase([erasure], of: "acme") == (row.isErased ? 1 : 0))
        // A worker that had begun before ends now.
        try await add([entry], to: history)
        #expect(try await ids(history) == (row.isErased ? ["other"] : ["e", "other", "e"]))
        #expect(try await history.texts(of: [1])[1] == (row.isErased ? nil : Self.texts))
    }

    @Test("An erasure that is tried again and again does not push others out of its memory", arguments: QueueUnderTest.all)
    func again(_ engine: QueueUnderTest) async throws {
        let history = try await engine.history(workspace)
        func erasure(_ thread: String) -> Erasure { Erasure(threadID: thread, until: Self.now, wordsUntil: Self.now) }
        _ = try await history.erase([erasure("7")], of: "acme")
        for _ in 0..<300 { _ = try await history.erase([erasure("8")], of: "acme") }
        // A worker that had begun before ends now.
        try await add([Self.entry("late", subject: EventSubject(type: ConversationTurnEvent.type, threadID: "7"))], to: history)
        #expect(try await ids(history) == [])
    }

    struct Late: NamedCase {
        let name: String
        var eventID = "late"
        var organization = "acme"
        let code: ReasonCode?
        var isKept = false
    }

    @Test(
        "Of an event that ends erased nothing is kept of its former deliveries either", arguments: QueueUnderTest.all,
        [
            Late(name: "it ends erased", code: .erased), Late(name: "it ends otherwise", code: .ownerIsHuman, isKept: true),
            Late(name: "another one does", eventID: "other", code: .erased, isKept: true),
            Late(name: "another organization's does", organization: "shop", code: .erased, isKept: true),
        ])
    func late(_ engine: QueueUnderTest, _ row: Late) async throws {
        let history = try await engine.history(workspace)
        try await add([Self.entry("late", status: .retry, code: .unavailable)], to: history)
        let first = try #require(try await history.entries(.all, before: nil, limit: 1).first)
        let last = Self.entry(row.eventID, organization: row.organization, status: .skipped, code: row.code, at: 1)
        try await history.add([(last, nil)])
        #expect(try await history.texts(of: [first.number])[first.number] == (row.isKept ? Self.texts : nil))
        #expect(try await ids(history).count == 2)
    }
}
