import RelayCore

extension SimulatedMessage {
    func json(threadID: String) -> JSON {
        let time = JSON.string(Timestamp.rfc3339(createdAt))
        var members: [String: JSON] = [
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
        case .welcome:
            members["text"] = .string(text)
            addChannel(to: &members)
        case .assignment:
            members["assignedFrom"] = assignedFrom.map(JSON.string)
            members["assignedTo"] = assignedTo.map(JSON.string)
        case .statusChange:
            members["newStatus"] = newStatus.map { .string($0.rawValue) }
        case .inboxChange:
            members["fromInboxId"] = fromInboxID.map(JSON.string)
            members["toInboxId"] = toInboxID.map(JSON.string)
        }
        return .object(members)
    }

    private var clientJSON: JSON {
        switch client {
        case .hubSpot: ["clientType": "HUBSPOT"]
        case .system: ["clientType": "SYSTEM"]
        case .integration(let appID): ["clientType": "INTEGRATION", "integrationAppId": .number(JSONNumber(appID))]
        }
    }

    private func addContent(to members: inout [String: JSON]) {
        members["text"] = .string(text)
        members["richText"] = richText.map(JSON.string)
        members["attachments"] = .array(attachments)
    }

    private func addChannel(to members: inout [String: JSON]) {
        members["channelId"] = channelID.map(JSON.string)
        members["channelAccountId"] = channelAccountID.map(JSON.string)
    }
}

extension SimulatedMessage.Status {
    fileprivate var json: JSON {
        switch self {
        case .sent: ["statusType": "SENT"]
        case .received: ["statusType": "RECEIVED"]
        case .failed(let message):
            [
                "statusType": "FAILED", "failureDetails": ["errorMessage": .string(message), "errorMessageTokens": [:]],
            ]
        }
    }
}
