import Foundation
import HostCore
import RelayCore
import TestSupport
import Testing

@testable import HostDelivery

@Suite("What gathers for the history")
struct HistoryBufferTests {
    static func record(_ id: String, bytes: Int = 0, at time: Date = Date()) -> InvocationRecord {
        var event = EncodedEvent(event(id))
        if bytes > 0 { event = EncodedEvent(key: event.key, type: event.type, bytes: [UInt8](repeating: 0x20, count: bytes)) }
        let invocation = Invocation(result: InvocationResult(.done()), started: time, ended: time)
        return InvocationRecord(
            function: "f", event: event, attempt: 0, queued: time, due: time, invocation: invocation, outcome: .completed,
            span: InvocationSpan(following: nil, of: event.key, unique: ""))
    }

    @Test("What ended just now waits for the lines of its log")
    func rounds() throws {
        var buffer = HistoryBuffer(keepsTexts: true)
        let isFirst = [buffer.add(Self.record("a")), buffer.add(Self.record("b"))]
        #expect(isFirst == [true, false])
        let early = buffer.next()
        #expect(early.isEmpty)
        buffer.add(try #require(HistoryLogLines.Line(#"{"event":"a","function":"f","message":"late"}"#)))
        let logs = buffer.next().map { ended -> Int in if case .whole(_, let log) = ended { log.count } else { -1 } }
        #expect(logs == [1, 0])
        #expect(buffer.isEmpty)
    }

    private static let mebibyte = 1024 * 1024

    private static func isWhole(_ ended: [HistoryBuffer.Ended]) -> [Bool] {
        ended.map { ended in if case .whole = ended { true } else { false } }
    }

    struct Load: NamedCase {
        let name: String
        var keepsTexts = true
        /// What comes in each round, in MiB.
        let rounds: [[Int]]
        /// Whether it comes out with its texts, round by round.
        let isWhole: [[Bool]]
        let textsLost: Int
    }

    @Test(
        "There is room for so much at once, and for any amount in turn",
        arguments: [
            Load(name: "little", rounds: [[1, 1]], isWhole: [[true, true]], textsLost: 0),
            Load(name: "too much at once", rounds: [[30, 30, 30]], isWhole: [[true, true, false]], textsLost: 1),
            Load(
                name: "much, in turn, and never nothing", rounds: Array(repeating: [30], count: 6),
                isWhole: Array(repeating: [true], count: 6), textsLost: 0),
            Load(
                name: "too much, and then little", rounds: [[40, 40], [], [1]], isWhole: [[true, false], [], [true]], textsLost: 1
            ),
            Load(
                name: "no texts are wanted", keepsTexts: false, rounds: [[1], [30]], isWhole: [[false], [false]], textsLost: 0),
        ])
    func rounds(_ load: Load) {
        var buffer = HistoryBuffer(keepsTexts: load.keepsTexts)
        var seen: [[Bool]] = []
        for (round, sizes) in (load.rounds + [[]]).enumerated() {
            for (index, size) in sizes.enumerated() {
                _ = buffer.add(Self.record("e\(round)-\(index)", bytes: size * Self.mebibyte))
            }
            seen.append(Self.isWhole(buffer.next()))
        }
        // What came in a round is handed out in the next one.
        #expect(Array(seen.dropFirst()) == load.isWhole)
        let losses = [buffer.takeLosses(), buffer.takeLosses()]
        #expect(losses == [HistoryBuffer.Losses(texts: load.textsLost), HistoryBuffer.Losses()])
        #expect(buffer.isEmpty)
    }

    @Test("There is an end to how many it holds, and what has no room is counted")
    func bounded() {
        var buffer = HistoryBuffer(keepsTexts: true)
        for number in 0..<20_010 { _ = buffer.add(Self.record("e\(number)")) }
        let losses = [buffer.takeLosses(), buffer.takeLosses()]
        #expect(losses == [HistoryBuffer.Losses(invocations: 10), HistoryBuffer.Losses()])
        let all = buffer.all()
        #expect(all.count == 20_000)
    }

    private static func line(_ id: String, _ text: String) throws -> HistoryLogLines.Line {
        try #require(HistoryLogLines.Line(#"{"event":"\#(id)","function":"f","message":"\#(text)"}"#))
    }

    private static func lineCounts(_ ended: [HistoryBuffer.Ended]) -> [Int] {
        ended.map { ended in if case .whole(_, let log) = ended { log.count } else { 0 } }
    }

    @Test("Lines of what is kept without its texts make room, and an invocation has a hundred at most")
    func lines() throws {
        var buffer = HistoryBuffer(keepsTexts: true)
        for number in 0..<110 { buffer.add(try Self.line("much", "\(number)")) }
        buffer.add(try Self.line("large", "gone"))
        _ = buffer.add(Self.record("much"))
        _ = buffer.add(Self.record("large", bytes: 65 * Self.mebibyte))
        let first = Self.lineCounts(buffer.all())
        #expect(first == [100, 0])
        let losses = buffer.takeLosses()
        #expect(losses == HistoryBuffer.Losses(texts: 1, lines: 10))
        _ = buffer.add(Self.record("large"))
        let second = Self.lineCounts(buffer.all())
        #expect(second == [0])
    }

    @Test("Where lines take too much, those go that came first, and are counted")
    func oldLines() throws {
        var buffer = HistoryBuffer(keepsTexts: true)
        let text = String(repeating: "x", count: Self.mebibyte)
        let ids = (0..<7).map { "e\($0)" }
        for id in ids { buffer.add(try Self.line(id, text)) }
        for id in ids { _ = buffer.add(Self.record(id)) }
        let kept = Self.lineCounts(buffer.all())
        let lost = buffer.takeLosses().lines
        #expect(kept.last == 1 && kept.first == 0 && kept == kept.sorted())
        #expect(kept.reduce(0, +) + lost == 7 && lost > 0)
    }

    @Test(
        "A line of nobody's is left out",
        arguments: ["a line", "{", #"{"event":"a"}"#, #"{"event":"a","function":"f","message":"invocation ended"}"#, ""])
    func nobodys(_ line: String) { #expect(HistoryLogLines.Line(line) == nil) }
}
