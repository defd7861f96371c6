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
