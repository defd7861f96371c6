import FoundationEssentials

/// One item of a thread: a message, a comment, an assignment, a status change, … Unknown fields and values are tolerated.
///
/// Source: https://developers.hubspot.com/docs/api-reference/conversations-conversations-inbox-&-messages-v3
package struct ThreadMessage: Sendable, Hashable {
    package var id: String
    package var type: MessageType
    package var createdAt: Date
    package var createdBy: ActorID?
    package var clientType: ClientType?
    package var integrationAppID: String?
    package var senders: [MessageParty]
    package var recipients: [MessageParty]
    package var text: String
    package var richText: String?
    package var subject: String?
    /// nil for everything but messages.
    package var direction: MessageDirection?
    package var channelID: String?
    package var channelAccountID: String?
    package var truncationStatus: TruncationStatus?
    /// nil for everything but messages.
    package var deliveryStatus: DeliveryStatus?
    package var failureMessage: String?
    package var attachments: [MessageAttachment]

    package init(json: JSON) throws(FieldError) {
        let reader = try ObjectReader(json, path: "message")
        id = try reader.id("id")
        type = json["type"]?.string.map(MessageType.init) ?? .message
        createdAt = (json["createdAt"]?.string).flatMap(Timestamp.parse) ?? Date(timeIntervalSince1970: 0)
        createdBy = (json["createdBy"]?.id).map(ActorID.init)
        clientType = json["client"]?["clientType"]?.string.map(ClientType.init)
        integrationAppID = json["client"]?["integrationAppId"]?.id
        senders = (json["senders"]?.array ?? []).map(MessageParty.init)
        recipients = (json["recipients"]?.array ?? []).map(MessageParty.init)
        text = json["text"]?.string ?? ""
        richText = json["richText"]?.string
        subject = (json["subject"]?.string).flatMap(PrintedText.line)
        direction = json["direction"]?.string.map(MessageDirection.init)
        channelID = json["channelId"]?.id
        channelAccountID = json["channelAccountId"]?.id
        truncationStatus = json["truncationStatus"]?.string.map(TruncationStatus.init)
        deliveryStatus = json["status"]?["statusType"]?.string.map(DeliveryStatus.init)
        failureMessage = json["status"]?["failureDetails"]?["errorMessage"]?.string
        attachments = (json["attachments"]?.array ?? []).map(MessageAttachment.init)
    }

    package var attachmentNames: [String] { attachments.map(\.title) }

    package var channel: ChannelKind { ChannelKind(channelID: channelID) }

    /// The actor who wrote it: the first sender, else who created it.
    package var author: ActorID? { senders.first { $0.actorID != nil }?.actorID ?? createdBy }
}

/// A sender or recipient of a message.
package struct MessageParty: Sendable, Hashable {
    package struct DeliveryIdentifier: Sendable, Hashable {
        package var type: DeliveryIdentifierType
        package var value: String

        package init(type: DeliveryIdentifierType, value: String) {
            self.type = type
            self.value = value
        }
    }

    package var actorID: ActorID?
    package var name: String?
    package var field: RecipientField?
    package var deliveryIdentifiers: [DeliveryIdentifier]

    /// Reads `deliveryIdentifier` and the older `deliveryIdentifiers` alike.
    package init(json: JSON) {
        actorID = (json["actorId"]?.id).map(ActorID.init)
        name = (json["name"]?.string).flatMap(PrintedText.line)
        field = (json["senderField"]?.string ?? json["recipientField"]?.string).map(RecipientField.init)
        let identifiers = (json["deliveryIdentifier"].map { [$0] } ?? []) + (json["deliveryIdentifiers"]?.array ?? [])
        deliveryIdentifiers = identifiers.compactMap { identifier in
            // An address of several lines is none, and would go into the head of a mail.
            guard let type = identifier["type"]?.string, let value = identifier["value"]?.string, PrintedText.isPlain(value)
            else { return nil }
            return DeliveryIdentifier(type: DeliveryIdentifierType(type), value: value)
        }
    }

    package var emailAddress: String? {
        deliveryIdentifiers.first { $0.type == .email }?.value
    }

    package var phoneNumber: String? {
        deliveryIdentifiers.first { $0.type == .phone }?.value
    }
}
