import RelayCore

/// One webhook subscription that DeskRelay needs, as a project app's file and as a legacy app's page have it.
package struct WebhookSubscription: Sendable, Hashable {
    /// Where it stands in the file.
    package enum Section: String, Sendable, CaseIterable {
        case hubEvents
        case crmObjects
    }

    package let section: Section
    /// `conversation.newMessage`, `object.merge`
    package let type: String
    /// `ticket`, `note`; nil where the type says it.
    package let objectType: String?
    package let property: String?
    /// As the page of a legacy app has it.
    package let label: String

    private init(
        _ section: Section, _ type: String, of objectType: String? = nil, property: String? = nil, label: String
    ) {
        self.section = section
        self.type = type
        self.objectType = objectType
        self.property = property
        self.label = label
    }

    /// - Parameters:
    ///   - properties: Of tickets, to be told of.
    ///   - isTicketing: Whether tickets are worked with at all.
    package static func all(properties: [String], isTicketing: Bool) -> [WebhookSubscription] {
        conversations + (isTicketing ? tickets(properties) : []) + [
            WebhookSubscription(.crmObjects, "object.creation", of: "note", label: "Note: Created")
        ]
    }

    /// HubSpot tells of these properties of a conversation alone.
    /// Source: https://developers.hubspot.com/docs/api-reference/webhooks-webhooks-v3/guide
    private static let conversationProperties = ["assignedTo", "status", "isArchived"]

    private static let conversations: [WebhookSubscription] =
        [WebhookSubscription(.hubEvents, "conversation.newMessage", label: "Conversation: New message")]
        + conversationProperties.map {
            WebhookSubscription(
                .hubEvents, "conversation.propertyChange", property: $0, label: "Conversation: Property change, \($0)")
        } + [
            WebhookSubscription(.hubEvents, "conversation.deletion", label: "Conversation: Deleted"),
            WebhookSubscription(.hubEvents, "conversation.privacyDeletion", label: "Conversation: Deleted for privacy"),
            WebhookSubscription(.hubEvents, "contact.privacyDeletion", label: "Contact: Deleted for privacy"),
        ]

    private static func tickets(_ properties: [String]) -> [WebhookSubscription] {
        properties.map {
            WebhookSubscription(
                .crmObjects, "object.propertyChange", of: "ticket", property: $0, label: "Ticket: Property changed, \($0)")
        } + [
            WebhookSubscription(.crmObjects, "object.merge", of: "ticket", label: "Ticket: Merged"),
            WebhookSubscription(.crmObjects, "object.deletion", of: "ticket", label: "Ticket: Deleted"),
            WebhookSubscription(.crmObjects, "object.restore", of: "ticket", label: "Ticket: Restored"),
            WebhookSubscription(.crmObjects, "object.associationChange", of: "ticket", label: "Ticket: Association changed"),
        ]
    }

    var json: JSON {
        var members: JSONObject = ["subscriptionType": .string(type), "active": true]
        if let objectType { members["objectType"] = .string(objectType) }
        if let property { members["propertyName"] = .string(property) }
        return .object(members)
    }
}
