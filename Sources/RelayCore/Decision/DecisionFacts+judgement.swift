/// What the rules ask of the facts.
extension DecisionFacts {
    /// Another integration's message may be a customer's, of a custom channel; only our own app's is ours.
    func isOurs(_ message: ThreadMessage, _ policy: DecisionPolicy) -> Bool {
        if ownMessageIDs.contains(message.id) { return true }
        guard let appID = policy.appID else { return false }
        return message.integrationAppID == appID
            || message.speakerActors.contains { $0.kind == .integration && $0.id == appID }
    }

    /// Why the candidate's sender is no customer. A prefix that is unknown, or none, leaves it to the direction.
    var senderObjection: ReasonCode? {
        // A form is filled in by a customer, whoever HubSpot says handed it in.
        guard candidate.channel != .form else { return nil }
        let kinds = candidate.speakerKinds
        if kinds.contains(.agent) { return .senderIsAgent }
        if !kinds.isDisjoint(with: [.bot, .customerAgent, .integration]) { return .senderIsBot }
        if !kinds.isDisjoint(with: [.visitor, .email]) { return nil }
        if kinds.contains(.system) { return .senderIsSystem }
        return candidate.direction == "INCOMING" || candidate.direction == "OUTGOING" ? nil : .senderUnknown
    }

    func ownerObjection(_ policy: DecisionPolicy) -> ReasonCode? {
        guard let owner = thread.assignedTo else { return policy.requireAssignment ? .ownerIsHuman : nil }
        return switch owner.kind {
        case .bot, .customerAgent: .otherAI
        // A bare number is tolerated, since the API does not promise the prefix here.
        case .agent, .unknown: owner.id == policy.aiUserID ? nil : .ownerIsHuman
        case .email, .integration, .system, .visitor: .ownerIsHuman
        }
    }

    /// Whether another AI or bot said something to the customer. What an integration brings in is a customer's.
    func isOtherAI(_ message: ThreadMessage, _ policy: DecisionPolicy) -> Bool {
        guard message.type == "MESSAGE", message.channel != .form, !isOurs(message, policy) else { return false }
        let kinds = message.speakerKinds
        if !kinds.isDisjoint(with: [.bot, .customerAgent]) { return true }
        return kinds.contains(.integration) && message.direction == "OUTGOING"
    }

    /// Whether a person of the team answered the customer, in HubSpot or from their own mailbox.
    ///
    /// Our own answers do not count: one to an earlier message may come in after the candidate, and that the candidate is
    /// answered once is the turn outcome's and the effect ledger's to know. Nor does what goes out from the team's address
    /// without a person (automatic mail), or what HubSpot forwards.
    func isTeamAnswer(_ message: ThreadMessage, _ policy: DecisionPolicy) -> Bool {
        guard message.type == "MESSAGE", message.channel != .form, !isOurs(message, policy) else { return false }
        let agents = message.speakerActors.filter { $0.kind == .agent }
        if !agents.isEmpty { return agents.contains { $0.id != policy.aiUserID } }
        return message.direction == "INCOMING" && message.speakerKinds.isSubset(of: [.visitor, .email, .unknown])
            && message.speakerAddresses.contains(where: policy.isColleague)
    }
}
