/// Who speaks in a thread item, as a session's timeline tells it.
extension DecisionFacts {
    /// nil for items that nobody said: assignments, status changes, welcome lines, and what HubSpot writes by itself.
    ///
    /// A colleague who writes from their own mailbox is a person of the team, although HubSpot calls the mail incoming.
    package func role(of message: ThreadMessage, _ policy: DecisionPolicy) -> TimelineEntry.Role? {
        switch message.type {
        case "COMMENT": return .note
        case "MESSAGE": break
        default: return nil
        }
        if isPersonsThroughUs(message, policy) { return .rep }
        if isOurs(message, policy) { return .ai }
        if isOtherAI(message, policy) { return .ai }
        if isTeamAnswer(message, policy) { return .rep }
        if message.direction == "INCOMING" { return .customer }
        let kinds = message.speakerKinds
        if kinds.contains(.agent) { return .rep }
        if kinds.contains(.system) { return nil }
        return message.direction == "OUTGOING" ? .rep : .customer
    }
}
