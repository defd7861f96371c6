/// What is known when it is decided whether the AI may speak.
package struct DecisionFacts: Sendable {
    package var thread: ConversationThread
    /// Oldest first.
    package var messages: [ThreadMessage]
    /// The message that would be answered.
    package var candidate: ThreadMessage
    package var sessionState: Session.State
    /// Ids of thread items that the ledger knows as ours.
    package var ownMessageIDs: Set<String>

    package init(
        thread: ConversationThread, messages: [ThreadMessage], candidate: ThreadMessage,
        sessionState: Session.State = .open, ownMessageIDs: Set<String> = []
    ) {
        self.thread = thread
        self.messages = messages
        self.candidate = candidate
        self.sessionState = sessionState
        self.ownMessageIDs = ownMessageIDs
    }
}

/// Whether the AI may speak, and why: every rule's verdict, and the outcome of the first that objects.
package struct Decision: Sendable, Hashable {
    package enum Outcome: Sendable, Hashable {
        case answer
        /// Only as an internal comment for the team.
        case draft(ReasonCode)
        case quiet(ReasonCode)
    }

    package struct RuleVerdict: Sendable, Hashable {
        package let rule: String
        /// nil: the rule has nothing against it.
        package let objection: ReasonCode?
    }

    package let outcome: Outcome
    package let rules: [RuleVerdict]
    /// The newer message that carries the turn, when the outcome is `superseded`.
    package let supersededBy: String?

    package var code: ReasonCode? {
        switch outcome {
        case .answer: nil
        case .draft(let code), .quiet(let code): code
        }
    }

    /// Decides. Pure: the same facts and policy give the same decision.
    package static func make(_ facts: DecisionFacts, policy: DecisionPolicy) -> Decision {
        var verdicts = DecisionRule.all.map { rule in (rule, rule.objection(facts, policy)) }
        var supersededBy: String?
        // Only a message that is itself eligible supersedes, so the other rules are asked about it first.
        if verdicts.allSatisfy({ $0.1 == nil || $0.0.allowsDraft }),
            let newer = newerEligible(facts, policy)
        {
            supersededBy = newer
            verdicts.append((.superseded, .superseded))
        } else {
            verdicts.append((.superseded, nil))
        }
        let rules = verdicts.map { RuleVerdict(rule: $0.0.name, objection: $0.1) }
        return Decision(outcome: outcome(verdicts, policy), rules: rules, supersededBy: supersededBy)
    }

    /// In assist mode everything that the AI has to say is a draft, and the rules that keep it from the customer alone do
    /// not keep it from the team.
    private static func outcome(_ verdicts: [(DecisionRule, ReasonCode?)], _ policy: DecisionPolicy) -> Outcome {
        let objections = verdicts.compactMap { rule, code in code.map { (rule, $0) } }
        if let (_, code) = objections.first(where: { !policy.assistMode || !$0.0.allowsDraft }) { return .quiet(code) }
        if let (_, code) = objections.first { return .draft(code) }
        return policy.assistMode ? .draft(.assistMode) : .answer
    }

    private static func newerEligible(_ facts: DecisionFacts, _ policy: DecisionPolicy) -> String? {
        guard let index = facts.messages.lastIndex(where: { $0.id == facts.candidate.id }) else { return nil }
        return facts.messages[(index + 1)...].last { newer in
            var newerFacts = facts
            newerFacts.candidate = newer
            return DecisionRule.all.allSatisfy { rule in
                rule.objection(newerFacts, policy) == nil || rule.allowsDraft && policy.assistMode
            }
        }?.id
    }
}

extension Decision {
    /// `{decision, rules:[{rule, verdict}]}`, as results show it.
    package func data(sessionID: String) -> [String: JSON] {
        let name =
            switch outcome {
            case .answer: "answer"
            case .draft: "draft"
            case .quiet: "quiet"
            }
        return [
            "decision": .string(name), "sessionId": .string(sessionID),
            "rules": .array(
                rules.map { ["rule": .string($0.rule), "verdict": .string($0.objection?.rawValue ?? "pass")] }),
        ]
    }
}
