import RelayCore

extension SimulatedPortal {
    /// An item of a thread, with the addresses of its attachments as of now.
    func json(of message: SimulatedMessage, threadID: String, _ addresses: FileAddresses) -> JSON {
        var message = message
        message.attachments = message.attachments.map { attachment in
            guard let id = attachment["fileId"]?.string, let file = files[id], case .object(var members) = attachment else {
                return attachment
            }
            members["url"] = .string(addresses.signedAddress(of: file, until: expiry(after: 3600)))
            return .object(members)
        }
        return message.json(threadID: threadID)
    }
}

extension SimulatedMessage {
    fileprivate func json(threadID: String) -> JSON {
        let time = JSON.string(Timestamp.rfc3339(createdAt))
        var members: JSONObject = [
            "id": .string(id), "type": .string(type.rawValue), "conversationsThreadId": .string(threadID), "createdAt": time,
            "updatedAt": time, "createdBy": .string(createdBy), "client": clientJSON,
            "senders": .array(senders.map { $0.json(fieldName: "senderField") }),
            "recipients": .array(recipients.map { $0.json(fieldName: "recipientField") }), "archived": false,
        ]
        switch type {
        case .message:
            addContent(to: &members)
            addChannel(to: &members)
            members["direction"] = direction.map { .string($0.rawValue) }
            members["subject"] = subject.map(JSON.string)
            members["inReplyToId"] = inReplyToID.map(JSON.string)
            members["truncationStatus"] = .string(truncation.rawValue)
            members["status"] = status?.json
        case .comment:
            addContent(to: &members)
        case .welcomeMessage:
            members["text"] = .string(text)
            addChannel(to: &members)
        case .assignment:
            members["assignedFrom"] = assignedFrom.map(JSON.string)
            members["assignedTo"] = assignedTo.map(JSON.string)
        case .threadStatusChange:
            members["newStatus"] = newStatus.map { .string($0.rawValue) }
        case .threadInboxChange:
            members["fromInboxId"] = fromInboxID.map(JSON.string)
            members["toInboxId"] = toInboxID.map(JSON.string)
        default: break
        }
        return .object(members)
    }

    private var clientJSON: JSON {
        switch client {
        case .hubSpot: ["clientType": .string(ClientType.hubSpot.rawValue)]
        case .system: ["clientType": .string(ClientType.system.rawValue)]
        case .integration(let appID):
            [
                "clientType": .string(ClientType.integration.rawValue), "integrationAppId": .number(JSONNumber(appID)),
            ]
        }
    }

    private func addContent(to members: inout JSONObject) {
        members["text"] = .string(text)
        members["richText"] = richText.map(JSON.string)
        members["attachments"] = .array(attachments)
    }

    private func addChannel(to members: inout JSONObject) {
        members["channelId"] = channelID.map(JSON.string)
        members["channelAccountId"] = channelAccountID.map(JSON.string)
    }
}

extension SimulatedMessage.Status {
    fileprivate var json: JSON {
        switch self {
        case .sent: ["statusType": .string(DeliveryStatus.sent.rawValue)]
        case .received: ["statusType": .string(DeliveryStatus.received.rawValue)]
        case .failed(let message):
            [
                "statusType": .string(DeliveryStatus.failed.rawValue),
                "failureDetails": ["errorMessage": .string(message), "errorMessageTokens": [:]],
            ]
        }
    }
}

extension SimulatedContent {
    var json: JSON {
        var members: JSONObject = ["text": .string(text)]
        members["richText"] = richText.map(JSON.string)
        return .object(members)
    }
}

extension SimulatedParty {
    fileprivate func json(fieldName: String) -> JSON {
        var members: JSONObject = [:]
        members["actorId"] = actorID.map(JSON.string)
        members["name"] = name.map(JSON.string)
        members[fieldName] = field.map { .string($0.rawValue) }
        if let deliveryType, let deliveryValue {
            members["deliveryIdentifier"] = ["type": .string(deliveryType.rawValue), "value": .string(deliveryValue)]
        }
        return .object(members)
    }
}
