/// Whether the AI may speak, and why: every rule's verdict, and what follows from them.
package struct Decision: Sendable, Hashable {
    package enum Outcome: Sendable, Hashable {
        case answer
        /// Only as an internal comment for the team.
        case draft(ReasonCode)
        case quiet(ReasonCode)
    }

    package struct RuleVerdict: Sendable, Hashable {
        package let rule: String
        package let verdict: Verdict

        /// The code of a rule that did not pass.
        package var objection: ReasonCode? {
            switch verdict {
            case .pass: nil
            case .draft(let code), .quiet(let code): code
            }
        }
    }

    /// What one rule says.
    package enum Verdict: Sendable, Hashable {
        /// Nothing against an answer.
        case pass
        case draft(ReasonCode)
        case quiet(ReasonCode)
    }

    package let outcome: Outcome
    /// In order; `superseded` is the last.
    package let rules: [RuleVerdict]
    /// The newer message that carries the turn, when the outcome is `superseded`. Whoever acts on the decision makes sure
    /// that this message has a `conversation.turn`.
    package let supersededBy: String?

    package var code: ReasonCode? {
        switch outcome {
        case .answer: nil
        case .draft(let code), .quiet(let code): code
        }
    }

    /// Why a person gets the conversation at once, without the AI being asked; nil where the AI may write, or where silence is all
    /// that is due: somebody has the conversation already, or nobody waits.
    package var handoffCode: ReasonCode? {
        guard case .quiet(let code) = outcome, code == .ownMailbox || code == .replyBudgetSpent else { return nil }
        let isOnlyObjection = rules.allSatisfy { rule in
            if case .quiet(let other) = rule.verdict { other == code } else { true }
        }
        return isOnlyObjection ? code : nil
    }

    /// Whether the message gets a turn: for an answer, for a draft, or to be handed over.
    package var isWorthATurn: Bool {
        if case .quiet = outcome { handoffCode != nil } else { true }
    }

    /// Decides. Pure: the same facts and policy give the same decision.
    package static func make(_ facts: DecisionFacts, policy: DecisionPolicy) -> Decision {
        var rules = DecisionRule.all.map { RuleVerdict(rule: $0.name, verdict: $0.verdict(facts, policy)) }
        let newer = newerEligible(than: outcome(of: rules.map(\.verdict)), facts, policy)
        rules.append(RuleVerdict(rule: "superseded", verdict: newer == nil ? .pass : .quiet(.superseded)))
        return Decision(outcome: outcome(of: rules.map(\.verdict)), rules: rules, supersededBy: newer)
    }

    /// Decides on a message by itself, before its thread is read: by the rules about who wrote it, and by no other.
    /// - Returns: `answer` where a customer wrote it, as far as the message shows.
    package static func ofSpeaker(_ facts: DecisionFacts, policy: DecisionPolicy) -> Decision {
        let rules = DecisionRule.speaker.map { RuleVerdict(rule: $0.name, verdict: $0.verdict(facts, policy)) }
        return Decision(outcome: outcome(of: rules.map(\.verdict)), rules: rules, supersededBy: nil)
    }

    /// The same without the rules that object with one of the codes.
    package func ignoring(_ codes: Set<ReasonCode>) -> Decision {
        let rules = rules.filter { rule in rule.objection.map { !codes.contains($0) } ?? true }
        return Decision(outcome: Self.outcome(of: rules.map(\.verdict)), rules: rules, supersededBy: nil)
    }

    /// The first `quiet`; without one the first `draft`: a draft must not hide that nothing may be said at all.
    private static func outcome(of verdicts: some Sequence<Verdict>) -> Outcome {
        var outcome = Outcome.answer
        for verdict in verdicts {
            switch verdict {
            case .quiet(let code): return .quiet(code)
            case .draft(let code) where outcome == .answer: outcome = .draft(code)
            case .draft, .pass: break
            }
        }
        return outcome
    }

    /// The newest later message that is itself eligible; none once the customer waited for long. One that would only be drafted takes the turn from a draft, and
    /// from no answer: the customer would get none.
    private static func newerEligible(than outcome: Outcome, _ facts: DecisionFacts, _ policy: DecisionPolicy) -> String? {
        if case .quiet = outcome { return nil }
        if facts.isOverdue(policy) { return nil }
        return facts.later.last { message in
            let newer = facts.about(message)
            return switch Self.outcome(of: DecisionRule.all.lazy.map { $0.verdict(newer, policy) }) {
            case .answer: true
            case .draft: outcome != .answer
            case .quiet: false
            }
        }?.id
    }
}

// MARK: - As results show it

extension Decision {
    /// `{decision, rules:[{rule, verdict, code?}], sessionId}`: names and codes only, nothing that anybody wrote.
    package func data(sessionID: String) -> JSONObject {
        let name =
            switch outcome {
            case .answer: "answer"
            case .draft: "draft"
            case .quiet: "quiet"
            }
        return ["decision": .string(name), "rules": .array(rules.map(\.json)), "sessionId": .string(sessionID)]
    }
}

extension Decision.RuleVerdict {
    fileprivate var json: JSON {
        switch verdict {
        case .pass: ["rule": .string(rule), "verdict": "pass"]
        case .draft(let code): ["rule": .string(rule), "verdict": "draft", "code": .string(code.rawValue)]
        case .quiet(let code): ["rule": .string(rule), "verdict": "quiet", "code": .string(code.rawValue)]
        }
    }
}
