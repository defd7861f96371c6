import RelayCore
import TestSupport
import Testing

@testable import HubSpotSimulator

/// The call log holds the newest calls only, and the bodies of fewer.
@Suite("The log of calls")
struct CallJournalTests {
    private static func call(_ operation: HubSpotSimulator.Operation, _ number: Int) -> SimulatedCall {
        SimulatedCall(
            operation: operation, method: "POST", path: "/\(number)", query: "", body: ["number": .number(JSONNumber(number))])
    }

    @Test("Old calls are forgotten")
    func oldCalls() {
        let journal = CallJournal()
        let (first, _) = journal.begin(Self.call(.createTicket, 0))
        for number in 1..<15_000 {
            let (index, _) = journal.begin(Self.call(.createTicket, number))
            journal.end(index, status: 201)
        }
        journal.end(first, status: 500)
        let calls = journal.calls
        #expect(calls.count == 10_000)
        #expect(calls.first?.path == "/5000")
        #expect(calls.last?.path == "/14999")
        #expect(calls.allSatisfy { $0.status == 201 })
        #expect(calls.dropLast(1000).allSatisfy { $0.body == .null })
        #expect(calls.suffix(1000).allSatisfy { $0.body != .null })
        let (last, _) = journal.begin(Self.call(.createTicket, 15_000))
        journal.forgetCalls()
        journal.end(last, status: 200)
        #expect(journal.calls.isEmpty)
    }

    @Test("A body that holds a token is not kept")
    func token() {
        let journal = CallJournal()
        _ = journal.begin(Self.call(.tokenInfo, 1))
        #expect(journal.calls.map(\.body) == [.null])
    }

    @Test(
        "Only the newest are kept, and only those change",
        arguments: [(0, []), (3, [0, 1, 2]), (8, [0, 1, 2, 3, 4, 5, 6, 7]), (9, Array(1..<9)), (30, Array(22..<30))])
    func newest(_ count: Int, _ expected: [Int]) {
        var newest = Newest<Int>(8)
        for number in 0..<count { #expect(newest.append(number) == number) }
        #expect(newest.all == expected)
        newest.change(-1) { $0 = 100 }
        newest.change(count) { $0 = 100 }
        #expect(newest.all == expected)
        newest.change(count - 1) { $0 = 200 }
        #expect(newest.all.last == (count == 0 ? nil : 200))
        newest.forget()
        #expect(newest.append(7) == count)
        #expect(newest.all == [7])
    }
}
