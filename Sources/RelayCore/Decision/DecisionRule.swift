/// One rule of the decision.
struct DecisionRule: Sendable {
    /// What becomes of an answer that the rule objects to.
    enum Consequence: Sendable {
        case quiet
        /// The rule keeps the AI from the customer, not from the team: assist mode drafts in spite of it.
        case draftInAssistMode
        case draft
    }

    let name: String
    private let consequence: Consequence
    /// The reason against an answer, or nil.
    private let objection: @Sendable (DecisionFacts, DecisionPolicy) -> ReasonCode?

    private init(
        _ name: String, _ consequence: Consequence = .quiet,
        _ objection: @escaping @Sendable (DecisionFacts, DecisionPolicy) -> ReasonCode?
    ) {
        self.name = name
        self.consequence = consequence
        self.objection = objection
    }

    func verdict(_ facts: DecisionFacts, _ policy: DecisionPolicy) -> Decision.Verdict {
        guard let code = objection(facts, policy) else { return .pass }
        return switch consequence {
        case .quiet: .quiet(code)
        case .draftInAssistMode: policy.assistMode ? .draft(code) : .quiet(code)
        case .draft: .draft(code)
        }
    }

    /// In order (docs/decision.md explains them to people). The text of a message decides nothing: anybody can paste a marker.
    static let all = speaker + conversation

    /// Who wrote it: what cannot be forged comes first. These look at nothing but messages.
    static let speaker: [DecisionRule] = [
        DecisionRule("own-message") { facts, policy in facts.authorship(policy).isOurs(facts.candidate) ? .ownMessage : nil },
        DecisionRule("message-type") { facts, _ in
            switch facts.candidate.type {
            case .message: nil
            case .comment: .internalComment
            default: .notAMessage
            }
        },
        DecisionRule("own-domain") { facts, policy in facts.teamMail(policy) == .words ? .ownDomain : nil },
        DecisionRule("own-mailbox", .draftInAssistMode) { facts, policy in
            facts.teamMail(policy) == .senderHidden ? .ownMailbox : nil
        },
        DecisionRule("forwarded", .draft) { facts, policy in
            facts.teamMail(policy) == .forwarded ? .forwardedByColleague : nil
        },
        DecisionRule("sender") { facts, _ in facts.senderObjection },
        DecisionRule("direction") { facts, _ in facts.candidate.direction == .outgoing ? .outgoing : nil },
        DecisionRule("automatic-mail") { facts, policy in facts.isAutomatic(policy) ? .automaticMail : nil },
    ]

    /// What became of the thread, and what the organization and the session allow.
    private static let conversation: [DecisionRule] = [
        DecisionRule("archived") { facts, _ in facts.thread.isArchived ? .threadArchived : nil },
        DecisionRule("spam") { facts, _ in facts.thread.isSpam ? .threadSpam : nil },
        DecisionRule("closed") { facts, policy in facts.closedObjection(policy) },
        DecisionRule("owner", .draftInAssistMode) { facts, policy in policy.ownerObjection(to: facts.thread) },
        DecisionRule("other-ai") { facts, policy in
            facts.later.contains(where: facts.authorship(policy).isOtherAI) ? .otherAI : nil
        },
        DecisionRule("already-answered") { facts, policy in
            facts.later.contains(where: facts.authorship(policy).isTeamAnswer) ? .alreadyAnswered : nil
        },
        DecisionRule("autopilot", .draftInAssistMode) { facts, policy in
            policy.autopilot.contains(facts.candidate.channel) ? nil : .autopilotOff
        },
        DecisionRule("channel", .draft) { facts, _ in facts.candidate.channel.isAnswerable ? nil : .channelNotAnswerable },
        DecisionRule("session") { facts, policy in
            switch facts.sessionState {
            case .open: nil
            case .closed: facts.reopensSession(policy) ? nil : .sessionClosed
            case .handedOff: .sessionHandedOff
            case .paused: .sessionPaused
            }
        },
        // A draft answers nobody, and so makes no loop.
        DecisionRule("reply-budget") { facts, policy in
            !policy.assistMode && facts.answersInWindow(policy) >= policy.replyBudget ? .replyBudgetSpent : nil
        },
        DecisionRule("assist-mode", .draft) { _, policy in policy.assistMode ? .assistMode : nil },
    ]
}
