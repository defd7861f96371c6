import Foundation
import HostCore
import HostDelivery
import RelayCore
import SQLiteQueue
import TestSupport
import Testing

@testable import Operations

/// Several organizations, and several senders, may have events of one id.
@Suite("Which event is done again")
struct ReplayChoiceTests {
    private let folder: TemporaryFolder
    private let history: SQLiteHistory
    private static let now = Date(timeIntervalSince1970: 1_790_000_000)

    init() throws {
        folder = try TemporaryFolder()
        history = try SQLiteHistory(path: folder.path("history.sqlite"))
    }

    /// One invocation, in the order in which they ended.
    struct Row {
        var id = "e"
        var organization = "shop"
        var source = "/s"
        var function = "ai-turn"
        var code: ReasonCode?
        var isKept = true
    }

    private func add(_ rows: [Row]) async throws {
        try await history.add(
            rows.map { row in
                let event = RelayEvent(
                    id: row.id, source: row.source, type: ConversationTurnEvent.type,
                    data: ["of": .string("\(row.organization) \(row.source)")], organization: row.organization)
                let entry = HistoryEntry(
                    number: 0, function: row.function, eventID: row.id, source: row.source, organization: row.organization,
                    causeID: nil, traceParent: nil, subject: EventSubject(type: event.type), attempt: 0, queued: Self.now,
                    due: Self.now, started: Self.now, ended: Self.now, status: .done, code: row.code, message: nil,
                    outcome: .completed, size: 2)
                let texts = HistoryTexts(event: event.json.canonicalBytes, result: Array("{}".utf8))
                return (entry, row.isKept ? texts : nil)
            })
    }

    struct Choice: NamedCase {
        let name: String
        var rows: [Row]
        /// Of the invocation that is asked for, from 1.
        let number: Int64
        /// What the event is of; nil: it is not kept.
        let of: String?
    }

    @Test(
        "By its number an invocation gives its own event, and no other of that id",
        arguments: [
            Choice(
                name: "another organization's came later", rows: [Row(), Row(organization: "other")], number: 1, of: "shop /s"),
            Choice(name: "another sender's came later", rows: [Row(), Row(source: "/t")], number: 1, of: "shop /s"),
            Choice(name: "the later one", rows: [Row(), Row(organization: "other")], number: 2, of: "other /s"),
            Choice(
                name: "it is kept of another delivery alone", rows: [Row(isKept: false), Row(function: "message-route")],
                number: 1, of: "shop /s"),
            Choice(
                name: "it is kept of another organization alone", rows: [Row(isKept: false), Row(organization: "other")],
                number: 1,
                of: nil),
        ])
    func byNumber(_ choice: Choice) async throws {
        try await add(choice.rows)
        let entry = try #require(try await history.entry(choice.number))
        guard let of = choice.of else {
            await #expect(throws: Replay.Objection.notKept("e")) { try await Replay.event(of: entry, in: history) }
            return
        }
        #expect(try await Replay.event(of: entry, in: history).data["of"]?.string == of)
    }

    struct Naming: NamedCase {
        let name: String
        var organization: String?
        var function: String?
        var objection: Replay.Objection?
        var number: Int64 = 0
    }

    @Test(
        "By its id an event must be one",
        arguments: [
            Naming(
                name: "of several organizations", objection: .several("e", organizations: ["other", "shop"])),
            Naming(name: "of one of them", organization: "shop", number: 2),
            Naming(name: "of the other", organization: "other", number: 3),
            Naming(name: "by a function", organization: "shop", function: "message-route", number: 1),
            Naming(name: "of nobody", organization: "third", objection: .unknown("e")),
            Naming(name: "by a function that did not take it", function: "session-control", objection: .unknown("e")),
        ])
    func byID(_ row: Naming) async throws {
        try await add([Row(function: "message-route"), Row(), Row(organization: "other")])
        do {
            let entry = try await Replay.entry("e", organization: row.organization, function: row.function, in: history)
            #expect(entry.number == row.number && row.objection == nil)
        } catch {
            #expect(error as? Replay.Objection == row.objection)
        }
    }

    @Test("Of several senders' events of one id none is chosen")
    func severalSources() async throws {
        try await add([Row(), Row(source: "/t")])
        await #expect(throws: Replay.Objection.severalSources("e")) {
            try await Replay.entry("e", organization: nil, function: nil, in: history)
        }
    }

    @Test("Several are chosen by how they ended the last time, as many as there are, each once")
    func lastEnded() async throws {
        try await add([
            Row(id: "mended", code: .unavailable), Row(id: "mended"), Row(id: "twice", code: .unavailable),
            Row(id: "twice", code: .unavailable), Row(id: "once", organization: "other", code: .unavailable),
            Row(id: "once", code: .unavailable),
        ])
        let filter = HistoryFilter(code: .unavailable)
        func ids(_ limit: Int) async throws -> [String] {
            try await Replay.lastEnded(filter, in: history, limit: limit).map { "\($0.organization) \($0.eventID)" }
        }
        #expect(try await ids(9) == ["shop twice", "other once", "shop once"])
        #expect(try await ids(2) == ["other once", "shop once"])
        // More than are read at once.
        try await add((0..<1500).map { Row(id: "m\($0 % 3)", code: .unavailable) })
        #expect(try await ids(9).count == 6)
    }
}
