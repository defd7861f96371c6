/// HubSpot's webhook subscription types.
///
/// Source: https://developers.hubspot.com/docs/api-reference/webhooks-webhooks-v3/guide
package enum SubscriptionType {
    private static let crmObjects = ["contact", "company", "deal", "ticket", "product", "line_item", "object"]
    private static let crmEvents = ["creation", "deletion", "merge", "propertyChange", "restore", "associationChange"]
    private static let conversationEvents = ["creation", "deletion", "newMessage", "privacyDeletion", "propertyChange"]

    private static let known: Set<String> = Set(
        crmObjects.flatMap { object in crmEvents.map { "\(object).\($0)" } }
            + conversationEvents.map { "conversation.\($0)" } + ["contact.privacyDeletion", "event.completed"])

    /// What some function of ours has a use for.
    private static let handled: Set<String> = [
        "conversation.newMessage", "conversation.creation", "conversation.deletion", "conversation.privacyDeletion",
        "conversation.propertyChange", "contact.privacyDeletion", "ticket.propertyChange", "ticket.creation",
        "ticket.deletion", "ticket.merge", "ticket.restore", "ticket.associationChange",
    ]

    /// The generic types, each with the type of object that it is of use for. HubSpot has no events of notes' own.
    private static let handledGeneric: [String: String] = [
        "object.propertyChange": ObjectTypeID.ticket, "object.deletion": ObjectTypeID.ticket,
        "object.merge": ObjectTypeID.ticket, "object.restore": ObjectTypeID.ticket,
        "object.associationChange": ObjectTypeID.ticket, "object.creation": ObjectTypeID.note,
    ]

    /// nil when an event of the type is handled; else why it is not.
    /// - Parameter objectTypeID: Of a generic event; see ``ObjectTypeID/of(_:)``.
    package static func objection(to type: String, objectTypeID: String? = nil) -> ReasonCode? {
        if handled.contains(type) { return nil }
        if let needed = handledGeneric[type] { return objectTypeID == needed ? nil : .unhandledObjectType }
        return known.contains(type) ? .unhandledSubscriptionType : .unknownSubscriptionType
    }
}
