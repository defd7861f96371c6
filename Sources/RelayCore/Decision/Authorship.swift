/// Whose a thread item is: ours, another AI's, a person's of the team, a customer's.
package struct Authorship: Sendable {
    private let ownMessageIDs: Set<String>
    private let policy: DecisionPolicy

    /// - Parameter ownMessageIDs: Ids of thread items that the effect ledger knows as ours.
    package init(ownMessageIDs: Set<String>, policy: DecisionPolicy) {
        self.ownMessageIDs = ownMessageIDs
        self.policy = policy
    }

    /// Another integration's message may be a customer's, of a custom channel; only our own app's is ours.
    func isOurs(_ message: ThreadMessage) -> Bool {
        if ownMessageIDs.contains(message.id) { return true }
        guard let appID = policy.appID else { return false }
        return message.integrationAppID == appID
            || message.speakerActors.contains { $0.kind == .integration && $0.id == appID }
    }

    /// Whether the AI said this to the customer.
    package func isAnswer(_ message: ThreadMessage) -> Bool {
        message.type == .message && message.direction != .incoming && isOurs(message) && !isPersonsThroughUs(message)
    }

    /// A person's reply that went out through our app, under that person's user.
    func isPersonsThroughUs(_ message: ThreadMessage) -> Bool {
        message.type == .message && isOurs(message)
            && message.speakerActors.contains { $0.kind == .agent && $0.id != policy.aiUserID }
    }

    /// Whether another AI or bot said something to the customer. What an integration brings in is a customer's.
    func isOtherAI(_ message: ThreadMessage) -> Bool {
        guard message.type == .message, message.channel != .form, !isOurs(message) else { return false }
        let kinds = message.speakerKinds
        if !kinds.isDisjoint(with: [.bot, .customerAgent]) { return true }
        return kinds.contains(.integration) && message.direction == .outgoing
    }

    /// Whether a person of the team answered the customer, in HubSpot, from their own mailbox or through our app.
    ///
    /// The AI's own answers do not count: one to an earlier message may come in after a newer one, and that each is answered once
    /// is the turn outcome's and the effect ledger's to know. Nor does what goes out from the team's address without a person
    /// (automatic mail), or what comes from a mailbox of ours without showing who wrote it.
    package func isTeamAnswer(_ message: ThreadMessage) -> Bool {
        if isPersonsThroughUs(message) { return true }
        guard message.type == .message, message.channel != .form, !isOurs(message) else { return false }
        let agents = message.speakerActors.filter { $0.kind == .agent }
        if !agents.isEmpty { return agents.contains { $0.id != policy.aiUserID } }
        guard message.direction == .incoming, message.speakerKinds.isSubset(of: [.visitor, .email, .unknown]) else {
            return false
        }
        let mail = message.teamMail(policy)
        return mail == .words || mail == .wordsToUs
    }

    /// Who speaks in a thread item, as a session's timeline tells it; nil for what nobody said: assignments, status changes,
    /// welcome lines, and what HubSpot writes by itself.
    ///
    /// A colleague who writes from their own mailbox is a person of the team, although HubSpot calls the mail incoming.
    package func role(of message: ThreadMessage) -> TimelineEntry.Role? {
        switch message.type {
        case .comment: return .note
        case .message: break
        default: return nil
        }
        if isPersonsThroughUs(message) { return .rep }
        if isOurs(message) || isOtherAI(message) { return .ai }
        if isTeamAnswer(message) { return .rep }
        if message.direction == .incoming { return .customer }
        let kinds = message.speakerKinds
        if kinds.contains(.system), !kinds.contains(.agent) { return nil }
        return kinds.contains(.agent) || message.direction == .outgoing ? .rep : .customer
    }
}
