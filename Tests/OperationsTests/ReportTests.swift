import Foundation
import HostCore
import HostDelivery
import RelayCore
import Testing

@testable import Operations

@Suite("The report")
struct ReportTests {
    private static let now = Date(timeIntervalSince1970: 1_790_000_000)

    private static func entry(
        _ message: String, _ type: String, _ status: FunctionResult.Status = .done, _ code: ReasonCode? = nil,
        queued: Double = 0, ended: Double = 1
    ) -> HistoryEntry {
        HistoryEntry(
            number: 1, function: "f", eventID: "e", source: "/s", organization: "default", causeID: nil, traceParent: nil,
            subject: EventSubject(type: type, threadID: "7", messageID: message), attempt: 0, queued: now + queued,
            due: now + queued, started: now + queued, ended: now + ended, status: status, code: code, message: nil,
            outcome: .completed, size: 1)
    }

    @Test("Each message counts once, by what became of it last")
    func counts() {
        let turn = ConversationTurnEvent.type
        let turns = [
            "a": Self.entry("a", turn), "b": Self.entry("b", turn), "c": Self.entry("c", turn, .skipped, .ownerIsHuman),
            "d": Self.entry("d", turn, .done, .aiTimeout), "e": Self.entry("e", turn, .retry, .unavailable),
            "f": Self.entry("f", turn), "g": Self.entry("g", turn), "h": Self.entry("h", turn),
        ]
        let reply = AIReplyEvent.type
        let replies = [
            "a": Self.entry("a", reply, ended: 4), "b": Self.entry("b", reply, ended: 2), "f": Self.entry("f", reply),
            "g": Self.entry("g", reply, .skipped, .alreadyAnswered),
        ]
        let handoffs = ["d": Self.entry("d", AIHandoffEvent.type), "h": Self.entry("h", AIHandoffEvent.type)]
        let report = Report(
            since: Self.now, until: Self.now + 60, turns: turns, replies: replies, kinds: ["a": "message", "f": "comment"],
            handoffs: handoffs)
        #expect(report.handled == 8 && report.answered == 2 && report.drafted == 1 && report.unfinished == 1)
        #expect(report.handedOver == ["ai-timeout": 1, Report.ownChoice: 1])
        #expect(report.quiet == ["owner-is-human": 1, "already-answered": 1])
        #expect(report.medianTimeToAnswer == 4 && report.longTimeToAnswer == 4)
        #expect(report.timesToAnswer.map(\.count) == [2, 0, 0, 0, 0, 0, 0, 0, 0])
        #expect(report.json["timesToAnswer"]?.array?.first == ["within": 5000, "count": 2])
        #expect(report.json["timesToAnswer"]?.array?.last == ["count": 0])
        #expect(report.lines(TextStyle(isColoured: false)).allSatisfy { $0.count <= 80 })
    }

    @Test("Of nothing nothing is said")
    func empty() {
        let report = Report(since: Self.now, until: Self.now, turns: [:], replies: [:], kinds: [:], handoffs: [:])
        #expect(report.json["medianMillisecondsToAnswer"] == .null && report.json["handled"] == 0)
    }
}
