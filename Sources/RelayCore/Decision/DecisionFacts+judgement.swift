import FoundationEssentials

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

    /// A closed thread, unless the customer wrote after it was closed and the policy lets that open it again.
    func closedObjection(_ policy: DecisionPolicy) -> ReasonCode? {
        guard thread.status == "CLOSED" else { return nil }
        guard policy.reopens, let closedAt = thread.closedAt else { return .threadClosed }
        return candidate.createdAt > closedAt ? nil : .threadClosed
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

    // MARK: Loops

    /// Whether no person wrote the candidate: its subject or sender says so, or it repeats to the letter what the same
    /// sender wrote before our last answer, as a program does.
    func isAutomatic(_ policy: DecisionPolicy) -> Bool {
        guard candidate.channel == .email else { return false }
        if candidate.subject.map(AutomaticMail.isSubject) == true { return true }
        let addresses = candidate.speakerAddresses
        if addresses.contains(where: AutomaticMail.isSender) { return true }
        var answered = false
        for message in messages.prefix(while: { $0.id != candidate.id }).reversed() {
            if isAnswer(message, policy) { answered = true }
            if answered, message.direction == "INCOMING", message.speakerAddresses == addresses,
                AutomaticMail.isRepeat(candidate.text, of: message.text)
            {
                return true
            }
        }
        return false
    }

    /// How often the AI answered on the thread within the policy's window before the candidate, since a person of the team
    /// last wrote.
    func answersInWindow(_ policy: DecisionPolicy) -> Int {
        let start = candidate.createdAt - DecisionPolicy.replyBudgetWindow
        let recent = messages.filter { $0.createdAt > start }
        let lastPerson = recent.lastIndex { isTeamAnswer($0, policy) || isPersonsThroughUs($0, policy) }
        return recent[(lastPerson.map { $0 + 1 } ?? 0)...].count { isAnswer($0, policy) }
    }

    /// Whether the AI said this to the customer.
    private func isAnswer(_ message: ThreadMessage, _ policy: DecisionPolicy) -> Bool {
        message.type == "MESSAGE" && message.direction != "INCOMING" && isOurs(message, policy)
            && !isPersonsThroughUs(message, policy)
    }

    /// A person's reply that went out through our app, under that person's user.
    private func isPersonsThroughUs(_ message: ThreadMessage, _ policy: DecisionPolicy) -> Bool {
        message.type == "MESSAGE" && isOurs(message, policy)
            && message.speakerActors.contains { $0.kind == .agent && $0.id != policy.aiUserID }
    }

    // MARK: Waiting

    /// Whether the candidate is the first message after another full length of the longest wait: a customer who never stops
    /// typing is answered once each such length all the same.
    func isOverdue(_ policy: DecisionPolicy) -> Bool {
        let before = messages.prefix { $0.id != candidate.id }
        let start = before.lastIndex { isAnswer($0, policy) || isTeamAnswer($0, policy) }.map { $0 + 1 } ?? 0
        let waiting = before[start...].filter { $0.type == "MESSAGE" && $0.direction == "INCOMING" }
        guard let first = waiting.first, let previous = waiting.last, policy.longestWait > 0 else { return false }
        func length(_ message: ThreadMessage) -> Double {
            (message.createdAt.timeIntervalSince(first.createdAt) / policy.longestWait).rounded(.down)
        }
        return length(candidate) > length(previous)
    }
}
