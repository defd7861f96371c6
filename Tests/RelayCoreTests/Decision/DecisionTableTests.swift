import FoundationEssentials
import RelayCore
import TestSupport
import Testing

@Suite("The decision, rule by rule")
struct DecisionTableTests {
    @Test("Only what a customer wrote is answered", arguments: DecisionCase.speakers + DecisionCase.forms)
    func speaker(_ row: DecisionCase) throws { try expectOutcome(row) }

    @Test("Markers in the text decide nothing", arguments: DecisionCase.markers)
    func marker(_ row: DecisionCase) throws { try expectOutcome(row) }

    @Test("Thread, owner, channel and session decide whether to answer", arguments: DecisionCase.threads)
    func thread(_ row: DecisionCase) throws { try expectOutcome(row) }

    @Test("In assist mode a draft is written where nothing may be sent", arguments: DecisionCase.assistMode)
    func assistMode(_ row: DecisionCase) throws { try expectOutcome(row) }

    @Test("What came later decides whether an answer is still wanted", arguments: DecisionCase.later)
    func later(_ row: DecisionCase) throws { try expectOutcome(row) }

    @Test("Mail that no person wrote is not answered", arguments: DecisionCase.automaticMail)
    func automaticMail(_ row: DecisionCase) throws { try expectOutcome(row) }

    @Test(
        "The reply budget, reopening and the longest wait are respected",
        arguments: DecisionCase.budget + DecisionCase.reopening + DecisionCase.waiting)
    func loops(_ row: DecisionCase) throws { try expectOutcome(row) }

    @Test("The first rule names the reason", arguments: DecisionCase.conflicts)
    func conflict(_ row: DecisionCase) throws { try expectOutcome(row) }

    private func expectOutcome(_ row: DecisionCase) throws {
        let decision = try row.decide()
        #expect(decision.outcome == row.expected)
        #expect(decision.supersededBy == row.supersededBy)
        #expect(decision.rules.map(\.rule) == Self.ruleNames, "every rule has its verdict, in order")
    }

    static let ruleNames = [
        "own-message", "message-type", "own-domain", "own-mailbox", "forwarded", "sender", "direction", "automatic-mail",
        "archived", "spam", "closed", "owner", "other-ai",
        "already-answered", "autopilot", "channel", "session", "reply-budget", "assist-mode",
        "superseded",
    ]
    private static let allCases =
        DecisionCase.speakers + DecisionCase.forms + DecisionCase.markers + DecisionCase.threads + DecisionCase.assistMode
        + DecisionCase.later + DecisionCase.conflicts + DecisionCase.automaticMail + DecisionCase.budget + DecisionCase.reopening
        + DecisionCase.waiting

    @Test("Every code of the decision is reached by some row, and documented")
    func everyCode() throws {
        let reached = Set(try Self.allCases.flatMap { try $0.decide().rules.compactMap(\.objection) })
        let expected: Set<ReasonCode> = [
            .ownMessage, .notAMessage, .internalComment, .ownDomain, .ownMailbox, .forwardedByColleague, .senderIsAgent,
            .senderIsBot, .senderIsSystem, .senderUnknown, .outgoing, .threadArchived, .threadSpam, .threadClosed, .ownerIsHuman,
            .otherAI, .alreadyAnswered, .autopilotOff, .channelNotAnswerable, .sessionHandedOff, .sessionPaused, .assistMode,
            .superseded, .automaticMail, .sessionClosed, .replyBudgetSpent,
        ]
        #expect(reached == expected)
        let rows = try documentedRows()
        #expect(rows.map(\.rule) == Self.ruleNames)
        #expect(rows.reduce(into: Set()) { $0.formUnion($1.codes) } == Set(expected.map(\.rawValue)))
    }

    /// The table of docs/decision.md: each row's rule, and the codes in its second column.
    private func documentedRows() throws -> [(rule: String, codes: [String])] {
        var path = URL(filePath: #filePath)
        for _ in 0..<4 { path.deleteLastPathComponent() }
        let text = try String(contentsOf: path.appending(path: "docs/decision.md"), encoding: .utf8)
        return text.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { line in
            let cells = line.split(separator: "|").map { quoted($0) }
            return (cells[0].first ?? "", cells[1])
        }
    }

    private func quoted(_ cell: Substring) -> [String] {
        cell.split(separator: "`", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }
            .map { String($0.element) }
    }

    @Test("Every rule is asked, whatever the first says")
    func everyRuleIsAsked() throws {
        let row = DecisionCase(
            "everything at once", thread: ThreadSample(status: .closed, owner: ThreadSample.colleague, isSpam: true),
            [.outgoing(ThreadSample.colleague, id: "m1"), .outgoing("B-1"), .outgoing("A-7003", id: "m3")], session: .paused,
            policy: DecisionCase.policy(autopilot: []), is: .quiet(.senderIsAgent))
        let decision = try row.decide()
        #expect(decision.outcome == row.expected)
        #expect(
            decision.rules.compactMap(\.objection) == [
                .senderIsAgent, .outgoing, .threadSpam, .threadClosed, .ownerIsHuman, .otherAI, .alreadyAnswered, .autopilotOff,
                .sessionPaused,
            ])
    }

    @Test("A candidate that is not in the list is placed by its time")
    func absentCandidate() throws {
        let items = [ItemSample(), .outgoing(ThreadSample.colleague)]
        var facts = try DecisionCase("", items, is: .answer).facts()
        facts.messages.removeFirst()
        #expect(Decision.make(facts, policy: DecisionCase.policy()).outcome == .quiet(.alreadyAnswered))
        facts.candidate.createdAt = try ItemSample().message(minute: 5).createdAt
        #expect(Decision.make(facts, policy: DecisionCase.policy()).outcome == .answer)
    }

    @Test("A long thread of our own messages is decided on")
    func longThread() throws {
        let items = [ItemSample()] + (0..<1000).map { ItemSample.ours(id: "r\($0)") }
        let policy = DecisionCase.policy(replyBudget: 2000)
        #expect(try DecisionCase("", items, policy: policy, is: .answer).decide().outcome == .answer)
    }

    @Test("The message alone decides by who wrote it, and by nothing else", arguments: allCases)
    func ofSpeaker(_ row: DecisionCase) throws {
        let whole = try row.decide()
        let speaker = Decision.ofSpeaker(try row.facts(), policy: row.policy)
        #expect(speaker.rules == Array(whole.rules.prefix(speaker.rules.count)))
        #expect(speaker.rules.last?.rule == "automatic-mail")
        if case .quiet = speaker.outcome { #expect(whole.outcome == speaker.outcome) }
    }

    // MARK: As results show it

    @Test("A decision is shown as data, rule by rule")
    func data() throws {
        let assist = DecisionCase.policy(autopilot: [], assistMode: true)
        let quiet = try DecisionCase("", [.outgoing("B-1", id: "m1")], policy: assist, is: .answer).decide().data(
            sessionID: "s-1")
        #expect(quiet["decision"] == "quiet")
        #expect(quiet["sessionId"] == "s-1")
        let rules = try #require(quiet["rules"]?.array)
        #expect(rules.count == Self.ruleNames.count)
        #expect(rules.first == ["rule": "own-message", "verdict": "pass"])
        #expect(rules.contains(["rule": "sender", "verdict": "quiet", "code": "sender-is-bot"]))
        #expect(rules.contains(["rule": "autopilot", "verdict": "draft", "code": "autopilot-off"]))
        #expect(try DecisionCase("", policy: assist, is: .answer).decide().data(sessionID: "")["decision"] == "draft")
        #expect(try DecisionCase("", is: .answer).decide().data(sessionID: "")["decision"] == "answer")
    }

    @Test("The data holds nothing that anybody wrote, and nobody's address")
    func noCustomerText() throws {
        for row in Self.allCases {
            let data = JSON.object(try row.decide().data(sessionID: "s-1")).canonical
            for item in row.items {
                #expect(!data.contains(item.text))
                for address in item.senders.compactMap(\.address) { #expect(!data.contains(address)) }
            }
        }
    }
}
