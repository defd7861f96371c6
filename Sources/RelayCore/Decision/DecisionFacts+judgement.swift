import FoundationEssentials

/// What the rules ask of the facts.
extension DecisionFacts {
    func authorship(_ policy: DecisionPolicy) -> Authorship { Authorship(ownMessageIDs: ownMessageIDs, policy: policy) }

    /// Why the candidate's sender is no customer. A prefix that is unknown, or none, leaves it to the direction.
    var senderObjection: ReasonCode? {
        // A form is filled in by a customer, whoever HubSpot says handed it in.
        guard candidate.channel != .form else { return nil }
        let kinds = candidate.speakerKinds
        if kinds.contains(.agent) { return .senderIsAgent }
        if !kinds.isDisjoint(with: [.bot, .customerAgent, .integration]) { return .senderIsBot }
        if !kinds.isDisjoint(with: [.visitor, .email]) { return nil }
        if kinds.contains(.system) { return .senderIsSystem }
        return candidate.direction == .incoming || candidate.direction == .outgoing ? nil : .senderUnknown
    }

    /// A closed thread, unless the customer wrote after it was closed and the policy lets that open it again.
    func closedObjection(_ policy: DecisionPolicy) -> ReasonCode? {
        guard thread.status == .closed else { return nil }
        guard policy.reopens, let closedAt = thread.closedAt else { return .threadClosed }
        return candidate.createdAt > closedAt ? nil : .threadClosed
    }

    /// Whether the candidate opens a session that was closed: written after it was, where the policy lets it.
    func reopensSession(_ policy: DecisionPolicy) -> Bool {
        policy.reopens && sessionStateSince.map { candidate.createdAt > $0 } != false
    }

    // MARK: Loops

    /// Whether no person wrote the candidate: its subject or sender says so, or it repeats to the letter what the same
    /// sender wrote before our last answer, as a program does.
    func isAutomatic(_ policy: DecisionPolicy) -> Bool {
        guard candidate.channel == .email else { return false }
        let before = messages.prefix { $0.id != candidate.id }
        let ours = before.last { $0.type == .message && $0.direction == .outgoing && $0.subject != nil }?.subject
        if candidate.subject.map({ policy.automaticMail.isSubject($0, answering: ours) }) == true { return true }
        let addresses = candidate.speakerAddresses
        let authors = authorship(policy)
        if addresses.contains(where: policy.automaticMail.isSender) { return true }
        var answered = false
        for message in before.reversed() {
            if authors.isAnswer(message) { answered = true }
            if answered, message.direction == .incoming, message.speakerAddresses == addresses,
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
        let authors = authorship(policy)
        let start = candidate.createdAt - DecisionPolicy.replyBudgetWindow
        let recent = messages.filter { $0.createdAt > start }
        let lastPerson = recent.lastIndex(where: authors.isTeamAnswer)
        return recent[(lastPerson.map { $0 + 1 } ?? 0)...].count { authors.isAnswer($0) }
    }

    // MARK: Waiting

    /// Whether the candidate is the first message after another full length of the longest wait: a customer who never stops
    /// typing is answered once each such length all the same.
    func isOverdue(_ policy: DecisionPolicy) -> Bool {
        let authors = authorship(policy)
        let before = messages.prefix { $0.id != candidate.id }
        let start = before.lastIndex { authors.isAnswer($0) || authors.isTeamAnswer($0) }.map { $0 + 1 } ?? 0
        let waiting = before[start...].filter { $0.type == .message && $0.direction == .incoming }
        guard let previous = waiting.last, policy.longestWait > 0 else { return false }
        var first = candidate
        // Of one run of messages: after a long silence another begins.
        let silence = max(policy.longestWait, DecisionPolicy.longSilence)
        for message in waiting.reversed() {
            guard first.createdAt.timeIntervalSince(message.createdAt) <= silence else { break }
            first = message
        }
        guard first.id != candidate.id else { return false }
        func length(_ message: ThreadMessage) -> Double {
            (message.createdAt.timeIntervalSince(first.createdAt) / policy.longestWait).rounded(.down)
        }
        return length(candidate) > length(previous)
    }
}
