import RelayCore

/// A message as it is sent on a thread.
package struct OutgoingMessage: Sendable, Hashable {
    package struct Recipient: Sendable, Hashable {
        package var actorID: String?
        package var name: String?
        /// `TO` or `CC`
        package var field: RecipientField
        package var deliveryIdentifier: MessageParty.DeliveryIdentifier?

        var json: JSON {
            var members: JSONObject = ["recipientField": .string(field.rawValue)]
            if let actorID { members["actorId"] = .string(actorID) }
            if let name { members["name"] = .string(name) }
            if let deliveryIdentifier {
                members["deliveryIdentifiers"] = [
                    ["type": .string(deliveryIdentifier.type.rawValue), "value": .string(deliveryIdentifier.value)]
                ]
            }
            return .object(members)
        }
    }

    package var text: String
    package var richText: String
    package var subject: String?
    package var senderActorID: ActorID
    package var channelID: String
    package var channelAccountID: String
    package var recipients: [Recipient]
    /// Ids of uploaded files.
    package var attachments: [String]

    package init(
        text: String, richText: String, subject: String? = nil, senderActorID: ActorID, channelID: String,
        channelAccountID: String, recipients: [Recipient], attachments: [String] = []
    ) {
        self.text = text
        self.richText = richText
        self.subject = subject
        self.senderActorID = senderActorID
        self.channelID = channelID
        self.channelAccountID = channelAccountID
        self.recipients = recipients
        self.attachments = attachments
    }

    var json: JSON {
        var members: JSONObject = [
            "type": .string(MessageType.message.rawValue), "text": .string(text), "richText": .string(richText),
            "senderActorId": .string(senderActorID.text), "channelId": .string(channelID),
            "channelAccountId": .string(channelAccountID), "recipients": .array(recipients.map(\.json)),
        ]
        if let subject { members["subject"] = .string(subject) }
        if !attachments.isEmpty {
            members["attachments"] = .array(attachments.map { ["type": "FILE", "fileId": .string($0)] })
        }
        return .object(members)
    }
}

extension OutgoingMessage {
    /// The answer to the newest message that came in on a thread: same channel, same channel account, back to its sender;
    /// on e-mail with the others that it was copied to, without our own mailbox. A message sent from another account than the
    /// customer wrote to goes out without a complaint, so what the thread began on is no substitute.
    /// - Parameters:
    ///   - messages: The customer's, or all of the thread; oldest first.
    ///   - ownAddresses: Our mailboxes, in any case, which are never written to.
    /// - Returns: nil when nothing came in, or what came in names no channel account or sender to answer to.
    package static func reply(
        to messages: [ThreadMessage], senderActorID: ActorID, text: String, richText: String, ownAddresses: Set<String> = []
    ) -> OutgoingMessage? {
        guard let incoming = messages.last(where: { $0.type == .message && $0.direction == .incoming }),
            let channelID = incoming.channelID, let accountID = incoming.channelAccountID
        else { return nil }
        let isEmail = ChannelKind(channelID: channelID) == .email
        let recipients = isEmail ? emailRecipients(incoming, own: ownAddresses) : chatRecipients(incoming)
        guard !recipients.isEmpty else { return nil }
        return OutgoingMessage(
            text: text, richText: richText, subject: isEmail ? replySubject(incoming, messages) : nil,
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

    /// The sender first. Everybody else of `TO` and `CC` is kept in the conversation as `CC`, but for the mailbox that it
    /// was sent to: the first `TO` when no own address is known.
    private static func emailRecipients(_ incoming: ThreadMessage, own: Set<String>) -> [Recipient] {
        guard let address = incoming.senderAddress else { return [] }
        var seen = Set(own.map { $0.lowercased() }).union([address.lowercased()])
        var recipients = [recipient(address, name: incoming.senders.first?.name, field: .to)]
        if own.isEmpty, let mailbox = incoming.recipients.first(where: { $0.field?.isCopy != true })?.emailAddress {
            seen.insert(mailbox.lowercased())
        }
        for party in incoming.recipients where party.field == .to || party.field == .cc {
            guard let copied = party.emailAddress, seen.insert(copied.lowercased()).inserted else { continue }
            // Colleagues of the team are agents: HubSpot shows them the thread.
            if party.actorID?.kind == .agent { continue }
            recipients.append(recipient(copied, name: party.name, field: .cc))
        }
        return recipients
    }

    private static func recipient(_ address: String, name: String?, field: RecipientField) -> Recipient {
        Recipient(
            actorID: nil, name: name, field: field,
            deliveryIdentifier: .init(type: .email, value: address))
    }

    private static func replySubject(_ incoming: ThreadMessage, _ messages: [ThreadMessage]) -> String? {
        let subject = incoming.subject ?? messages.last { $0.subject != nil }?.subject
        guard let subject, !subject.isEmpty else { return nil }
        return subject.lowercased().hasPrefix("re:") ? subject : "Re: \(subject)"
    }
}
