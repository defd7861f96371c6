import Foundation
import HostCore
import RelayCore
import Testing

@testable import HostDelivery

@Suite("What gathers for the history")
struct HistoryBufferTests {
    private static func record(_ id: String, bytes: Int = 0) -> InvocationRecord {
        var event = EncodedEvent(event(id))
        if bytes > 0 { event = EncodedEvent(key: event.key, type: event.type, bytes: [UInt8](repeating: 0x20, count: bytes)) }
        let invocation = Invocation(result: InvocationResult(.done()), started: Date(), ended: Date())
        return InvocationRecord(
            function: "f", event: event, attempt: 0, queued: Date(), due: Date(), invocation: invocation, outcome: .completed,
            span: InvocationSpan(following: nil, of: event.key, unique: ""))
    }

    @Test("What ended just now waits for the lines of its log")
    func rounds() throws {
        var buffer = HistoryBuffer()
        let isFirst = [buffer.add(Self.record("a")), buffer.add(Self.record("b"))]
        #expect(isFirst == [true, false])
        let early = buffer.next()
        #expect(early.isEmpty)
        buffer.add(try #require(HistoryLogLines.Line(#"{"event":"a","function":"f","message":"late"}"#)))
        let logs = buffer.next().map { ended -> Int in if case .whole(_, let log) = ended { log.count } else { -1 } }
        #expect(logs == [1, 0])
        #expect(buffer.isEmpty)
    }

    @Test("There is an end to what it holds, and what has no room is counted")
    func bounded() {
        var buffer = HistoryBuffer()
        for number in 0..<20_010 { _ = buffer.add(Self.record("e\(number)")) }
        let lost = [buffer.takeLost(), buffer.takeLost()]
        #expect(lost == [10, 0])
        let all = buffer.all()
        #expect(all.count == 20_000)
    }

    @Test("Where much is held, only the entry is")
    func large() {
        var buffer = HistoryBuffer()
        for number in 0..<3 { _ = buffer.add(Self.record("e\(number)", bytes: 30 * 1024 * 1024)) }
        let isWhole = buffer.all().map { ended -> Bool in if case .whole = ended { true } else { false } }
        #expect(isWhole == [true, true, false])
    }

    @Test(
        "A line of nobody's is left out",
        arguments: ["a line", "{", #"{"event":"a"}"#, #"{"event":"a","function":"f","message":"invocation ended"}"#, ""])
    func nobodys(_ line: String) { #expect(HistoryLogLines.Line(line) == nil) }
}
