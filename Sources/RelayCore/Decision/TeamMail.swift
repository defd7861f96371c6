/// What a message is that comes from one of the team's own addresses.
enum TeamMail: Sendable, Hashable {
    /// The team's own words: a colleague's, or a mail that a mailbox of ours sent to somebody else.
    case words
    /// A mail from the team's domain to a mailbox of ours, and to nobody else in `TO`: a colleague's word on a conversation, or a
    /// form's that nobody took part in yet.
    case wordsToUs
    /// A mailbox of ours sent it to us: a form, a mailing list, a program. Who wrote it is not shown.
    case senderHidden
    /// A colleague forwards somebody's mail to a mailbox of ours.
    case forwarded
}

extension ThreadMessage {
    /// nil where it does not come from the team. A form is filled in by a customer, whatever address they give.
    func teamMail(_ policy: DecisionPolicy) -> TeamMail? {
        guard channel != .form else { return nil }
        let own = policy.own
        let isFromOutside =
            channel == .email && direction == .incoming && speakerKinds.isSubset(of: [.visitor, .email, .unknown])
        let addressees = recipients.filter { $0.field?.isCopy != true }.compactMap(\.emailAddress)
        let isToUs = addressees.isEmpty || addressees.contains(where: own.contains)
        if isFromOutside, speakerAddresses.contains(where: own.isMailbox) {
            // Sent to others: our own answer, that came back to us as well.
            return isToUs ? .senderHidden : .words
        }
        guard speakerAddresses.contains(where: own.isColleague) else { return nil }
        guard isFromOutside, isToUs else { return .words }
        return isForwarded(policy.forwardPrefixes) ? .forwarded : .wordsToUs
    }

    /// Whether its subject says that it was forwarded: the first prefix counts, so that the answer to a forwarded mail is an answer.
    private func isForwarded(_ prefixes: Set<String>) -> Bool {
        guard let start = subject?.prefix(12), let colon = start.firstIndex(where: { $0 == ":" || $0 == "：" }) else {
            return false
        }
        return prefixes.contains(start[..<colon].trimmed.lowercased())
    }
}

extension DecisionFacts {
    /// What the candidate is on its thread. A mail from the team's domain to ourselves, where nobody else has said anything, is no
    /// word on a conversation: nobody but a person can tell who waits there. (In assist mode a person has it already.)
    func teamMail(_ policy: DecisionPolicy) -> TeamMail? {
        let mail = candidate.teamMail(policy)
        guard mail == .wordsToUs else { return mail }
        let isAlone = messages.allSatisfy { message in
            message.type != .message || message.direction == .incoming && message.teamMail(policy) != nil
        }
        return isAlone && !policy.assistMode ? .senderHidden : .words
    }
}
