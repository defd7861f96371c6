/// One rule of the decision.
struct DecisionRule: Sendable {
    let name: String
    /// True where the rule keeps the AI from the customer, not from the team: assist mode may draft in spite of it.
    let allowsDraft: Bool
    /// The reason to stay quiet, or nil.
    let objection: @Sendable (DecisionFacts, DecisionPolicy) -> ReasonCode?

    init(
        _ name: String, allowsDraft: Bool = false, _ objection: @escaping @Sendable (DecisionFacts, DecisionPolicy) -> ReasonCode?
    ) {
        self.name = name
        self.allowsDraft = allowsDraft
        self.objection = objection
    }

    /// In order: the first that objects gives the code. The text of a message decides nothing: anybody can paste a marker.
    static let all: [DecisionRule] = [
        // Who wrote it: what cannot be forged comes first.
        DecisionRule("own-message") { facts, policy in isOurs(facts.candidate, facts, policy) ? .ownMessage : nil },
        DecisionRule("message-type") { facts, _ in
            switch facts.candidate.type {
            case "MESSAGE": nil
            case "COMMENT": .internalComment
            default: .notAMessage
            }
        },
        DecisionRule("own-domain") { facts, policy in
            // A form is filled in by a customer, whatever address they give.
            guard facts.candidate.channel != .form, let address = facts.candidate.senderAddress else { return nil }
            return policy.isOwn(address) ? .ownDomain : nil
        },
        DecisionRule("sender") { facts, _ in senderObjection(facts.candidate) },
        DecisionRule("direction") { facts, _ in facts.candidate.direction == "OUTGOING" ? .outgoing : nil },
        // What became of the thread.
        DecisionRule("archived") { facts, _ in facts.thread.isArchived ? .threadArchived : nil },
        DecisionRule("spam") { facts, _ in facts.thread.isSpam ? .threadSpam : nil },
        DecisionRule("closed") { facts, _ in facts.thread.status == "CLOSED" ? .threadClosed : nil },
        DecisionRule("owner", allowsDraft: true) { facts, policy in ownerObjection(facts.thread, policy) },
        DecisionRule("already-answered") { facts, policy in answeredAfter(facts, policy) },
        // What the organization allows.
        DecisionRule("autopilot", allowsDraft: true) { facts, policy in
            policy.autopilot.contains(facts.candidate.channel) ? nil : .autopilotOff
        },
        DecisionRule("channel", allowsDraft: true) { facts, _ in
            facts.candidate.channel.isAnswerable ? nil : .channelNotAnswerable
        },
        DecisionRule("session") { facts, _ in
            switch facts.sessionState {
            case .open, .closed: nil
            case .handedOff: .sessionHandedOff
            case .paused: .sessionPaused
            }
        },
    ]

    /// Judged after all others, since it asks them about the newer messages.
    static let superseded = DecisionRule("superseded") { _, _ in nil }

    // MARK: Facts

    private static func isOurs(_ message: ThreadMessage, _ facts: DecisionFacts, _ policy: DecisionPolicy) -> Bool {
        if facts.ownMessageIDs.contains(message.id) { return true }
        // Another integration's message may be a customer's, of a custom channel; only our own app's is ours.
        return policy.appID != nil && message.clientType == "INTEGRATION" && message.integrationAppID == policy.appID
    }

    private static func senderObjection(_ message: ThreadMessage) -> ReasonCode? {
        switch message.author?.kind {
        case .agent: .senderIsAgent
        case .bot, .customerAgent: .senderIsBot
        // A custom channel's customer may come in under the integration that brought them.
        case .integration: message.direction == "INCOMING" ? nil : .senderIsBot
        case .system: .senderIsSystem
        case .visitor, .email, .unknown, nil: nil
        }
    }

    private static func ownerObjection(_ thread: ConversationThread, _ policy: DecisionPolicy) -> ReasonCode? {
        guard let owner = thread.assignedTo else { return policy.requireAssignment ? .ownerIsHuman : nil }
        if owner.kind == .customerAgent || owner.kind == .bot { return .otherAI }
        return policy.aiUserID != nil && (owner.kind == .agent || owner.kind == .unknown) && owner.id == policy.aiUserID
            ? nil : .ownerIsHuman
    }

    /// Whether somebody answered the customer after the candidate: a person of the team, or another AI.
    ///
    /// Our own answers do not count: one to an earlier message may come in after the candidate, and that the candidate is
    /// answered once is the turn outcome's and the effect ledger's to know.
    private static func answeredAfter(_ facts: DecisionFacts, _ policy: DecisionPolicy) -> ReasonCode? {
        guard let index = facts.messages.lastIndex(where: { $0.id == facts.candidate.id }) else { return nil }
        for later in facts.messages[(index + 1)...] where later.type == "MESSAGE" && later.direction == "OUTGOING" {
            if isOurs(later, facts, policy) || later.author?.id == policy.aiUserID { continue }
            switch later.author?.kind {
            case .agent: return .alreadyAnswered
            case .bot, .customerAgent, .integration: return .otherAI
            default: continue
            }
        }
        return nil
    }
}
