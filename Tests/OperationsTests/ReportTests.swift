import Foundation
import HostDelivery
import RelayCore
import TestSupport
import Testing

@testable import Operations

@Suite("The report")
struct ReportTests {
    private static let now = Date(timeIntervalSince1970: 1_790_000_000)
    private static let turn = ConversationTurnEvent.type
    private static let reply = AIReplyEvent.type
    private static let handoff = AIHandoffEvent.type
    private static let status = HubSpotEvent.conversationPropertyChange

    private static func outcome(
        _ message: String?, _ type: String, _ status: FunctionResult.Status = .done, _ code: ReasonCode? = nil,
        effect: String? = nil, number: Int64 = 1, thread: String = "7", queued: Double = 0, ended: Double = 1
    ) -> InvocationOutcome {
        InvocationOutcome(
            number: number, type: type, organization: "default", threadID: thread, messageID: message, status: status, code: code,
            effect: effect, queued: now + queued, ended: now + ended)
    }

    private static func report(_ outcomes: [InvocationOutcome]) -> Report {
        Report(since: now, until: now + 60, outcomes: outcomes)
    }

    @Test("Each message counts once, by what became of it last")
    func counts() {
        let report = Self.report([
            Self.outcome("a", Self.turn), Self.outcome("b", Self.turn), Self.outcome("c", Self.turn, .skipped, .ownerIsHuman),
            Self.outcome("d", Self.turn, .done, .aiTimeout, queued: 2), Self.outcome("e", Self.turn, .retry, .unavailable),
            Self.outcome("f", Self.turn), Self.outcome("g", Self.turn), Self.outcome("h", Self.turn, queued: 1),
            Self.outcome("before", Self.turn, ended: -1),
            Self.outcome("i", Self.turn), Self.outcome("j", Self.turn),
            Self.outcome("a", Self.reply, effect: "message", ended: 4),
            Self.outcome("b", Self.reply, effect: "message", ended: 2),
            Self.outcome("f", Self.reply, effect: "comment"), Self.outcome("g", Self.reply, .skipped, .alreadyAnswered),
            Self.outcome("i", Self.reply, .done, .alreadyDone),
            Self.outcome("j", Self.reply, .done, .validation), Self.outcome("d", Self.handoff), Self.outcome("h", Self.handoff),
        ])
        #expect(report.handled == 10 && report.answered == 2 && report.drafted == 1)
        // What an older version wrote down is of neither kind; what HubSpot refused goes to a person.
        #expect(report.unknown == 1 && report.unfinished == 2)
        #expect(report.handedOver == ["ai-timeout": 1, Report.ownChoice: 1])
        #expect(report.quiet == ["owner-is-human": 1, "already-answered": 1])
        #expect(report.medianTimeToAnswer == 4 && report.longTimeToAnswer == 4)
        #expect(report.timesToAnswer.map(\.count) == [2, 0, 0, 0, 0, 0, 0, 0, 0])
        let json = report.json(listed: 1)
        #expect(json["timesToAnswer"]?.array?.first == ["within": 5000, "count": 2])
        #expect(json["timesToAnswer"]?.array?.last == ["count": 0])
        // Who is kept from answering is asked nothing. The newest stands first, and no more than asked for.
        #expect(json["unanswered"]?["counts"] == ["ai-timeout": 1, "the AI's choice": 1])
        #expect(json["unanswered"]?["newest"]?.array?.map { $0["messageId"] } == ["d"])
        let lines = report.lines(TextStyle(isColoured: false), listed: 2)
        #expect(lines.allSatisfy { $0.count <= 80 })
        #expect(lines.suffix(2) == ["  2026-09-21 14:13  ai-timeout        7", "  2026-09-21 14:13  the AI's choice   7"])
    }

    @Test("Of nothing nothing is said")
    func empty() {
        let report = Self.report([])
        let json = report.json(listed: 9)
        #expect(json["medianMillisecondsToAnswer"] == .null && json["handled"] == 0 && json["resolved"] == 0)
        #expect(!report.lines(TextStyle(isColoured: false), listed: 9).contains { $0.hasPrefix("nothing answered") })
    }

    struct Conversation: NamedCase {
        let name: String
        /// In the order of their ends.
        let outcomes: [InvocationOutcome]
        var isResolved = false
    }

    private static let answer = outcome("a", reply, effect: "message")
    private static let closing = outcome(nil, status, effect: "closed")

    @Test(
        "A conversation is resolved when it was closed and nobody took over after the AI's last answer",
        arguments: [
            Conversation(name: "answered and closed", outcomes: [answer, closing], isResolved: true),
            Conversation(name: "answered", outcomes: [answer]),
            Conversation(name: "closed", outcomes: [closing]),
            Conversation(name: "answered after it was closed", outcomes: [answer, closing, answer]),
            Conversation(
                name: "closed again after that", outcomes: [answer, closing, answer, closing], isResolved: true),
            Conversation(name: "handed over", outcomes: [answer, outcome("b", handoff), closing]),
            Conversation(
                name: "a handoff that was given up", outcomes: [answer, outcome("b", handoff, .failed, .validation), closing],
                isResolved: true),
            Conversation(
                name: "somebody took the thread", outcomes: [answer, outcome(nil, status, effect: "handed-off"), closing]),
            Conversation(
                name: "given back, and answered again", outcomes: [answer, outcome("b", handoff), answer, closing],
                isResolved: true),
            Conversation(name: "taken after it was closed", outcomes: [answer, closing, outcome("b", handoff)]),
            Conversation(name: "drafted", outcomes: [outcome("a", reply, effect: "comment"), closing]),
            Conversation(
                name: "an answer that did not stand", outcomes: [outcome("a", reply, .skipped, .ownerIsHuman), closing]),
            Conversation(
                name: "answered before the time, closed in it",
                outcomes: [outcome("a", reply, effect: "message", ended: -90), closing], isResolved: true),
            Conversation(
                name: "closed before the time", outcomes: [answer, outcome(nil, status, effect: "closed", ended: -1)]),
            Conversation(
                name: "another one's closing", outcomes: [answer, outcome(nil, status, effect: "closed", thread: "8")]),
        ])
    func resolved(_ row: Conversation) {
        let numbered = row.outcomes.enumerated().map { index, outcome in
            var outcome = outcome
            outcome.number = Int64(index + 1)
            return outcome
        }
        #expect(Self.report(numbered).resolved == (row.isResolved ? 1 : 0))
    }

    struct Question: NamedCase {
        let name: String
        var outcomes: [InvocationOutcome]
        var isUnanswered = false
    }

    @Test(
        "Nothing answered where the AI had no answer, not where it was kept from giving one",
        arguments: [
            Question(name: "left to a person", outcomes: [outcome("a", turn), outcome("a", handoff)], isUnanswered: true),
            Question(
                name: "the engine failed", outcomes: [outcome("a", turn, .done, .aiUnavailable), outcome("a", handoff)],
                isUnanswered: true),
            Question(name: "silence", outcomes: [outcome("a", turn, .skipped, .aiChoseSilence)], isUnanswered: true),
            Question(name: "answered", outcomes: [outcome("a", turn), answer]),
            Question(name: "a person has it", outcomes: [outcome("a", turn, .skipped, .ownerIsHuman)]),
            Question(name: "a newer message", outcomes: [outcome("a", turn, .skipped, .superseded)]),
            Question(
                name: "the budget is spent", outcomes: [outcome("a", turn, .done, .replyBudgetSpent), outcome("a", handoff)]),
            Question(name: "under way", outcomes: [outcome("a", turn)]),
        ])
    func unanswered(_ row: Question) {
        #expect(Self.report(row.outcomes).unanswered.map(\.messageID) == (row.isUnanswered ? ["a"] : []))
    }
}
