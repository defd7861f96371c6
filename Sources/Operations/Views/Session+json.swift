import FoundationEssentials
import RelayCore

extension Session {
    package func json(of organization: String) -> JSON {
        .present([
            "organization": .string(organization), "sessionId": .string(id), "threadId": .optional(threadID),
            "channel": .string(channel.rawValue),
            "state": .string(state.rawValue), "stateSince": .string(Timestamp.rfc3339(stateSince)),
            "contactId": .optional(contactID), "contactEmail": .optional(contactEmail), "contactName": .optional(contactName),
            "contactPhone": .optional(contactPhone), "otherEmails": .array(otherEmails.map(JSON.string)),
            "ticketId": .optional(ticketID), "language": .optional(language), "sentiment": .optional(sentiment),
            "createdAt": .string(Timestamp.rfc3339(createdAt)), "updatedAt": .string(Timestamp.rfc3339(updatedAt)),
        ])
    }
}

extension CustomDataEntry {
    package var json: JSON {
        .present([
            "property": .string(property), "value": .optional(value), "label": .optional(label),
            "isRedacted": .bool(isRedacted), "origin": .string(origin.rawValue),
            "occurredAt": .string(Timestamp.rfc3339(occurredAt)),
        ])
    }
}

extension TimelineEntry {
    package var json: JSON {
        [
            "messageId": .string(id), "role": .string(role.rawValue), "text": .string(text),
            "attachments": .array(attachmentNames.map(JSON.string)), "createdAt": .string(Timestamp.rfc3339(createdAt)),
        ]
    }
}
