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
