import RelayCore

extension OutgoingMessage {
    /// The answer to a customer's message: same channel, same channel account, back to its author. On e-mail also to the authors
    /// of the other messages that it answers, and as copies to the others whom the message was addressed to. A message sent from
    /// another account than the customer wrote to goes out without a complaint, so what the thread began on is no substitute.
    /// - Parameters:
    ///   - incoming: The message that is answered.
    ///   - others: Earlier messages of other customers that the answer is for, too.
    ///   - subject: Of the conversation, for a message that has none.
    ///   - isOwn: Whether an address is the team's: those are never written to.
    /// - Returns: nil when the message names no channel account, or no sender who may be written to.
    package static func reply(
        to incoming: ThreadMessage, and others: [ThreadMessage] = [], subject: String? = nil, senderActorID: ActorID,
        text: String, richText: String, isOwn: (String) -> Bool = { _ in false }
    ) -> OutgoingMessage? {
        guard let channelID = incoming.channelID, let accountID = incoming.channelAccountID else { return nil }
        let isEmail = ChannelKind(channelID: channelID) == .email
        let recipients = isEmail ? emailRecipients(incoming, others, isOwn) : chatRecipients(incoming)
        guard !recipients.isEmpty else { return nil }
        return OutgoingMessage(
            text: text, richText: richText, subject: isEmail ? replySubject(incoming.subject ?? subject) : nil,
            senderActorID: senderActorID, channelID: channelID, channelAccountID: accountID, recipients: recipients)
    }

    private static func chatRecipients(_ incoming: ThreadMessage) -> [Recipient] {
        guard let sender = incoming.senders.first(where: { $0.actorID != nil || !$0.deliveryIdentifiers.isEmpty }) else {
            return []
        }
        return [
            Recipient(
                actorID: sender.actorID?.text, name: sender.name, field: .to,
                deliveryIdentifier: sender.deliveryIdentifiers.first)
        ]
    }

    /// The author first, then the authors of the other messages. Everybody else of `TO` and `CC` of the answered message is kept
    /// in the conversation as `CC`, but for our own addresses.
    private static func emailRecipients(
        _ incoming: ThreadMessage, _ others: [ThreadMessage], _ isOwn: (String) -> Bool
    ) -> [Recipient] {
        guard let author = incoming.senderAddress, !isOwn(author) else { return [] }
        var recipients: [Recipient] = []
        var seen: Set<String> = []
        func add(_ address: String?, _ name: String?, _ field: RecipientField) {
            guard let address, !isOwn(address), seen.insert(address.lowercased()).inserted else { return }
            recipients.append(
                Recipient(name: name, field: field, deliveryIdentifier: .init(type: .email, value: address)))
        }
        for message in [incoming] + others { add(message.senderAddress, message.senderName, .to) }
        if let mailbox = unknownMailbox(of: incoming, isOwn) { seen.insert(mailbox.lowercased()) }
        // Colleagues of the team are agents: HubSpot shows them the thread.
        for party in incoming.recipients where party.actorID?.kind != .agent {
            if party.field == .to || party.field == .cc { add(party.emailAddress, party.name, .cc) }
        }
        return recipients
    }

    /// Where none of the addressees is known as ours, the first `TO` is the mailbox that the mail came to.
    private static func unknownMailbox(of incoming: ThreadMessage, _ isOwn: (String) -> Bool) -> String? {
        if incoming.recipients.contains(where: { $0.emailAddress.map(isOwn) == true }) { return nil }
        return incoming.recipients.first { $0.field?.isCopy != true }?.emailAddress
    }

    private static func replySubject(_ subject: String?) -> String? {
        guard let subject, !subject.isEmpty else { return nil }
        return subject.lowercased().hasPrefix("re:") ? subject : "Re: \(subject)"
    }
}
