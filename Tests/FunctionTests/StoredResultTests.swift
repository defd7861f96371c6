import FoundationEssentials
import RelayCore
import TestSupport
import Testing

@testable import OnceOnly

@Suite("What is kept of a finished event's result")
struct StoredResultTests {
    private let cause = RelayEvent(
        id: "c-1", source: "/hubspot/1", type: "t", data: [:], organization: "acme",
        traceParent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")

    @Test("status, code and events come back as they were; message and data do not")
    func roundTrip() throws {
        let turn = ConversationTurnEvent(threadID: "7", messageID: "m1", due: Date(timeIntervalSince1970: 1_790_000_000))
        let result = FunctionResult(
            status: .done, code: .unchanged, message: "for people", data: ["rules": ["many"]],
            events: [cause.following(turn), cause.following(turn, isRepeat: true)])
        let line = StoredResult.line(result, of: cause)
        #expect(!line.contains("for people") && !line.contains("many"))
        let again = try StoredResult.result(line, of: cause)
        #expect(again == FunctionResult(status: .done, code: .unchanged, events: result.events))
    }

    struct Row: NamedCase {
        let name: String
        let id: String
        var subject: String?
        var data: JSON = [:]
        /// What must not stand in what is kept.
        var leftOut: String?
        var isWhole = false
    }

    @Test(
        "what an event has from its cause, or in its data, is not kept twice",
        arguments: [
            Row(name: "the cause's id at the end of its own", id: "updated:7:c-1", leftOut: "c-1"),
            Row(name: "the cause's id within its own", id: "c-1:x"), Row(name: "the cause's id alone", id: "c-1", leftOut: "c-1"),
            Row(name: "an id that ends as a shortened one", id: "updated:*", isWhole: true),
            Row(name: "its thread as the subject", id: "x", subject: "7", data: ["threadId": "7"], leftOut: "subject"),
            Row(name: "its session as the subject", id: "x", subject: "s", data: ["sessionId": "s"], leftOut: "subject"),
            Row(name: "another subject", id: "x", subject: "8", data: ["threadId": "7"]),
            Row(
                name: "its session as the subject beside a thread", id: "x", subject: "s",
                data: ["threadId": "7", "sessionId": "s"]),
            Row(name: "no subject beside a thread", id: "x", data: ["threadId": "7"]), Row(name: "no subject", id: "x"),
        ])
    func shortened(_ row: Row) throws {
        let emitted = RelayEvent(
            id: row.id, source: RelayEvent.source(organization: "acme"), type: "t", subject: row.subject, data: row.data,
            organization: "acme",
            causationID: cause.id, traceParent: cause.traceParent)
        let line = StoredResult.line(.done(events: [emitted]), of: cause)
        if let leftOut = row.leftOut { #expect(!line.contains(leftOut)) }
        #expect(line.contains("specversion") == row.isWhole)
        #expect(try StoredResult.result(line, of: cause).events == [emitted])
    }

    @Test("an event of another kind is kept whole")
    func foreign() throws {
        let other = RelayEvent(id: "x", source: "/elsewhere", type: "t", data: [:], organization: "globex")
        let result = FunctionResult.done(events: [other])
        #expect(try StoredResult.result(StoredResult.line(result, of: cause), of: cause).events == [other])
    }

    @Test("a line of an earlier version is read; one that is none is an internal error")
    func versions() throws {
        let whole = FunctionResult.skipped(.erased, "said", data: ["a": 1])
        #expect(try StoredResult.result(whole.line, of: cause) == whole)
        let error = #expect(throws: Stop.self) { try StoredResult.result("{", of: cause) }
        #expect(error?.result.code == .internalError)
    }
}
