/// What is kept of a thread's item beside its text: who wrote it, to whom, by what means. Enough to decide on it and to answer it
/// without asking HubSpot again.
extension ThreadMessage {
    /// In the shape of HubSpot's API.
    package var envelope: JSON {
        var client: JSONObject = [:]
        client["clientType"] = clientType.map { .string($0.rawValue) }
        client["integrationAppId"] = integrationAppID.map(JSON.string)
        return .present([
            "type": type == .message ? .null : .string(type.rawValue), "createdBy": .optional(createdBy?.text),
            "client": .object(client),
            "senders": .nonEmpty(senders.map { $0.envelope("senderField") }),
            "recipients": .nonEmpty(recipients.map { $0.envelope("recipientField") }), "subject": .optional(subject),
            "direction": .optional(direction?.rawValue), "channelId": .optional(channelID),
            "channelAccountId": .optional(channelAccountID),
        ])
    }

    /// The item of a timeline's entry; nil where the entry is of no thread, or was kept without one.
    package init?(_ entry: TimelineEntry) {
        guard case .object(var members) = entry.envelope else { return nil }
        members["id"] = .string(entry.id)
        members["text"] = .string(entry.text)
        guard let message = try? ThreadMessage(json: .object(members)) else { return nil }
        self = message
        createdAt = entry.createdAt
    }
}

extension MessageParty {
    fileprivate func envelope(_ fieldName: String) -> JSON {
        .present([
            "actorId": .optional(actorID?.text), "name": .optional(name), fieldName: .optional(field?.rawValue),
            "deliveryIdentifiers": .nonEmpty(
                deliveryIdentifiers.map { ["type": .string($0.type.rawValue), "value": .string($0.value)] }),
        ])
    }
}

extension JSON {
    /// An array; null where it would be empty.
    fileprivate static func nonEmpty(_ elements: [JSON]) -> JSON { elements.isEmpty ? .null : .array(elements) }
}
